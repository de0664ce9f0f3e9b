import { A } from '@solidjs/router';
import Mic from 'lucide-solid/icons/mic';
import MicOff from 'lucide-solid/icons/mic-off';
import PhoneOff from 'lucide-solid/icons/phone-off';
import { createEffect, For, Match, Show, Switch } from 'solid-js';
import { t } from '../i18n/index.js';
import { LatencyBar } from '../turns/latency-bar.js';
import { Button } from '../ui/button.js';
import { Badge, Notice } from '../ui/parts.js';
import type { Line } from './conversation.js';
import { createTalk, type Talk } from './talk.js';

function LiveLine(props: { line: Line }) {
  return (
    <Show when={props.line.speaker !== 'TOOL'} fallback={<li class="text-center text-xs text-muted">{t().talk.tool(props.line.text)}</li>}>
      <li class={`max-w-[92%] ${props.line.speaker === 'CALLER' ? 'self-end' : 'self-start'}`}>
        <div class={`rounded-xl px-3 py-2 ${props.line.speaker === 'CALLER' ? 'rounded-br-sm bg-accent-soft' : 'rounded-bl-sm bg-sunken'}`}>
          <p class={`text-xs font-medium ${props.line.speaker === 'CALLER' ? 'text-caller' : 'text-agent'}`}>{props.line.speaker === 'CALLER' ? t().talk.caller : t().talk.agent}</p>
          <p class={props.line.isFinal ? '' : 'text-muted'}>{props.line.text}<Show when={props.line.isInterrupted}> —</Show></p>
        </div>
        <Show when={props.line.isInterrupted}><p class="mt-1"><Badge tone="warning">{t().talk.interrupted}</Badge></p></Show>
        <Show when={props.line.latency}>{(latency) => <LatencyBar latency={latency()} />}</Show>
      </li>
    </Show>
  );
}

/** The words as they come. Finished lines are read out politely; running ones only shown. */
function LiveTranscript(props: { talk: Talk }) {
  let list: HTMLOListElement | undefined;
  createEffect(() => {
    const { lines } = props.talk.conversation;
    void lines.at(-1)?.text;
    list?.scrollTo({ top: list.scrollHeight });
  });
  const finished = () => props.talk.conversation.lines.filter(({ isFinal, speaker }) => isFinal && speaker !== 'TOOL');
  return (
    <>
      <ol ref={list} aria-label={t().talk.transcript} tabindex="0" class="flex min-h-40 flex-1 flex-col gap-3 overflow-y-auto p-4 lg:max-h-[26rem]">
        <Show when={props.talk.conversation.lines.length === 0}><li class="m-auto max-w-60 text-center text-sm text-muted">{props.talk.phase() === 'running' ? t().talk.waiting : t().talk.startHint}</li></Show>
        <For each={props.talk.conversation.lines}>{(line) => <LiveLine line={line} />}</For>
      </ol>
      <div class="sr-only" aria-live="polite" role="log"><For each={finished()}>{(line) => <p>{line.speaker === 'CALLER' ? t().talk.caller : t().talk.agent}: {line.text}</p>}</For></div>
    </>
  );
}

function Level(props: { value: number }) {
  return (
    <meter class="sr-only" aria-label={t().talk.level} min="0" max="1" value={Math.round(props.value * 20) / 20} />
  );
}

function LevelBars(props: { value: number }) {
  const BARS = 12;
  // Loudness is felt in powers: a quiet voice shall move the meter too.
  const lit = () => Math.round(Math.sqrt(props.value) * BARS);
  return <span class="flex h-4 items-end gap-0.5" aria-hidden="true"><For each={Array.from({ length: BARS }, (_none, index) => index)}>{(index) => <span class={`w-1 rounded-sm ${index < 4 ? 'h-2' : index < 8 ? 'h-3' : 'h-4'} ${index < lit() ? 'bg-accent' : 'bg-line'}`} />}</For></span>;
}

function Running(props: { talk: Talk }) {
  return (
    <div class="flex flex-wrap items-center justify-between gap-2 border-t border-line p-3">
      <div class="flex items-center gap-2.5 text-sm"><Level value={props.talk.level()} /><LevelBars value={props.talk.level()} /><span role="status">{props.talk.isMuted() ? t().talk.muted : t().talk.states[props.talk.state()]}</span></div>
      <div class="flex gap-2">
        <Button aria-pressed={props.talk.isMuted()} onClick={props.talk.toggleMute}><Show when={props.talk.isMuted()} fallback={<Mic size={16} aria-hidden="true" />}><MicOff size={16} aria-hidden="true" /></Show>{props.talk.isMuted() ? t().talk.unmute : t().talk.mute}</Button>
        <Button look="danger" onClick={props.talk.end}><PhoneOff size={16} aria-hidden="true" />{t().talk.end}</Button>
      </div>
    </div>
  );
}

function Resting(props: { talk: Talk; publishedNumber: number | undefined; hasNewerDraft: boolean }) {
  return (
    <div class="flex flex-col gap-3 border-t border-line p-3">
      <Show when={props.talk.fault()}>{(sentence) => <Notice tone="danger">{sentence()}</Notice>}</Show>
      <Show when={props.talk.phase() === 'ended'}>
        <div class="flex flex-wrap items-center justify-between gap-2 text-sm">
          <span role="status">{props.talk.conversation.endedText}</span>
          <Show when={props.talk.callId()}>{(id) => <A class="inline-flex min-h-6 items-center font-medium text-accent underline" href={`/calls/${id()}`}>{t().talk.openCall}</A>}</Show>
        </div>
      </Show>
      <Show when={props.publishedNumber !== undefined} fallback={<p class="text-sm text-muted">{t().talk.needsPublish}</p>}>
        <p class="text-sm text-muted">{t().talk.meets(props.publishedNumber!)} <Show when={props.hasNewerDraft}>{t().talk.draftDiffers}</Show></p>
      </Show>
      <Button look="primary" disabled={props.publishedNumber === undefined} isBusy={props.talk.phase() === 'connecting'} onClick={props.talk.start}>
        <Mic size={16} aria-hidden="true" />{props.talk.phase() === 'connecting' ? t().talk.connecting : props.talk.phase() === 'ended' ? t().talk.again : t().talk.start}
      </Button>
    </div>
  );
}

/** Talking to the published version of an agent, right where it is edited. */
export function TalkPanel(props: { agentId: string; publishedNumber: number | undefined; hasNewerDraft: boolean }) {
  const talk = createTalk(() => props.agentId);
  return (
    <section class="card flex flex-col overflow-hidden max-lg:min-h-[60dvh]" aria-labelledby="talk-title" data-phase={talk.phase()} data-played-samples={talk.playedSamples()}>
      <h2 id="talk-title" class="border-b border-line px-4 py-3 font-semibold">{t().talk.title}</h2>
      <LiveTranscript talk={talk} />
      <Switch fallback={<Resting talk={talk} publishedNumber={props.publishedNumber} hasNewerDraft={props.hasNewerDraft} />}>
        <Match when={talk.phase() === 'running'}><Running talk={talk} /></Match>
      </Switch>
    </section>
  );
}

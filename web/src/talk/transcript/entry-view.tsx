import CircleAlert from 'lucide-solid/icons/circle-alert';
import Dot from 'lucide-solid/icons/dot';
import { For, Match, Show, Switch } from 'solid-js';
import { formatClock } from '../../i18n/format.js';
import { t } from '../../i18n/index.js';
import { heardParts } from '../../turns/heard-diff.js';
import { LatencyBar } from '../../turns/latency-bar.js';
import { Badge } from '../../ui/parts.js';
import type { Entry, Line, Marker } from './conversation.js';
import { isTrouble, noteSentence } from './note-words.js';
import { ToolCardView } from './tool-card-view.js';

/** An answer that was cut short: what was heard, and struck out what was not. */
function HeardAndWritten(props: { line: Line }) {
  return (
    <p class="break-words whitespace-pre-wrap">
      <For each={heardParts(props.line.generatedText ?? '', props.line.text)}>
        {(part) => <Show when={!part.isHeard} fallback={part.text}><span class="sr-only"> {t().talk.notHeard} </span><del class="text-muted decoration-danger/70">{part.text}</del></Show>}
      </For>
    </p>
  );
}

function LineView(props: { line: Line }) {
  const isCaller = () => props.line.speaker === 'CALLER';
  const hasUnheard = () => props.line.isInterrupted && Boolean(props.line.generatedText);
  const purpose = () => (props.line.purpose && props.line.purpose !== 'ANSWER' ? t().call.purposes[props.line.purpose] : undefined);
  return (
    <div class={`max-w-[92%] ${isCaller() ? 'self-end' : 'self-start'}`}>
      <div class={`rounded-xl px-3 py-2 ${isCaller() ? 'rounded-br-sm bg-accent-soft' : 'rounded-bl-sm bg-sunken'}`}>
        <p class="flex flex-wrap items-baseline gap-x-1.5 text-xs">
          <span class={`font-medium ${isCaller() ? 'text-caller' : 'text-agent'}`}>{isCaller() ? t().talk.caller : t().talk.agent}</span>
          <Show when={purpose()}>{(words) => <span class="text-muted">{words()}</span>}</Show>
          <Show when={props.line.isTyped}><span class="text-muted">{props.line.isFinal ? t().talk.typed : t().talk.sending}</span></Show>
          <Show when={props.line.isFinal && props.line.atMs !== null}><span class="text-muted tabular-nums">{formatClock(props.line.atMs!)}</span></Show>
        </p>
        <Show when={hasUnheard()} fallback={<p class={`break-words whitespace-pre-wrap ${props.line.isFinal ? '' : 'text-muted'}`}>{props.line.text}</p>}><HeardAndWritten line={props.line} /></Show>
      </div>
      <Show when={props.line.isInterrupted}><p class="mt-1 flex flex-wrap items-center gap-x-2 text-xs text-muted"><Badge tone="warning">{t().talk.interrupted}</Badge><Show when={props.line.text.trim() === ''}>{t().talk.nothingHeard}</Show></p></Show>
      <Show when={props.line.latency}>{(latency) => <LatencyBar latency={latency()} />}</Show>
    </div>
  );
}

function MarkerView(props: { marker: Marker }) {
  const detail = () => (props.marker.note.type === 'provider-failed' ? `${props.marker.note.connectionId}: ${props.marker.note.message}` : undefined);
  return (
    <div class={`flex items-start gap-1.5 px-1 text-xs ${isTrouble(props.marker.note) ? 'text-warning' : 'text-muted'}`}>
      <span class="mt-0.5 shrink-0" aria-hidden="true"><Show when={isTrouble(props.marker.note)} fallback={<Dot size={13} />}><CircleAlert size={13} /></Show></span>
      <div class="min-w-0 flex-1">
        <p>{noteSentence(props.marker.note)}</p>
        <Show when={detail()}>{(words) => <details><summary class="line-link list-none underline">{t().tool.details}</summary><p class="break-words text-muted">{words()}</p></details>}</Show>
      </div>
      <Show when={props.marker.atMs !== null}><span class="text-muted tabular-nums">{formatClock(props.marker.atMs!)}</span></Show>
    </div>
  );
}

/** One entry of the live transcript: a line, a tool that was used, or something that happened beside the words. */
export function EntryView(props: { entry: Entry }) {
  return (
    <li class="flex flex-col">
      <Switch>
        <Match when={props.entry.kind === 'line' && props.entry}>{(line) => <LineView line={line()} />}</Match>
        <Match when={props.entry.kind === 'tool' && props.entry}>{(card) => <ToolCardView card={card()} />}</Match>
        <Match when={props.entry.kind === 'marker' && props.entry}>{(marker) => <MarkerView marker={marker()} />}</Match>
      </Switch>
    </li>
  );
}

import { A } from '@solidjs/router';
import Maximize from 'lucide-solid/icons/maximize-2';
import { createEffect, createSignal, Match, Show, Switch } from 'solid-js';
import { formatClock } from '../i18n/format.js';
import { t } from '../i18n/index.js';
import { CallControls } from './controls/call-controls.js';
import { CallNotices } from './controls/call-notices.js';
import { StartControls, type TalkTarget } from './controls/start-controls.js';
import { LatencyDock } from './latency-dock.js';
import { LeaveCallGuard } from './leave-call-guard.js';
import { createNow } from './now.js';
import { StateOrb } from './controls/state-orb.js';
import { createTalk, type Talk } from './talk.js';
import { readTalkKey, useTalkActions } from './talk-keys.js';
import { isConnected, isResting } from './talk-phase.js';
import { LiveTranscript } from './transcript/live-transcript.js';

/** How long the call has lasted, or did. */
function CallClock(props: { talk: Talk }) {
  const now = createNow();
  const { shown } = props.talk;
  const isShown = () => shown.startedAtMs > 0 && shown.phase !== 'connecting';
  return <Show when={isShown()}><span class="text-sm text-muted tabular-nums" role="timer" aria-label={t().talk.duration}>{formatClock((isConnected(shown.phase) ? Math.max(now(), shown.startedAtMs) : shown.endedAtMs) - shown.startedAtMs)}</span></Show>;
}

function RailHeading(props: { talk: Talk; agentId: string }) {
  return (
    <header class="flex min-h-12 items-center gap-3 border-b border-line px-4">
      <h2 id="talk-title" class="font-semibold">{t().talk.title}</h2>
      <span class="ml-auto"><CallClock talk={props.talk} /></span>
      <Show when={isResting(props.talk.shown.phase)}>
        <A href={`/agents/${props.agentId}/talk`} class="control -mr-2 inline-flex aspect-square items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink" aria-label={t().talk.fullPage} title={t().talk.fullPage}><Maximize size={16} aria-hidden="true" /></A>
      </Show>
    </header>
  );
}

function hintOf(talk: Talk): string {
  if (talk.shown.phase === 'idle' || talk.shown.phase === 'failed') return t().talk.startHint;
  return talk.shown.way === 'typed' ? t().talk.waitingTyped : t().talk.waiting;
}

/** A page of its own is what telephones show: there the figures wait behind a press, so that the words have room. */
const LOOKS = { rail: '[contain:inline-size] max-lg:min-h-[70dvh] lg:h-[calc(100dvh-9rem)] lg:min-h-[34rem]', page: 'min-h-0 flex-1' };
const isNarrow = () => matchMedia('(max-width: 40rem)').matches;

/** Talking to the published version of an agent: beside what is being edited, or on a page of its own. */
export function TalkPanel(props: TalkTarget & { agentId: string; look?: keyof typeof LOOKS }) {
  const talk = createTalk(() => props.agentId);
  const isPage = () => props.look === 'page';
  const [isDockOpen, setDockOpen] = createSignal(!isPage() || !isNarrow());
  const [isSoundShown, setSoundShown] = createSignal(false);
  const toggleSound = () => setSoundShown((before) => !before);
  // The settings of the sound take the place of the figures: there is no room for both.
  const hasDock = () => !isSoundShown() && talk.shown.phase !== 'idle' && talk.shown.phase !== 'failed';
  useTalkActions(talk, () => props.publishedNumber !== undefined);
  let panel: HTMLElement | undefined;
  // The button that was pressed goes with its phase; whoever uses the keyboard stays in the panel, and its keys work.
  createEffect(() => { if (talk.shown.phase !== 'idle' && document.activeElement === document.body) panel?.focus({ preventScroll: true }); });
  const onKey = (event: KeyboardEvent & { target: Element | null }) => { readTalkKey(talk, event); };
  return (
    <section
      ref={panel} tabindex="-1" class={`card flex flex-col overflow-x-hidden overflow-y-auto outline-none ${LOOKS[props.look ?? 'rail']}`} aria-labelledby="talk-title" onKeyDown={onKey} onKeyUp={onKey}
      data-phase={talk.shown.phase} data-follow={talk.shown.follow} data-voice={talk.shown.voice} data-played-samples={talk.shown.playedSamples}
    >
      <LeaveCallGuard isRunning={!isResting(talk.shown.phase)} />
      <Show when={isPage()} fallback={<RailHeading talk={talk} agentId={props.agentId} />}>
        <h2 id="talk-title" class="sr-only">{t().talk.title}</h2>
        <div class="relative flex justify-center border-b border-line py-1.5"><StateOrb talk={talk} isLarge /><span class="absolute top-2.5 right-4"><CallClock talk={talk} /></span></div>
      </Show>
      <LiveTranscript class="flex-1 basis-0" conversation={talk.conversation} hint={hintOf(talk)} />
      <Show when={hasDock()}><LatencyDock conversation={talk.conversation} isOpen={isDockOpen()} onToggle={setDockOpen} /></Show>
      <CallNotices talk={talk} />
      <Switch fallback={<StartControls talk={talk} target={props} isSoundShown={isSoundShown()} onSound={toggleSound} />}>
        <Match when={isConnected(talk.shown.phase)}><CallControls talk={talk} hasOrb={!isPage()} isSoundShown={isSoundShown()} onSound={toggleSound} /></Match>
      </Switch>
    </section>
  );
}

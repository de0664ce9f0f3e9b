import ArrowDown from 'lucide-solid/icons/arrow-down';
import { createEffect, createMemo, createSelector, createSignal, For, onCleanup, onMount, Show } from 'solid-js';
import { t } from '../../../i18n/index.js';
import { formatClock } from '../../../i18n/format.js';
import { LatencyBar } from '../../../turns/latency-bar.js';
import { Button } from '../../../ui/button.js';
import { Badge } from '../../../ui/parts.js';
import type { TurnFields } from '../call-documents.js';
import { hasHeardLess, momentInTurn, turnAt } from '../call-words.js';
import { createGrowing } from './growing.js';
import { heardParts } from '../../../turns/heard-diff.js';
import type { RunningCall, RunningWords } from './live-call.js';
import type { Player } from './player.js';

/** Where a recording stands after it was sent to a place may lie a sample before it. */
const SEEK_TOLERANCE_MS = 30;

/** What the caller missed of an answer, in place. */
function WrittenAndHeard(props: { turn: TurnFields }) {
  const parts = createMemo(() => heardParts(props.turn.generatedText ?? '', props.turn.heardText ?? ''));
  return (
    <>
      <p class="break-words"><For each={parts()}>{({ text, isHeard }) => (isHeard ? text : <del class="text-muted decoration-danger/70">{text}</del>)}</For></p>
      <p class="mt-1 text-xs text-muted"><del class="decoration-danger/70" aria-hidden="true">{t().call.neverHeardSample}</del> {props.turn.heardText ? t().call.neverHeard : t().call.heardNothing}</p>
    </>
  );
}

/** How many characters of the text before it a press was; undefined where the browser cannot tell. */
function charactersBefore(element: Element, event: MouseEvent): number | undefined {
  const place = 'caretPositionFromPoint' in document ? document.caretPositionFromPoint(event.clientX, event.clientY) : null;
  if (!place || !element.contains(place.offsetNode)) return undefined;
  const range = new Range();
  range.setStart(element, 0);
  range.setEnd(place.offsetNode, place.offset);
  return range.toString().length;
}

function TurnRow(props: { turn: TurnFields; isCurrent: boolean; player: Player | undefined; onSeek: () => void }) {
  const isCaller = () => props.turn.speaker === 'CALLER';
  const playFrom = (atMs: number) => { props.player?.playFrom(atMs); props.onSeek(); };
  const seekToWord = (event: MouseEvent & { currentTarget: HTMLElement }) => {
    // Whoever marks words to copy them does not want to hear them.
    if (!props.player || getSelection()?.isCollapsed === false) return;
    const characters = charactersBefore(event.currentTarget, event);
    if (characters !== undefined) playFrom(momentInTurn(props.turn, characters, props.turn.text.length));
  };
  return (
    <li class={`grid grid-cols-[3.6rem_minmax(0,1fr)] gap-x-3 scroll-mt-4 scroll-mb-20 rounded-lg px-2 py-2 lg:scroll-mt-60 lg:scroll-mb-4 [contain-intrinsic-size:auto_5rem] [content-visibility:auto] ${props.isCurrent ? 'bg-sunken' : ''}`} aria-current={props.isCurrent ? 'true' : undefined}>
      <Show when={props.player} fallback={<span class="pt-0.5 text-right text-sm text-muted tabular-nums">{formatClock(props.turn.startedAtMs)}</span>}>
        <button type="button" class="control flex items-start justify-end self-start rounded-md text-sm leading-5 text-accent tabular-nums hover:underline" aria-label={t().call.seekTo(formatClock(props.turn.startedAtMs))} onClick={() => { playFrom(props.turn.startedAtMs); }}>{formatClock(props.turn.startedAtMs)}</button>
      </Show>
      <div class="min-w-0">
        <p class="flex flex-wrap items-center gap-2 text-xs font-semibold">
          <span class={isCaller() ? 'text-caller' : 'text-agent'}>{isCaller() ? t().call.callerSide : t().call.agentSide}</span>
          <Show when={props.turn.purpose && props.turn.purpose !== 'ANSWER' ? props.turn.purpose : undefined}>{(purpose) => <span class="font-normal text-muted">{t().call.purposes[purpose()]}</span>}</Show>
          <Show when={props.turn.isInterrupted}><Badge tone="warning">{t().call.interrupted}</Badge></Show>
        </p>
        {/* Whoever uses the keyboard has the time beside it. */}
        <div onClick={seekToWord} class={props.player ? 'cursor-pointer' : ''}>
          <Show when={hasHeardLess(props.turn)} fallback={<p class="break-words">{props.turn.text}</p>}><WrittenAndHeard turn={props.turn} /></Show>
        </div>
        <Show when={props.turn.latency}>{(latency) => <LatencyBar latency={latency()} />}</Show>
      </div>
    </li>
  );
}

/** Keeps the line that plays in view, until somebody scrolls on their own. */
function createFollowing(list: () => HTMLElement | undefined, current: () => number) {
  const [isFollowing, setFollowing] = createSignal(true);
  const leave = () => setFollowing(false);
  onMount(() => { for (const event of ['wheel', 'touchmove'] as const) addEventListener(event, leave, { passive: true }); });
  onCleanup(() => { for (const event of ['wheel', 'touchmove'] as const) removeEventListener(event, leave); });
  createEffect(() => {
    if (isFollowing() && current() >= 0) list()?.children[current()]?.scrollIntoView({ block: 'nearest' });
  });
  return { isFollowing, setFollowing };
}

/** Words that are being said, until their turn is there. */
function Running(props: { words: RunningWords }) {
  const isCaller = () => props.words.speaker === 'CALLER';
  return (
    <div class="grid grid-cols-[3.6rem_minmax(0,1fr)] gap-x-3 px-2 py-2">
      <span class="mt-1.5 ml-auto size-2 animate-pulse rounded-full bg-accent" aria-hidden="true" />
      <div class="min-w-0"><p class={`text-xs font-semibold ${isCaller() ? 'text-caller' : 'text-agent'}`}>{isCaller() ? t().call.callerSide : t().call.agentSide}</p><p class="break-words text-muted">{props.words.text}</p></div>
    </div>
  );
}

/** What was said, in order. A press on a time or a word plays from there, and what plays is marked and kept in view. */
export function Transcript(props: { turns: readonly TurnFields[]; player: Player | undefined; running: RunningCall | undefined }) {
  let list: HTMLOListElement | undefined;
  const current = createMemo(() => (props.player && (props.player.isPlaying() || props.player.positionMs() > 0) ? turnAt(props.turns, props.player.positionMs() + SEEK_TOLERANCE_MS) : -1));
  const isCurrent = createSelector(current);
  const shown = createGrowing(() => props.turns, current);
  const { isFollowing, setFollowing } = createFollowing(() => list, () => (props.player?.isPlaying() ? current() : -1));
  const words = () => {
    const said = props.running?.words();
    return said && !props.turns.some(({ index, speaker }) => index === said.turnIndex && speaker === said.speaker) ? said : undefined;
  };
  return (
    <section class="card relative p-2 sm:p-3" aria-labelledby="transcript-title">
      <h2 id="transcript-title" class="sr-only">{t().call.transcript}</h2>
      <Show when={props.turns.length > 0 || words()} fallback={<p class="px-2 py-3 text-muted">{t().call.emptyTranscript}</p>}>
        <ol ref={list} class="flex flex-col gap-0.5">
          <For each={shown()}>{(turn, index) => <TurnRow turn={turn} isCurrent={isCurrent(index())} player={props.player} onSeek={() => setFollowing(true)} />}</For>
        </ol>
        <Show when={words()}>{(said) => <Running words={said()} />}</Show>
      </Show>
      <Show when={props.player?.isPlaying() && !isFollowing()}>
        <div class="sticky bottom-16 mt-2 flex justify-center lg:bottom-4"><Button class="shadow-md" onClick={() => setFollowing(true)}><ArrowDown size={15} aria-hidden="true" />{t().call.toCurrentLine}</Button></div>
      </Show>
    </section>
  );
}

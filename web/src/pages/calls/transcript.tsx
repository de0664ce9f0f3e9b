import { For, Show } from 'solid-js';
import { t } from '../../i18n/index.js';
import { formatClock } from '../../i18n/format.js';
import { LatencyBar } from '../../turns/latency-bar.js';
import { Badge } from '../../ui/parts.js';
import type { TurnFields } from './call-documents.js';
import { hasHeardLess, turnAt } from './call-words.js';
import type { Player } from './player.js';

function TurnRow(props: { turn: TurnFields; isCurrent: boolean; player: Player | undefined }) {
  const isCaller = () => props.turn.speaker === 'CALLER';
  return (
    <li class={`grid grid-cols-[4rem_minmax(0,1fr)] gap-x-3 rounded-lg px-2 py-2.5 ${props.isCurrent ? 'bg-sunken' : ''}`} aria-current={props.isCurrent ? 'true' : undefined}>
      <Show when={props.player} fallback={<span class="pt-0.5 text-right text-sm text-muted tabular-nums">{formatClock(props.turn.startedAtMs)}</span>}>
        {(player) => <button type="button" class="control flex items-start justify-end self-start rounded-md pt-0.5 text-sm text-accent tabular-nums hover:underline" aria-label={t().call.seekTo(formatClock(props.turn.startedAtMs))} onClick={() => { player().playFrom(props.turn.startedAtMs); }}>{formatClock(props.turn.startedAtMs)}</button>}
      </Show>
      <div class="min-w-0">
        <p class={`text-xs font-semibold ${isCaller() ? 'text-caller' : 'text-agent'}`}>{isCaller() ? t().call.callerSide : t().call.agentSide}</p>
        <Show when={hasHeardLess(props.turn)} fallback={<p class="break-words">{props.turn.text}</p>}>
          <dl class="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
            <dt class="text-sm text-muted">{t().call.heard}</dt><dd class="break-words">{props.turn.heardText || <i class="text-muted">{t().call.heardNothing}</i>}</dd>
            <dt class="text-sm text-muted">{t().call.generated}</dt><dd class="break-words text-muted">{props.turn.generatedText}</dd>
          </dl>
        </Show>
        <Show when={props.turn.isInterrupted}><p class="mt-1"><Badge tone="warning">{t().call.interrupted}</Badge></p></Show>
        <Show when={props.turn.latency}>{(latency) => <LatencyBar latency={latency()} />}</Show>
      </div>
    </li>
  );
}

/** What was said, in order; a press on a time plays from there, and what plays is marked. */
export function Transcript(props: { turns: readonly TurnFields[]; player: Player | undefined }) {
  const current = () => (props.player && (props.player.isPlaying() || props.player.positionMs() > 0) ? turnAt(props.turns, props.player.positionMs()) : -1);
  return (
    <section class="card p-2 sm:p-3" aria-labelledby="transcript-title">
      <h2 id="transcript-title" class="px-2 pt-1 pb-2 font-semibold">{t().call.transcript}</h2>
      <Show when={props.turns.length > 0} fallback={<p class="px-2 pb-3 text-muted">{t().call.emptyTranscript}</p>}>
        <ol class="flex flex-col gap-0.5"><For each={props.turns}>{(turn, index) => <TurnRow turn={turn} isCurrent={index() === current()} player={props.player} />}</For></ol>
      </Show>
    </section>
  );
}

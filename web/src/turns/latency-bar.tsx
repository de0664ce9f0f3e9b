import { createSignal, For, Show } from 'solid-js';
import { t } from '../i18n/index.js';
import { formatShort } from '../i18n/format.js';
import { LatencyWaterfall } from './latency-waterfall.js';
import { RATING_TEXTS, STEP_FILLS } from './latency-parts.js';
import { ratingOf, timelineOf, type Latency } from './latency.js';

/** One answer's time in a line: its steps, how long in all and how quick that is; opened, its waterfall. */
export function LatencyBar(props: { latency: Latency }) {
  const [isOpen, setOpen] = createSignal(false);
  return (
    <Show when={timelineOf(props.latency)}>
      {(timeline) => {
        const rating = () => ratingOf(timeline().totalMs);
        return (
          <details class="group mt-1 max-w-sm text-xs text-muted" onToggle={(event) => setOpen(event.currentTarget.open)}>
            <summary class="line-link w-full list-none gap-2 rounded">
              <svg class="h-1.5 flex-1 rounded-full bg-sunken" viewBox={`0 0 ${timeline().totalMs} 10`} preserveAspectRatio="none" aria-hidden="true">
                <For each={timeline().rows.filter(({ step }) => step !== 'ownShareMs')}>
                  {(row) => <For each={row.pieces}>{(piece) => <rect class={STEP_FILLS[row.step]} x={piece.startMs} width={piece.lengthMs} height="10" />}</For>}
                </For>
              </svg>
              <span class="tabular-nums">{t().talk.response(formatShort(timeline().totalMs))}</span>
              <span class={`font-medium ${RATING_TEXTS[rating()]}`}>{t().latency.ratings[rating()]}</span>
            </summary>
            {/* Of hundreds of answers few are opened. */}
            <Show when={isOpen()}><div class="mt-1"><LatencyWaterfall latency={props.latency} /></div></Show>
          </details>
        );
      }}
    </Show>
  );
}

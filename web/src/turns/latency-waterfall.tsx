import { For, Show } from 'solid-js';
import { t } from '../i18n/index.js';
import { formatShort } from '../i18n/format.js';
import { STEP_FILLS } from './latency-parts.js';
import { axisMarks, ratingOf, timelineOf, type Latency, type LatencyRow } from './latency.js';

/** A step too short to be seen is still drawn, this wide. */
const BAR_SHARE_MIN = 0.006;

function Bar(props: { row: LatencyRow; axisMs: number }) {
  return (
    <svg class="block h-2.5 w-full overflow-visible" viewBox={`0 0 ${props.axisMs} 10`} preserveAspectRatio="none" aria-hidden="true">
      <For each={axisMarks(props.axisMs)}>{(markMs) => <line class="stroke-line" x1={markMs} x2={markMs} y1="-8" y2="18" vector-effect="non-scaling-stroke" />}</For>
      <For each={props.row.pieces}>{(piece) => <rect class={STEP_FILLS[props.row.step]} x={piece.startMs} width={Math.max(piece.lengthMs, props.axisMs * BAR_SHARE_MIN)} height="10" />}</For>
    </svg>
  );
}

interface WaterfallProps {
  latency: Latency;
  /** Length of the axis; default that of this answer. Give several answers the same one and they can be compared. */
  axisMs?: number | undefined;
}

/**
 * Where the time before one answer went: a row for each step, its bar where it lay between the caller's last speech and
 * the first sound, its figure beside it. It is a table, so that it reads the same without eyes. Nothing for words that
 * answer nothing.
 */
export function LatencyWaterfall(props: WaterfallProps) {
  return (
    <Show when={timelineOf(props.latency)}>
      {(timeline) => {
        const axisMs = () => Math.max(props.axisMs ?? 0, timeline().totalMs);
        return (
          <table class="w-full border-collapse text-xs leading-[1.15rem]">
            <caption class="sr-only">{t().latency.summary(formatShort(timeline().totalMs), t().latency.ratings[ratingOf(timeline().totalMs)])}</caption>
            <thead aria-hidden="true">
              <tr><th /><td class="relative h-4 p-0 text-[0.65rem] text-muted"><For each={axisMarks(axisMs())}>{(markMs) => <span class="absolute bottom-0 -translate-x-1/2 tabular-nums" style={{ left: `${(100 * markMs) / axisMs()}%` }}>{formatShort(markMs)}</span>}</For></td><td /></tr>
            </thead>
            <tbody>
              <For each={timeline().rows}>
                {(row) => (
                  <tr class={row.step === 'ownShareMs' ? 'border-t border-line text-muted' : ''}>
                    <th scope="row" class="w-px py-px pr-3 text-left font-normal whitespace-nowrap text-muted">{t().latency[row.step]}</th>
                    <td class="py-px align-middle" aria-hidden="true"><Bar row={row} axisMs={axisMs()} /></td>
                    <td class="w-px py-px pl-3 text-right whitespace-nowrap tabular-nums">{row.lengthMs === null ? '–' : formatShort(row.lengthMs)}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        );
      }}
    </Show>
  );
}

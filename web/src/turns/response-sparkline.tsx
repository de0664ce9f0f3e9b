import { For, Show } from 'solid-js';
import { t } from '../i18n/index.js';
import { formatShort } from '../i18n/format.js';
import { RATING_FILLS } from './latency-parts.js';
import { FAIR_RESPONSE_MS_MAX, GOOD_RESPONSE_MS_MAX, medianOf, ratingOf } from './latency.js';

/** The newest answers that are drawn. */
const ANSWERS_MAX = 24;
const STEP = 5;

/** How long the answers of a call took, oldest first: a bar for each, against the lines below which they count as good and fair. */
export function ResponseSparkline(props: { responsesMs: readonly number[] }) {
  const shown = () => props.responsesMs.slice(-ANSWERS_MAX);
  const topMs = () => Math.max(FAIR_RESPONSE_MS_MAX * 1.1, ...shown());
  const label = () => t().latency.sparkline(props.responsesMs.length, formatShort(medianOf(props.responsesMs)!), formatShort(Math.max(...props.responsesMs)));
  return (
    <Show when={props.responsesMs.length > 0}>
      <svg class="h-6 w-30 max-w-full" viewBox={`0 0 ${ANSWERS_MAX * STEP} 24`} role="img" aria-label={label()}>
        <For each={[GOOD_RESPONSE_MS_MAX, FAIR_RESPONSE_MS_MAX]}>{(lineMs) => <line class="stroke-line" x1="0" x2={ANSWERS_MAX * STEP} y1={24 - (24 * lineMs) / topMs()} y2={24 - (24 * lineMs) / topMs()} stroke-dasharray="2 2" />}</For>
        <For each={shown()}>
          {(responseMs, index) => {
            const height = () => Math.max(1.5, (24 * responseMs) / topMs());
            return <rect class={RATING_FILLS[ratingOf(responseMs)]} x={index() * STEP + 0.5} y={24 - height()} width={STEP - 1.5} height={height()} rx="0.8"><title>{formatShort(responseMs)}</title></rect>;
          }}
        </For>
      </svg>
    </Show>
  );
}

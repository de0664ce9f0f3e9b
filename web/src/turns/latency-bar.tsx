import { For, Show } from 'solid-js';
import { t } from '../i18n/index.js';
import { formatShort } from '../i18n/format.js';
import { waterfall, type Latency, type LatencySegment } from './latency.js';

const COLORS: Record<LatencySegment['step'], string> = {
  endpointWaitMs: 'fill-wait', sttFinalMs: 'fill-hear', llmFirstTokenMs: 'fill-think', ttsFirstAudioMs: 'fill-speak', transportMs: 'fill-travel', ownShareMs: 'fill-edge',
};
const DOTS: Record<LatencySegment['step'], string> = {
  endpointWaitMs: 'bg-wait', sttFinalMs: 'bg-hear', llmFirstTokenMs: 'bg-think', ttsFirstAudioMs: 'bg-speak', transportMs: 'bg-travel', ownShareMs: 'bg-edge',
};

/** The waterfall of one answer: its steps on a line, and the same in words when it is opened. */
export function LatencyBar(props: { latency: Latency }) {
  const parts = () => waterfall(props.latency);
  return (
    <Show when={props.latency.responseMs !== null && parts().totalMs > 0}>
      <details class="group mt-1 text-xs text-muted">
        <summary class="flex min-h-6 max-w-sm list-none items-center gap-2 rounded">
          <svg class="h-1.5 flex-1 overflow-hidden rounded-full bg-sunken" viewBox={`0 0 ${parts().totalMs} 10`} preserveAspectRatio="none" aria-hidden="true">
            <For each={parts().segments}>{(segment) => <rect class={COLORS[segment.step]} x={segment.startMs} width={segment.lengthMs} height="10" />}</For>
          </svg>
          <span class="tabular-nums">{t().talk.response(formatShort(props.latency.responseMs!))}</span>
        </summary>
        <dl class="mt-1 grid max-w-sm grid-cols-[auto_1fr_auto] items-center gap-x-2">
          <For each={parts().segments}>
            {(segment) => (
              <div class="contents">
                <dt class="col-span-2 flex items-center gap-2"><span class={`size-2 rounded-full ${DOTS[segment.step]}`} aria-hidden="true" />{t().latency[segment.step]}</dt>
                <dd class="text-right tabular-nums">{formatShort(segment.lengthMs)}</dd>
              </div>
            )}
          </For>
        </dl>
      </details>
    </Show>
  );
}

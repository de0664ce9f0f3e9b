import { Show } from 'solid-js';
import { formatShort } from '../i18n/format.js';
import { t } from '../i18n/index.js';
import { LatencyWaterfall } from '../turns/latency-waterfall.js';
import { ratingOf, timelineOf, type Latency } from '../turns/latency.js';
import { RATING_TEXTS } from '../turns/latency-parts.js';
import { ResponseSparkline } from '../turns/response-sparkline.js';
import type { Conversation } from './transcript/conversation.js';

/** Before the first answer the rows stand there empty, so that nothing moves when it comes. */
const NOTHING: Latency = { endpointWaitMs: null, sttFinalMs: null, llmFirstTokenMs: null, ttsFirstAudioMs: null, transportMs: null, ownShareMs: null, responseMs: 1_000 };

/** Where the time of the newest answer went, and how the answers of this call went so far. */
export function LatencyDock(props: { conversation: Conversation; isOpen: boolean; onToggle: (isOpen: boolean) => void }) {
  const newest = () => props.conversation.newestLatency;
  const totalMs = () => (newest() ? timelineOf(newest()!)?.totalMs : undefined);
  return (
    <details class="group border-t border-line px-3 py-1.5" open={props.isOpen} onToggle={(event) => { props.onToggle(event.currentTarget.open); }}>
      <summary class="flex min-h-8 max-lg:min-h-[44px] list-none items-center gap-2 rounded text-xs whitespace-nowrap">
        <span class="font-medium">{t().latency.title}</span>
        <Show when={totalMs()} fallback={<span class="text-muted">{t().latency.none}</span>}>
          {(value) => <><span class="tabular-nums">{formatShort(value())}</span><span class={`font-medium ${RATING_TEXTS[ratingOf(value())]}`}>{t().latency.ratings[ratingOf(value())]}</span></>}
        </Show>
        <span class="ml-auto min-w-0"><ResponseSparkline responsesMs={props.conversation.responsesMs} /></span>
      </summary>
      <div class={newest() ? '' : 'opacity-60'}><LatencyWaterfall latency={newest() ?? NOTHING} /></div>
    </details>
  );
}

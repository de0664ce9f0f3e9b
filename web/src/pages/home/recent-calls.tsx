import { A } from '@solidjs/router';
import { For, Show } from 'solid-js';
import { endedSentence } from '../../i18n/ended-reason.js';
import { formatAgo, formatClock, formatMoney } from '../../i18n/format.js';
import { t } from '../../i18n/index.js';
import { callerOf } from '../../live/live-words.js';
import { Badge } from '../../ui/parts.js';
import type { RecentCall } from './home-documents.js';

function Row(props: { call: RecentCall }) {
  return (
    <li class="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 px-4 py-2.5 hover:bg-sunken md:grid-cols-[9rem_minmax(0,1fr)_minmax(0,1.4fr)_4rem_5rem]">
      <A href={`/calls/${props.call.id}`} class="truncate font-medium after:absolute after:inset-0 md:order-2">{callerOf(props.call)} <span class="font-normal text-muted">· {props.call.agent.name}</span></A>
      <span class="text-right text-sm tabular-nums md:order-4">{props.call.durationMs === null ? '–' : formatClock(props.call.durationMs)}</span>
      <span class="min-w-0 text-sm wrap-anywhere text-muted md:order-3"><Show when={props.call.endedReason} fallback={<Badge tone={props.call.status === 'ACTIVE' ? 'good' : 'warning'}>{t().calls.status[props.call.status]}</Badge>}>{(reason) => endedSentence(reason())}</Show></span>
      <time class="text-right text-sm whitespace-nowrap text-muted md:order-1 md:text-left" datetime={props.call.startedAt}>{formatAgo(props.call.startedAt)}</time>
      <span class="hidden text-right text-sm text-muted tabular-nums md:order-5 md:block">{formatMoney(props.call.cost.amount, props.call.cost.currency)}</span>
    </li>
  );
}

/** The newest calls, whatever the range. */
export function RecentCalls(props: { calls: readonly (RecentCall | null)[] }) {
  const calls = () => props.calls.filter((call) => call !== null);
  return (
    <section class="card overflow-hidden" aria-labelledby="recent-title">
      <div class="flex items-center justify-between gap-3 border-b border-line px-4 py-1.5">
        <h2 id="recent-title" class="font-semibold">{t().home.recentTitle}</h2>
        <A href="/calls" class="control inline-flex items-center text-sm font-medium text-accent underline">{t().home.allCalls}</A>
      </div>
      <Show when={calls().length > 0} fallback={<p class="px-4 py-4 text-sm text-muted">{t().home.recentEmpty}</p>}>
        <ul class="divide-y divide-line"><For each={calls()}>{(call) => <Row call={call} />}</For></ul>
      </Show>
    </section>
  );
}

import { For, Show } from 'solid-js';
import { formatClock, formatMoney, formatNumber, formatShort } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { fillOf } from './usage-chart.js';
import type { UsageGroup, UsageTotals } from './usage-documents.js';

const MINUTE_MS = 60_000;

/** What was used, in the measures of those who gave it. */
export function amountOf({ inputTokens, outputTokens, cachedInputTokens, characters, audioMs }: UsageTotals): string {
  const words = t().costs;
  return [
    inputTokens + outputTokens === 0 ? '' : words.tokens(formatNumber(inputTokens), formatNumber(outputTokens)),
    cachedInputTokens === 0 ? '' : words.cached(formatNumber(cachedInputTokens)),
    characters === 0 ? '' : words.characters(characters),
    audioMs === 0 ? '' : words.audio(audioMs < MINUTE_MS ? formatShort(audioMs) : formatClock(audioMs)),
  ].filter(Boolean).join(' · ');
}

/** What a group is called: its kind, connection or agent; the rest together has a name too. */
export function nameOf({ kind, connectionId, agentId, agent }: UsageGroup): string {
  if (kind) return t().costs.kinds[kind];
  if (connectionId) return connectionId;
  return agentId ? agent?.name ?? t().usage.agentGone : t().usage.rest;
}

function Row(props: { group: UsageGroup; index: number }) {
  const totals = () => props.group.totals;
  return (
    <tr class="border-b border-line max-sm:grid max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:py-2">
      <th scope="row" class="px-4 py-2 text-left font-medium wrap-anywhere max-sm:py-0"><span class={`mr-2 inline-block size-2.5 rounded-xs ${fillOf(props.index).dot}`} aria-hidden="true" />{nameOf(props.group)}</th>
      <td class="px-4 text-sm text-muted max-sm:col-start-1">{amountOf(totals())}</td>
      <td class="px-4 text-right text-sm tabular-nums max-sm:col-start-1 max-sm:text-left">
        {formatNumber(totals().requests)}<span class="text-muted sm:hidden"> {t().costs.requests}</span>
        <Show when={totals().failedRequests > 0}><span class="text-danger"> · {t().costs.failed(totals().failedRequests)}</span></Show>
      </td>
      <td class="px-4 text-right tabular-nums max-sm:col-start-2 max-sm:row-start-1">{totals().unpricedRequests < totals().requests ? formatMoney(totals().cost.amount, totals().cost.currency) : <span class="text-muted" title={t().costs.noPrice}>–</span>}</td>
    </tr>
  );
}

/** The same figures as the chart's, in words and numbers. */
export function UsageTable(props: { groups: readonly UsageGroup[]; totals: UsageTotals; what: string }) {
  return (
    <div class="card mt-4 overflow-hidden">
      <table class="w-full max-sm:block">
        <thead class="border-b border-line text-left text-xs text-muted max-sm:sr-only">
          <tr><th scope="col" class="px-4 py-2 font-medium">{props.what}</th><th scope="col" class="px-4 font-medium">{t().costs.amount}</th><th scope="col" class="px-4 text-right font-medium">{t().costs.requests}</th><th scope="col" class="px-4 text-right font-medium">{t().call.cost}</th></tr>
        </thead>
        <tbody class="max-sm:block"><For each={props.groups}>{(group, index) => <Row group={group} index={index()} />}</For></tbody>
        <tfoot class="max-sm:block">
          <tr class="max-sm:flex max-sm:justify-between"><th scope="row" colspan="2" class="px-4 py-2.5 text-left font-semibold">{t().costs.total}</th><td class="px-4 text-right text-sm tabular-nums max-sm:hidden">{formatNumber(props.totals.requests)}</td><td class="px-4 py-2.5 text-right font-semibold tabular-nums">{formatMoney(props.totals.cost.amount, props.totals.cost.currency)}</td></tr>
        </tfoot>
      </table>
    </div>
  );
}

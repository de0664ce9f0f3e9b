import { createQuery } from '@urql/solid';
import { For, Match, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../../api/faults.js';
import { t } from '../../../i18n/index.js';
import { formatMoney, formatNumber, formatShort } from '../../../i18n/format.js';
import { FailedState, Notice, SkeletonRows } from '../../../ui/parts.js';
import { callCostsQuery, type CostLine } from './event-documents.js';

const numberOrDash = (value: number | null) => (value === null ? '–' : formatNumber(value));

/** What a provider did for the money, in its own measures. */
function amountOf(line: CostLine): string {
  const words = t().costs;
  return [
    line.inputTokens === null && line.outputTokens === null ? '' : words.tokens(numberOrDash(line.inputTokens), numberOrDash(line.outputTokens)),
    line.cachedInputTokens ? words.cached(formatNumber(line.cachedInputTokens)) : '',
    line.characters === null ? '' : words.characters(line.characters),
    line.audioMs === null ? '' : words.audio(formatShort(line.audioMs)),
  ].filter(Boolean).join(' · ');
}

function Line(props: { line: CostLine }) {
  return (
    <tr class="border-b border-line max-sm:grid max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:py-2">
      <th scope="row" class="px-4 py-2 text-left font-medium max-sm:py-0">{t().costs.kinds[props.line.kind]} <span class="font-normal text-muted">· {props.line.connectionId}</span></th>
      <td class="px-4 text-sm text-muted max-sm:col-start-1">{amountOf(props.line)}</td>
      <td class="px-4 text-right text-sm tabular-nums max-sm:col-start-1 max-sm:text-left">
        {formatNumber(props.line.requests)}<span class="text-muted sm:hidden"> {t().costs.requests}</span>
        <Show when={props.line.failedRequests > 0}><span class="text-danger"> · {t().costs.failed(props.line.failedRequests)}</span></Show>
      </td>
      <td class="px-4 text-right tabular-nums max-sm:col-start-2 max-sm:row-start-1">{props.line.cost ? formatMoney(props.line.cost.amount, props.line.cost.currency) : <span class="text-muted" title={t().costs.noPrice}>–</span>}</td>
    </tr>
  );
}

/** What a call cost, by kind and connection; the lines add up to the whole. */
export function Costs(props: { callId: string; cost: { amount: string; currency: string } }) {
  const [result, refetch] = createQuery({ query: callCostsQuery, variables: () => ({ id: props.callId }), requestPolicy: 'cache-and-network' });
  const lines = () => result.data?.call?.costs ?? [];
  const total = () => result.data?.call?.cost ?? props.cost;
  return (
    <Switch>
      <Match when={result.error && !result.data ? result.error : undefined}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={() => { refetch({ requestPolicy: 'network-only' }); }} />}</Match>
      <Match when={!result.data}><SkeletonRows rows={3} class="h-11" /></Match>
      <Match when={lines().length === 0}><p class="card px-4 py-3 text-muted">{t().costs.none}</p></Match>
      <Match when={lines().length > 0}>
        <section class="card overflow-hidden" aria-label={t().call.tabs.cost}>
          <table class="w-full max-sm:block">
            <thead class="border-b border-line text-left text-xs text-muted max-sm:sr-only">
              <tr><th scope="col" class="px-4 py-2 font-medium">{t().costs.what}</th><th scope="col" class="px-4 font-medium">{t().costs.amount}</th><th scope="col" class="px-4 text-right font-medium">{t().costs.requests}</th><th scope="col" class="px-4 text-right font-medium">{t().call.cost}</th></tr>
            </thead>
            <tbody class="max-sm:block"><For each={lines()}>{(line) => <Line line={line} />}</For></tbody>
            <tfoot class="max-sm:block">
              <tr class="max-sm:flex max-sm:justify-between"><th scope="row" colspan="3" class="px-4 py-2.5 text-left font-semibold">{t().costs.total}</th><td class="px-4 py-2.5 text-right font-semibold tabular-nums">{formatMoney(total().amount, total().currency)}</td></tr>
            </tfoot>
          </table>
        </section>
        <Show when={lines().some(({ cost }) => cost === null)}><div class="mt-3"><Notice>{t().costs.noPrice}</Notice></div></Show>
      </Match>
    </Switch>
  );
}

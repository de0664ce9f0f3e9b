import { A, useSearchParams } from '@solidjs/router';
import { createQuery } from '@urql/solid';
import Phone from 'lucide-solid/icons/phone';
import { For, Match, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../api/faults.js';
import type { ResultOf } from '../../api/graphql.js';
import { t } from '../../i18n/index.js';
import { endedSentence } from '../../i18n/ended-reason.js';
import { formatClock, formatMoment, formatMoney } from '../../i18n/format.js';
import { buttonClass } from '../../ui/button.js';
import { Badge, EmptyState, FailedState, PageHeading, SkeletonRows } from '../../ui/parts.js';
import { usePageTitle } from '../../ui/title.js';
import { callsQuery } from './call-documents.js';

type CallRow = NonNullable<ResultOf<typeof callsQuery>['calls']['nodes'][number]>;
const PAGE_ITEMS = 25;
const STATUSES = ['ACTIVE', 'ENDED', 'CREATED'] as const;
const TONES = { ACTIVE: 'good', ENDED: 'neutral', CREATED: 'warning' } as const;

/** One call: a row of a table on wide screens, two lines of a card on narrow ones. */
function Row(props: { call: CallRow }) {
  return (
    <tr class="relative block px-4 py-3 hover:bg-sunken md:table-row">
      <td class="block pr-14 md:table-cell md:px-4 md:py-2.5"><A href={`/calls/${props.call.id}`} class="font-medium after:absolute after:inset-0">{formatMoment(props.call.startedAt)}</A></td>
      <td class="block text-sm md:table-cell md:px-4">{props.call.agent.name} <span class="text-muted">· {t().call.version(props.call.agentVersion.number)}</span></td>
      <td class="hidden text-sm text-muted md:table-cell md:px-4">{t().calls.transport[props.call.transport]}</td>
      <td class="block text-sm text-muted md:table-cell md:px-4"><Show when={props.call.endedReason} fallback={<Badge tone={TONES[props.call.status]}>{t().calls.status[props.call.status]}</Badge>}>{(reason) => endedSentence(reason())}</Show></td>
      <td class="absolute top-3 right-4 text-sm tabular-nums md:static md:px-4 md:text-right">{props.call.durationMs === null ? '–' : formatClock(props.call.durationMs)}</td>
      <td class="hidden text-sm tabular-nums md:table-cell md:px-4 md:text-right">{formatMoney(props.call.cost.amount, props.call.cost.currency)}</td>
    </tr>
  );
}

function Table(props: { calls: CallRow[] }) {
  const columns = () => t().calls.columns;
  return (
    <div class="card overflow-hidden">
      <table class="block w-full md:table">
        <thead class="hidden border-b border-line text-left text-xs text-muted md:table-header-group">
          <tr>
            <th scope="col" class="px-4 py-2 font-medium">{columns().started}</th><th scope="col" class="px-4 font-medium">{columns().agent}</th><th scope="col" class="px-4 font-medium">{columns().way}</th>
            <th scope="col" class="px-4 font-medium">{columns().ended}</th><th scope="col" class="px-4 text-right font-medium">{columns().duration}</th><th scope="col" class="px-4 text-right font-medium">{columns().cost}</th>
          </tr>
        </thead>
        <tbody class="block divide-y divide-line md:table-row-group"><For each={props.calls}>{(call) => <Row call={call} />}</For></tbody>
      </table>
    </div>
  );
}

/** All calls, newest first; filter and page are in the address. */
export function CallsPage() {
  usePageTitle(() => t().calls.title);
  const [search] = useSearchParams<{ status?: string; after?: string; before?: string }>();
  const status = () => STATUSES.find((candidate) => candidate === search.status);
  const [calls, refetch] = createQuery({
    query: callsQuery, requestPolicy: 'cache-and-network',
    variables: () => ({ ...(search.before ? { last: PAGE_ITEMS, before: search.before } : { first: PAGE_ITEMS, after: search.after ?? null }), where: status() ? { status: status()! } : null }),
  });
  const nodes = () => calls.data?.calls.nodes.filter((call) => call !== null) ?? [];
  const info = () => calls.data?.calls.pageInfo;
  const href = (changed: Record<string, string | null | undefined>) => {
    const query = new URLSearchParams(Object.entries({ status: status(), ...changed }).flatMap(([key, value]) => (value ? [[key, value]] : [])));
    return `/calls${query.size > 0 ? `?${query.toString()}` : ''}`;
  };
  const chip = (isOn: boolean) => `control inline-flex items-center rounded-lg px-3 text-sm ${isOn ? 'bg-accent-soft font-medium text-accent' : 'text-muted hover:bg-sunken hover:text-ink'}`;
  return (
    <>
      <PageHeading title={t().calls.title}>
        <nav aria-label={t().calls.filter} class="flex flex-wrap gap-1">
          <a href={href({ status: undefined })} class={chip(!status())} aria-current={status() ? undefined : 'true'}>{t().calls.allStatus}</a>
          <For each={STATUSES}>{(value) => <a href={href({ status: value })} class={chip(status() === value)} aria-current={status() === value ? 'true' : undefined}>{t().calls.status[value]}</a>}</For>
        </nav>
      </PageHeading>
      <Switch>
        <Match when={calls.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={() => { refetch({ requestPolicy: 'network-only' }); }} />}</Match>
        <Match when={!calls.data}><SkeletonRows class="h-11" rows={8} /></Match>
        <Match when={nodes().length === 0 && status()}><EmptyState icon={<Phone size={36} />} title={t().calls.emptyFiltered} text={t().calls.emptyFilteredText}><A class={buttonClass()} href="/calls">{t().calls.clearFilter}</A></EmptyState></Match>
        <Match when={nodes().length === 0}><EmptyState icon={<Phone size={36} />} title={t().calls.emptyTitle} text={t().calls.emptyText}><A class={buttonClass('primary')} href="/agents">{t().calls.toAgents}</A></EmptyState></Match>
        <Match when={nodes().length > 0}>
          <Table calls={nodes()} />
          <Show when={info()?.hasPreviousPage || info()?.hasNextPage}>
            <nav aria-label={t().calls.pages} class="mt-4 flex justify-end gap-2">
              <Show when={info()?.hasPreviousPage}><a class={buttonClass()} href={href({ before: info()?.startCursor })}>{t().common.previous}</a></Show>
              <Show when={info()?.hasNextPage}><a class={buttonClass()} href={href({ after: info()?.endCursor })}>{t().common.next}</a></Show>
            </nav>
          </Show>
        </Match>
      </Switch>
    </>
  );
}

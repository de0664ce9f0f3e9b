import { A, useSearchParams } from '@solidjs/router';
import { createQuery } from '@urql/solid';
import Building from 'lucide-solid/icons/building';
import { createMemo, For, Match, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../api/faults.js';
import { formatDate, formatNumber } from '../../i18n/format.js';
import { t } from '../../i18n/index.js';
import { Avatar } from '../../ui/avatar.js';
import { Button, buttonClass } from '../../ui/button.js';
import { Badge, EmptyState, FailedState, PageHeading, SkeletonRows } from '../../ui/parts.js';
import { SearchField } from '../../ui/search-field.js';
import { SelectField } from '../../ui/select-field.js';
import { usePageTitle } from '../../ui/title.js';
import { platformOrganizationsQuery, type PlatformRow } from './platform-documents.js';
import { KINDS, ORDERS, readFilters, STATES, whereOf, type PlatformFilters } from './platform-filters.js';

const PAGE_ITEMS = 50;

/** What somebody should know before anything else. */
function State(props: { row: PlatformRow }) {
  return (
    <>
      <Show when={props.row.suspendedAt}><Badge tone="danger">{t().platform.suspended}</Badge></Show>
      <Show when={props.row.deletionAt}>{(at) => <Badge tone="warning">{t().clients.closing(formatDate(at()))}</Badge>}</Show>
      <Show when={props.row.kind !== 'CLIENT'}><Badge>{t().platform.kinds[props.row.kind]}</Badge></Show>
    </>
  );
}

/** One organization: a row of a table on wide screens, a few lines on narrow ones. */
function Row(props: { row: PlatformRow }) {
  const number = 'text-sm whitespace-nowrap text-muted tabular-nums max-md:inline md:px-3 md:text-right';
  return (
    <tr class="relative block px-4 py-3 hover:bg-sunken md:table-row">
      <td class="block md:table-cell md:w-full md:max-w-0 md:px-4 md:py-2.5">
        <div class="flex items-center gap-3">
          <Avatar name={props.row.name} isSquare />
          <div class="min-w-0 flex-1">
            <A href={`/settings/platform/${props.row.id}`} class="block truncate font-medium outline-offset-[-2px] after:absolute after:inset-0">{props.row.name}</A>
            <p class="truncate text-sm text-muted">{props.row.slug}<Show when={props.row.parent}>{(agency) => <> · {t().platform.below(agency().name)}</>}</Show></p>
          </div>
          <div class="flex shrink-0 flex-wrap justify-end gap-1.5 empty:hidden max-sm:hidden"><State row={props.row} /></div>
        </div>
        <div class="mt-1.5 ml-10 flex flex-wrap gap-1.5 empty:hidden sm:hidden"><State row={props.row} /></div>
      </td>
      <td class="text-sm whitespace-nowrap max-md:ml-10 max-md:inline md:px-3">{t().limits.plans[props.row.limits.plan]}</td>
      <td class={number}><span class="max-md:hidden">{formatNumber(props.row.memberCount)}</span><span class="md:hidden"> · {t().platform.members(props.row.memberCount)}</span></td>
      <td class={number}><span class="max-md:hidden">{formatNumber(props.row.callsThisMonth)}</span><span class="md:hidden"> · {t().platform.calls(props.row.callsThisMonth)}</span></td>
      <td class="px-3 pr-4 text-right text-sm whitespace-nowrap text-muted tabular-nums max-md:hidden">{formatDate(props.row.createdAt)}</td>
    </tr>
  );
}

function Table(props: { rows: readonly PlatformRow[] }) {
  const columns = () => t().platform.columns;
  const head = 'px-3 text-right font-medium whitespace-nowrap';
  return (
    <div class="card overflow-hidden">
      <table class="block w-full md:table">
        <thead class="hidden border-b border-line text-left text-xs text-muted md:table-header-group">
          <tr><th scope="col" class="px-4 py-2 font-medium">{columns().name}</th><th scope="col" class="px-3 font-medium">{columns().plan}</th><th scope="col" class={head}>{columns().members}</th><th scope="col" class={head}>{columns().calls}</th><th scope="col" class={`${head} pr-4`}>{columns().created}</th></tr>
        </thead>
        <tbody class="block divide-y divide-line md:table-row-group"><For each={props.rows}>{(row) => <Row row={row} />}</For></tbody>
      </table>
    </div>
  );
}

type Search = Partial<Record<'q' | 'kind' | 'state' | 'order' | 'after' | 'before', string>>;

function FilterBar(props: { filters: PlatformFilters; onSet: (search: Partial<Record<keyof Search, string | undefined>>) => void }) {
  const words = () => t().platform;
  const pick = (name: 'kind' | 'state' | 'order') => (value: string) => { props.onSet({ [name]: value || undefined }); };
  return (
    <div class="mb-4 grid grid-cols-2 items-end gap-3 md:grid-cols-[minmax(0,1fr)_9rem_9rem_9.5rem]">
      <SearchField label={words().search} class="max-md:col-span-2" value={props.filters.search ?? ''} onSearch={(text) => { props.onSet({ q: text || undefined }); }} />
      <SelectField label={words().kind} value={props.filters.kind ?? ''} options={[{ value: '', name: words().anyKind }, ...KINDS.map((value) => ({ value, name: words().kinds[value] }))]} onValue={pick('kind')} />
      <SelectField label={words().state} value={props.filters.state ?? ''} options={[{ value: '', name: words().anyState }, ...STATES.map((value) => ({ value, name: words().states[value] }))]} onValue={pick('state')} />
      <div class="max-md:col-span-2"><SelectField label={words().order} value={props.filters.orderBy} options={ORDERS.map((value) => ({ value, name: words().orders[value] }))} onValue={(value) => { pick('order')(value === 'CREATED_DESC' ? '' : value); }} /></div>
    </div>
  );
}

/** Every organization of the installation, for those who look after it. */
export function PlatformPage() {
  usePageTitle(() => t().settings.pages.platform);
  const [search, setSearch] = useSearchParams<Required<Search>>();
  const filters = createMemo(() => readFilters(search));
  const [result, refetch] = createQuery({
    query: platformOrganizationsQuery, requestPolicy: 'cache-and-network',
    variables: () => ({ search: filters().search, where: whereOf(filters()), orderBy: filters().orderBy, ...(search.before ? { last: PAGE_ITEMS, before: search.before } : { first: PAGE_ITEMS, after: search.after ?? null }) }),
  });
  const rows = () => result.data?.platformOrganizations.nodes ?? [];
  const set = (given: Partial<Record<keyof Search, string | undefined>>) => { setSearch({ ...given, after: undefined, before: undefined }, { scroll: false }); };
  const clear = () => { set({ q: undefined, kind: undefined, state: undefined }); };
  return (
    <>
      <PageHeading title={t().settings.pages.platform} />
      <p class="-mt-3 mb-5 max-w-2xl text-sm text-pretty text-muted">{t().platform.intro}</p>
      <FilterBar filters={filters()} onSet={set} />
      <Switch>
        <Match when={result.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={() => { refetch({ requestPolicy: 'network-only' }); }} />}</Match>
        <Match when={!result.data}><SkeletonRows class="h-16" rows={6} /></Match>
        <Match when={rows().length === 0}><EmptyState icon={<Building size={36} />} title={t().platform.emptyTitle} text={t().platform.emptyText}><Button onClick={clear}>{t().platform.showAll}</Button></EmptyState></Match>
        <Match when={result.data?.platformOrganizations.pageInfo}>
          {(info) => (
            <>
              <Table rows={rows()} />
              <Show when={info().hasPreviousPage || info().hasNextPage}>
                <nav aria-label={t().platform.pages} class="mt-4 flex justify-end gap-2">
                  <Show when={info().hasPreviousPage}><button type="button" class={buttonClass()} onClick={() => { setSearch({ before: info().startCursor, after: undefined }); }}>{t().common.back}</button></Show>
                  <Show when={info().hasNextPage}><button type="button" class={buttonClass()} onClick={() => { setSearch({ after: info().endCursor, before: undefined }); }}>{t().common.further}</button></Show>
                </nav>
              </Show>
            </>
          )}
        </Match>
      </Switch>
    </>
  );
}

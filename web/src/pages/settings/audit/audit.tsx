import { A, useSearchParams } from '@solidjs/router';
import { createQuery } from '@urql/solid';
import ScrollText from 'lucide-solid/icons/scroll-text';
import { createMemo, For, Match, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../../api/faults.js';
import { t } from '../../../i18n/index.js';
import { buttonClass } from '../../../ui/button.js';
import { EmptyState, FailedState, PageHeading, SkeletonRows } from '../../../ui/parts.js';
import { usePageTitle } from '../../../ui/title.js';
import { auditEventsQuery, auditNamesQuery, type AuditEventFields } from './audit-documents.js';
import { AuditRow } from './audit-event.js';
import { ExportMenu } from './export-menu.js';
import { AuditFilterBar } from './audit-filter-bar.js';
import { auditHref, readFilters, whereOf, type AuditFilters } from './audit-filters.js';
import { createVerification, Verdict, VerifyButton } from './verify-button.js';

const PAGE_ITEMS = 50;
/** As many as the api names at once. */
const NAMES_MAX = 100;
const IS_GLOBAL = /^(usr|agt|key|svc|org)_\w+$/;

/** What people, programs and things are called that events name. */
function createNames(events: () => readonly AuditEventFields[], filters: () => AuditFilters) {
  const ids = createMemo(() => [...new Set([filters().actorId, filters().targetId, ...events().map(({ targetId }) => targetId)].filter((id): id is string => Boolean(id) && IS_GLOBAL.test(id!)))].slice(0, NAMES_MAX));
  const [result] = createQuery({ query: auditNamesQuery, variables: () => ({ ids: ids() }), pause: () => ids().length === 0 });
  const names = createMemo(() => new Map((result.data?.nodes ?? []).flatMap((node) => {
    if (!node || !('name' in node)) return [];
    return [[node.id, node.__typename === 'User' ? node.name || node.email : node.name] as const];
  })));
  return (id: string | null): string | undefined => (id === null ? undefined : names().get(id));
}

function pageHref(filters: AuditFilters, cursor: { after?: string | null; before?: string | null }): string {
  const [name, value] = cursor.after ? ['after', cursor.after] : ['before', cursor.before ?? ''];
  const href = auditHref(filters);
  return `${href}${href.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`;
}

/** Who did what: every change of the organization, newest first. */
export function AuditPage() {
  usePageTitle(() => t().settings.pages.audit);
  const [search] = useSearchParams<Record<keyof AuditFilters | 'after' | 'before', string>>();
  const filters = createMemo(() => readFilters(search));
  const [result, refetch] = createQuery({
    query: auditEventsQuery, requestPolicy: 'cache-and-network',
    variables: () => ({ where: whereOf(filters()), ...(search.before ? { last: PAGE_ITEMS, before: search.before } : { first: PAGE_ITEMS, after: search.after ?? null }) }),
  });
  const events = () => (result.data?.auditEvents.nodes ?? []).filter((event) => event !== null);
  const nameOf = createNames(events, filters);
  const verification = createVerification();
  const isFiltered = () => Object.keys(filters()).length > 0;
  return (
    <>
      <PageHeading title={t().settings.pages.audit}><ExportMenu filters={filters()} /><VerifyButton verification={verification} /></PageHeading>
      <p class="-mt-3 mb-5 max-w-2xl text-sm text-muted">{t().audit.intro}</p>
      <Verdict verification={verification} />
      <AuditFilterBar filters={filters()} nameOf={nameOf} />
      <Switch>
        <Match when={result.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={() => { refetch({ requestPolicy: 'network-only' }); }} />}</Match>
        <Match when={!result.data}><SkeletonRows class="h-12" rows={8} /></Match>
        <Match when={events().length === 0}>
          <Show when={isFiltered()} fallback={<EmptyState icon={<ScrollText size={36} />} title={t().audit.emptyTitle} text={t().audit.emptyText} />}>
            <EmptyState icon={<ScrollText size={36} />} title={t().audit.noneTitle} text={t().audit.noneText}><A class={buttonClass()} href="/settings/audit">{t().audit.clear}</A></EmptyState>
          </Show>
        </Match>
        <Match when={result.data?.auditEvents.pageInfo}>
          {(info) => (
            <>
              <ol class="card divide-y divide-line overflow-hidden" aria-label={t().settings.pages.audit}><For each={events()}>{(event) => <AuditRow event={event} filters={filters()} nameOf={nameOf} />}</For></ol>
              <Show when={info().hasPreviousPage || info().hasNextPage}>
                <nav aria-label={t().audit.pages} class="mt-4 flex justify-end gap-2">
                  <Show when={info().hasPreviousPage}><A class={buttonClass()} href={pageHref(filters(), { before: info().startCursor })}>{t().common.previous}</A></Show>
                  <Show when={info().hasNextPage}><A class={buttonClass()} href={pageHref(filters(), { after: info().endCursor })}>{t().common.next}</A></Show>
                </nav>
              </Show>
            </>
          )}
        </Match>
      </Switch>
    </>
  );
}

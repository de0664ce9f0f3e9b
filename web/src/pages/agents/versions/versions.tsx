import { useSearchParams } from '@solidjs/router';
import { createQuery, useClient } from '@urql/solid';
import History from 'lucide-solid/icons/rotate-ccw';
import { createMemo, createSignal, For, Match, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../../api/faults.js';
import { formatAgo, formatMoment } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { Button, buttonClass } from '../../../ui/button.js';
import { BackLink, Badge, EmptyState, FailedState, Notice, SkeletonRows } from '../../../ui/parts.js';
import type { AgentEditor } from '../agent-editor.js';
import { draftOf } from '../draft.js';
import { mayWrite } from '../may-write.js';
import { CompareDialog } from './compare-dialog.js';
import { comparisonOf, comparisonText, type Loaded, type Stand } from './stands.js';
import { VersionView } from './version-view.js';
import { agentVersionQuery, agentVersionsQuery, VERSIONS_MAX, type VersionRow } from './version-documents.js';

/** Versions never change: each is asked for once, when somebody looks at it; a failure stays until it is tried again. */
function createVersionLoader(rows: () => readonly VersionRow[], editor: AgentEditor) {
  const client = useClient();
  const [loaded, setLoaded] = createSignal<ReadonlyMap<string, Loaded>>(new Map());
  const asked = new Set<string>();
  const put = (id: string, value: Loaded) => { setLoaded((all) => new Map([...all, [id, value]])); };
  const ask = async (id: string) => {
    asked.add(id);
    const { data, error } = await client.query(agentVersionQuery, { id });
    if (data?.node?.__typename === 'AgentVersion') { put(id, { draft: draftOf(data.node) }); return; }
    put(id, { fault: error ? sentenceOf(error) : t().faults.byCode.AGENT_VERSION_NOT_FOUND });
  };
  const load = (stand: Stand): Loaded => {
    if (stand === 'draft') return { draft: draftOf(editor.agent()) };
    const live = editor.published();
    if (stand === 'live' || stand === live?.number) return live ? { draft: draftOf(live) } : { fault: t().faults.byCode.AGENT_VERSION_NOT_FOUND };
    const row = rows().find(({ number }) => number === stand);
    if (!row) return { fault: t().faults.byCode.AGENT_VERSION_NOT_FOUND };
    if (!asked.has(row.id)) queueMicrotask(() => { if (!asked.has(row.id)) void ask(row.id); });
    return loaded().get(row.id);
  };
  return { load, retry: (id: string) => { put(id, undefined); void ask(id); } };
}

/** Calls that started while the version was live, as the list of calls takes it from its address. */
function callsAddress(agentId: string, row: VersionRow, rows: readonly VersionRow[]): string {
  const next = rows.find(({ number }) => number === row.number + 1);
  return `/calls?${new URLSearchParams({ agentId, startedFrom: row.publishedAt, ...(next ? { startedBefore: next.publishedAt } : {}) }).toString()}`;
}

function Row(props: { row: VersionRow; isLive: boolean; search: (change: object) => string; calls: string; mayRestore: boolean; onRestore: () => void; isRestoring: boolean }) {
  return (
    <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
      <div class="min-w-0">
        <p class="flex flex-wrap items-center gap-x-2"><a class="line-link font-medium hover:underline" href={props.search({ version: props.row.number })}>{t().versions.number(props.row.number)}</a><Show when={props.isLive}><Badge tone="good">{t().versions.live}</Badge></Show></p>
        <p class="truncate text-sm text-muted"><time dateTime={props.row.publishedAt} title={formatMoment(props.row.publishedAt)}>{formatAgo(props.row.publishedAt)}</time> · {props.row.name}</p>
      </div>
      <div class="flex flex-wrap gap-x-2 gap-y-1">
        <a class={buttonClass('quiet', 'max-sm:px-2 max-sm:text-sm')} href={props.search({ compare: comparisonText(props.row.number, props.isLive ? 'draft' : 'live') })} aria-label={t().versions.compareOne(props.row.number)}>{t().versions.compare}</a>
        <a class={buttonClass('quiet', 'max-sm:px-2 max-sm:text-sm')} href={props.calls} aria-label={t().versions.callsOf(props.row.number)}>{t().versions.calls}</a>
        <Show when={props.mayRestore}><Button class="max-sm:px-2.5 max-sm:text-sm" aria-label={t().versions.restoreOne(props.row.number)} isBusy={props.isRestoring} onClick={() => props.onRestore()}>{t().versions.restore}</Button></Show>
      </div>
    </li>
  );
}

/** All that was published of the agent, newest first: to read, to compare, and to have back in the draft. */
export function Versions(props: { editor: AgentEditor }) {
  const [search] = useSearchParams<{ version?: string; compare?: string }>();
  const [, setSearch] = useSearchParams();
  const agentId = () => props.editor.agent().id;
  const [result, refetch] = createQuery({ query: agentVersionsQuery, variables: () => ({ id: agentId(), first: VERSIONS_MAX }), requestPolicy: 'cache-and-network' });
  const rows = () => result.data?.agent?.versions ?? [];
  const liveNumber = () => props.editor.published()?.number;
  const { load, retry } = createVersionLoader(rows, props.editor);
  const [restoring, setRestoring] = createSignal<string>();
  const address = (change: object) => `/agents/${agentId()}?${new URLSearchParams({ view: 'versions', ...Object.fromEntries(Object.entries(change).map(([name, value]) => [name, String(value)])) }).toString()}`;
  const restore = async (row: VersionRow) => {
    setRestoring(row.id);
    await props.editor.restore(row);
    setRestoring(undefined);
  };
  const stands = () => [
    { stand: 'draft' as const, name: t().versions.draft }, ...(liveNumber() === undefined ? [] : [{ stand: 'live' as const, name: t().versions.liveOf(liveNumber()!) }]),
    ...rows().filter(({ number }) => number !== liveNumber()).map(({ number }) => ({ stand: number, name: t().versions.number(number) })),
  ];
  const opened = createMemo(() => rows().find(({ number }) => String(number) === search.version));
  return (
    <>
      <Switch>
        <Match when={result.error && rows().length === 0 && result.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={() => { refetch({ requestPolicy: 'network-only' }); }} />}</Match>
        <Match when={!result.data}><SkeletonRows class="h-16" /></Match>
        <Match when={rows().length === 0}><EmptyState icon={<History size={36} />} title={t().versions.emptyTitle} text={t().versions.emptyText}><a class={buttonClass('primary')} href={`/agents/${agentId()}`}>{t().editor.edit}</a></EmptyState></Match>
        <Match when={opened()} keyed>{(row) => <OpenVersion row={row} isLive={row.number === liveNumber()} load={load} onRetry={() => { retry(row.id); }} back={address({})} compare={address({ compare: comparisonText(row.number, row.number === liveNumber() ? 'draft' : 'live') })} calls={callsAddress(agentId(), row, rows())} mayRestore={mayWrite()} isRestoring={restoring() === row.id} onRestore={() => { void restore(row); }} />}</Match>
        <Match when={search.version !== undefined}><Notice tone="warning">{t().faults.byCode.AGENT_VERSION_NOT_FOUND}</Notice></Match>
        <Match when={rows().length > 0}>
          <section class="card overflow-hidden">
            <h2 class="px-4 pt-4 font-semibold">{t().versions.title}</h2>
            <p class="px-4 pb-3 text-sm text-muted">{t().versions.hint}</p>
            <ul class="divide-y divide-line border-t border-line"><For each={rows()}>{(row) => <Row row={row} isLive={row.number === liveNumber()} search={address} calls={callsAddress(agentId(), row, rows())} mayRestore={mayWrite()} isRestoring={restoring() === row.id} onRestore={() => { void restore(row); }} />}</For></ul>
          </section>
          <Show when={rows().length === VERSIONS_MAX}><p class="mt-2 text-sm text-muted">{t().versions.newest(VERSIONS_MAX)}</p></Show>
        </Match>
      </Switch>
      <CompareDialog compared={comparisonOf(search.compare)} stands={stands()} load={load} onCompare={(before, after) => { setSearch({ compare: comparisonText(before, after) }, { replace: true }); }} onClose={() => { if (search.compare !== undefined) setSearch({ compare: undefined }); }} />
    </>
  );
}

function OpenVersion(props: { row: VersionRow; isLive: boolean; load: (stand: Stand) => Loaded; back: string; compare: string; calls: string; mayRestore: boolean; isRestoring: boolean; onRetry: () => void; onRestore: () => void }) {
  const loaded = () => props.load(props.row.number);
  const draft = () => { const now = loaded(); return now && 'draft' in now ? now.draft : undefined; };
  const fault = () => { const now = loaded(); return now && 'fault' in now ? now.fault : undefined; };
  return (
    <section class="card p-4 sm:p-5">
      <BackLink href={props.back}>{t().versions.all}</BackLink>
      <div class="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div><h2 class="flex flex-wrap items-center gap-2 text-lg font-semibold">{t().versions.number(props.row.number)}<Show when={props.isLive}><Badge tone="good">{t().versions.live}</Badge></Show></h2><p class="text-sm text-muted">{t().versions.publishedAt(formatMoment(props.row.publishedAt))}</p></div>
        <div class="flex flex-wrap gap-2"><a class={buttonClass('quiet')} href={props.compare}>{t().versions.compare}</a><a class={buttonClass('quiet')} href={props.calls}>{t().versions.calls}</a><Show when={props.mayRestore}><Button isBusy={props.isRestoring} onClick={() => props.onRestore()}>{t().versions.restore}</Button></Show></div>
      </div>
      <Switch fallback={<SkeletonRows rows={3} />}>
        <Match when={fault()}>{(sentence) => <FailedState sentence={sentence()} onRetry={props.onRetry} />}</Match>
        <Match when={draft()}>{(stand) => <VersionView draft={stand()} />}</Match>
      </Switch>
    </section>
  );
}

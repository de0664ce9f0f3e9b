import { A, useNavigate, useSearchParams } from '@solidjs/router';
import { createQuery } from '@urql/solid';
import Archive from 'lucide-solid/icons/archive';
import ArchiveRestore from 'lucide-solid/icons/archive-restore';
import Copy from 'lucide-solid/icons/copy';
import Ellipsis from 'lucide-solid/icons/ellipsis';
import Bot from 'lucide-solid/icons/headset';
import Mic from 'lucide-solid/icons/mic';
import Pencil from 'lucide-solid/icons/pencil';
import Plus from 'lucide-solid/icons/plus';
import { For, Match, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../api/faults.js';
import { t } from '../../i18n/index.js';
import { formatAgo, formatMoment, languageName } from '../../i18n/format.js';
import { Button, buttonClass, IconButton } from '../../ui/button.js';
import { copyText } from '../../ui/copy.js';
import { Menu } from '../../ui/menu.js';
import { BackLink, Badge, EmptyState, FailedState, PageHeading, SkeletonRows } from '../../ui/parts.js';
import { SearchField } from '../../ui/search-field.js';
import { usePageTitle } from '../../ui/title.js';
import { agentsQuery, type AgentRow } from './agent-documents.js';
import { useArchive } from './archive.js';
import { CreateAgentDialog } from './create-agent-dialog.js';
import { mayWrite } from './may-write.js';

const PAGE_ITEMS = 30;

/** What callers meet of it: the version, and whether the draft has moved on. */
function State(props: { agent: AgentRow }) {
  return (
    <Show when={props.agent.publishedVersion} fallback={<Badge tone="warning">{t().agents.neverPublished}</Badge>}>
      {(version) => <><Badge tone="good">{t().agents.published(version().number)}</Badge><Show when={props.agent.hasUnpublishedChanges}><Badge tone="warning">{t().agents.unpublished}</Badge></Show></>}
    </Show>
  );
}

function Row(props: { agent: AgentRow }) {
  const navigate = useNavigate();
  const { archive, restore } = useArchive();
  const address = () => `/agents/${props.agent.id}`;
  const items = () => [
    { name: t().agents.open, icon: () => <Pencil size={15} />, onChoose: () => { navigate(address()); } },
    ...(props.agent.archivedAt === null ? [{ name: t().editor.talk, icon: () => <Mic size={15} />, onChoose: () => { navigate(`${address()}?view=talk`); } }] : []),
    { name: t().agents.copyId, icon: () => <Copy size={15} />, onChoose: () => { void copyText(props.agent.id); } },
  ];
  const change = () => (!mayWrite() ? [] : [props.agent.archivedAt === null
    ? { name: t().agents.archive, icon: () => <Archive size={15} />, onChoose: () => { void archive(props.agent); } }
    : { name: t().agents.restore, icon: () => <ArchiveRestore size={15} />, onChoose: () => { void restore(props.agent); } }]);
  return (
    <li class="relative flex items-center gap-2 pr-2 hover:bg-sunken">
      <div class="grid min-w-0 flex-1 gap-x-4 gap-y-1 py-3 pl-4 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
        <div class="min-w-0">
          <A href={address()} class="block truncate font-medium outline-offset-[-2px] after:absolute after:inset-0">{props.agent.name}</A>
          <p class="truncate text-sm text-muted">{props.agent.greeting || t().common.none}</p>
        </div>
        <div class="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted sm:justify-end">
          <span>{languageName(props.agent.language)} · {t().agents.knowledgeCount(props.agent.knowledge.length)}</span>
          <State agent={props.agent} />
          <time class="min-w-28 sm:text-right" dateTime={props.agent.archivedAt ?? props.agent.updatedAt} title={formatMoment(props.agent.archivedAt ?? props.agent.updatedAt)}>{formatAgo(props.agent.archivedAt ?? props.agent.updatedAt)}</time>
        </div>
      </div>
      <div class="relative z-1"><Menu label={t().agents.actions(props.agent.name)} groups={[{ items: items() }, { items: change() }]} button={(attributes) => <IconButton label={t().agents.actions(props.agent.name)} {...attributes}><Ellipsis size={18} aria-hidden="true" /></IconButton>} /></div>
    </li>
  );
}

/** The agents of the organization, newest first; with `?archived=1` those that are out of use. */
export function AgentsPage() {
  const [search, setSearch] = useSearchParams<{ new?: string; after?: string; q?: string; archived?: string }>();
  const isArchived = () => search.archived === '1';
  const title = () => (isArchived() ? t().agents.archivedTitle : t().agents.title);
  usePageTitle(title);
  const [agents, refetch] = createQuery({
    query: agentsQuery, variables: () => ({ first: PAGE_ITEMS, after: search.after ?? null, where: { isArchived: isArchived(), text: search.q ?? null } }), requestPolicy: 'cache-and-network',
    // An empty list holds no agent by which the cache would know that it changes when one comes back.
    context: { additionalTypenames: ['Agent'] },
  });
  const open = () => { setSearch({ new: '1' }); };
  const nodes = () => agents.data?.agents.nodes.filter((agent) => agent !== null) ?? [];
  const isSearched = () => (search.q ?? '') !== '';
  const olderAddress = () => `/agents?${new URLSearchParams({ ...(isArchived() ? { archived: '1' } : {}), ...(search.q ? { q: search.q } : {}), after: agents.data?.agents.pageInfo.endCursor ?? '' }).toString()}`;
  return (
    <>
      <Show when={isArchived()}><BackLink href="/agents">{t().editor.back}</BackLink></Show>
      <PageHeading title={title()}><Show when={!isArchived() && mayWrite()}><Button look="primary" onClick={open}><Plus size={16} aria-hidden="true" />{t().agents.create}</Button></Show></PageHeading>
      <Show when={isSearched() || nodes().length > 0}>
        <div class="mb-4 flex flex-wrap items-center justify-between gap-2">
          <SearchField label={t().agents.search} value={search.q ?? ''} onSearch={(text) => { setSearch({ q: text === '' ? undefined : text, after: undefined }, { replace: true }); }} />
          <Show when={!isArchived()}><a href="/agents?archived=1" class={buttonClass('quiet')}><Archive size={16} aria-hidden="true" />{t().agents.toArchived}</a></Show>
        </div>
      </Show>
      <Switch>
        <Match when={agents.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={() => { refetch({ requestPolicy: 'network-only' }); }} />}</Match>
        <Match when={!agents.data}><SkeletonRows class="h-18" /></Match>
        <Match when={nodes().length === 0 && isSearched()}><EmptyState icon={<Bot size={36} />} title={t().agents.notFoundTitle} text={t().agents.notFoundText(search.q ?? '')}><Button onClick={() => { setSearch({ q: undefined }); }}>{t().agents.showAll}</Button></EmptyState></Match>
        <Match when={nodes().length === 0 && isArchived()}><EmptyState icon={<Archive size={36} />} title={t().agents.noneArchivedTitle} text={t().agents.noneArchivedText}><a class={buttonClass('primary')} href="/agents">{t().frame.toAgents}</a></EmptyState></Match>
        <Match when={nodes().length === 0}><EmptyState icon={<Bot size={36} />} title={t().agents.emptyTitle} text={t().agents.emptyText}><div class="flex flex-wrap justify-center gap-2"><Show when={mayWrite()}><Button look="primary" onClick={open}>{t().agents.create}</Button></Show><a href="/agents?archived=1" class={buttonClass('quiet')}>{t().agents.toArchived}</a></div></EmptyState></Match>
        <Match when={nodes().length > 0}>
          <ul class="card divide-y divide-line overflow-hidden"><For each={nodes()}>{(agent) => <Row agent={agent} />}</For></ul>
          <Show when={agents.data?.agents.pageInfo.hasNextPage}>
            <div class="mt-4 flex justify-end"><a class={buttonClass()} href={olderAddress()}>{t().common.next}</a></div>
          </Show>
        </Match>
      </Switch>
      <CreateAgentDialog isOpen={search.new === '1'} onClose={() => { if (search.new !== undefined) setSearch({ new: undefined }); }} />
    </>
  );
}

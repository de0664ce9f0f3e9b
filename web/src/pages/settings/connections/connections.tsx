import { A } from '@solidjs/router';
import { createQuery } from '@urql/solid';
import Plug from 'lucide-solid/icons/plug';
import Plus from 'lucide-solid/icons/plus';
import { createEffect, createMemo, createSignal, For, Match, Show, Switch } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import { sentenceOf } from '../../../api/faults.js';
import { may } from '../../../api/may.js';
import { t } from '../../../i18n/index.js';
import { buttonClass } from '../../../ui/button.js';
import { Confirm } from '../../../ui/confirm.js';
import { EmptyState, FailedState, PageHeading, SkeletonRows } from '../../../ui/parts.js';
import { usePageTitle } from '../../../ui/title.js';
import { ApprovalRule, Approvals } from './approvals.js';
import { createDeeds } from './connection-deeds.js';
import { connectionsQuery, type ConnectionFields, type Kind, type RouteFields } from './connection-documents.js';
import { kindsWith, MAIN_KINDS } from './connection-kinds.js';
import { createSpend } from './create-spend.js';
import { KindSection, lentOf } from './kind-section.js';

/** The connections as they were told last; rows keep what they are while others change. */
function createConnections() {
  const [result, refetch] = createQuery({ query: connectionsQuery, requestPolicy: 'cache-and-network' });
  const [kept, keep] = createStore<{ all: ConnectionFields[] }>({ all: [] });
  // What was told changes in place: all of it is read, and copied, so that an order that is tried out stays ours.
  createEffect(() => { const told = result.data?.providerConnections; if (told) keep('all', reconcile(JSON.parse(JSON.stringify(told)) as ConnectionFields[], { key: 'id' })); });
  const titles = createMemo(() => new Map(result.data?.pluginCatalog.map(({ id, title }) => [id, title])));
  const ofKind = (kind: Kind) => kept.all.filter((connection) => connection.kind === kind).toSorted((one, other) => one.position - other.position);
  const setOrder = (ids: readonly string[]) => { for (const [position, id] of ids.entries()) keep('all', (connection) => connection.id === id, { position, isPrimary: position === 0 }); };
  return { result, refresh: () => { refetch({ requestPolicy: 'network-only' }); }, all: () => kept.all, ofKind, setOrder, pluginTitle: (id: string) => titles().get(id) ?? id };
}

/** Disconnecting: which one is asked about. What waits is declined. */
function Disconnecting(props: { asked: ConnectionFields | undefined; isLast: boolean; onConfirm: (connection: ConnectionFields) => Promise<string | undefined>; onClose: () => void }) {
  const words = () => t().connections;
  const isPending = () => props.asked?.status === 'PENDING_APPROVAL';
  const name = () => props.asked?.name ?? '';
  return (
    <Confirm isOpen={props.asked !== undefined} isDanger title={isPending() ? words().declineTitle(name()) : words().disconnectTitle(name())} text={isPending() ? words().declineText : [words().disconnectText, props.isLast ? words().disconnectLast : ''].filter(Boolean).join(' ')}
      action={isPending() ? words().decline : words().disconnect} onConfirm={() => props.onConfirm(props.asked!)} onClose={() => props.onClose()} />
  );
}

/** Who listens, thinks and speaks for the organization, by kind, in the order in which calls try them. */
export function ConnectionsPage() {
  usePageTitle(() => t().settings.pages.connections);
  const connections = createConnections();
  const { result, refresh, ofKind, pluginTitle } = connections;
  const deeds = createDeeds(refresh);
  const spendOf = createSpend(() => connections.all().map(({ id }) => id));
  const [asked, ask] = createSignal<ConnectionFields>();
  const routeOf = (kind: Kind) => result.data?.routes.find((route) => route.kind === kind);
  const kinds = () => kindsWith(connections.all().map(({ kind }) => kind));
  const isOpen = (kind: Kind) => MAIN_KINDS.includes(kind) || ofKind(kind).length > 0;
  const isEmpty = () => result.data?.providerConnections.length === 0;
  const pending = () => connections.all().filter(({ status }) => status === 'PENDING_APPROVAL');
  return (
    <>
      <PageHeading title={t().settings.pages.connections}>
        <A href="/settings/connections/catalog" class={buttonClass(may('connections:manage') && !isEmpty() ? 'primary' : 'plain')}><Show when={may('connections:manage') && !isEmpty()} fallback={t().connections.catalog}><Plus size={16} aria-hidden="true" />{t().connections.connect}</Show></A>
      </PageHeading>
      <p class="-mt-3 mb-5 max-w-2xl text-sm text-muted">{t().connections.intro}</p>
      <Switch>
        <Match when={result.error && !result.data ? result.error : undefined}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={refresh} />}</Match>
        <Match when={!result.data}><SkeletonRows class="h-28" rows={3} /></Match>
        <Match when={result.data}>
          <div class="flex flex-col gap-4">
            <Show when={isEmpty()}>
              <EmptyState icon={<Plug size={36} />} title={t().connections.emptyTitle} text={t().connections.emptyText}>
                <Show when={may('connections:manage')}><A href="/settings/connections/catalog" class={buttonClass('primary')}>{t().connections.toCatalog}</A></Show>
              </EmptyState>
            </Show>
            <Approvals pending={pending()} pluginTitle={pluginTitle} deeds={deeds} onDecline={ask} />
            <For each={kinds().filter(isOpen)}>{(kind) => <KindSection kind={kind} own={ofKind(kind)} route={routeOf(kind)} pluginTitle={pluginTitle} spendOf={spendOf} deeds={deeds} onOrder={connections.setOrder} onDisconnect={ask} />}</For>
            <Others kinds={kinds().filter((kind) => !isOpen(kind))} routeOf={routeOf} />
            <Show when={may('organization:update')}><ApprovalRule /></Show>
          </div>
        </Match>
      </Switch>
      <Disconnecting asked={asked()} isLast={asked() !== undefined && ofKind(asked()!.kind).length === 1} onConfirm={deeds.disconnect} onClose={() => { ask(undefined); }} />
    </>
  );
}

/** Kinds that few people connect anything for: what does it now, in few lines. */
function Others(props: { kinds: readonly Kind[]; routeOf: (kind: Kind) => RouteFields | undefined }) {
  return (
    <Show when={props.kinds.length > 0}>
      <section class="card px-4 py-3.5 sm:px-5">
        <h2 class="font-semibold">{t().connections.furtherKinds}</h2>
        <ul class="mt-1 divide-y divide-line text-sm">
          <For each={props.kinds}>
            {(kind) => (
              <li class="flex flex-wrap items-center justify-between gap-x-4 py-1">
                <span><span class="font-medium">{t().plugins.kinds[kind]}</span><span class="text-muted"> · {lentOf(props.routeOf(kind)).map(({ name, connectionId }) => name ?? connectionId).join(', ') || t().connections.noneOfKind}</span></span>
                <Show when={may('connections:manage')}><A href={`/settings/connections/catalog?kind=${kind.toLowerCase()}`} class={buttonClass('quiet', '-mr-2 px-2.5 text-sm')} aria-label={t().connections.connectKind(t().plugins.kinds[kind])}>{t().connections.connect}</A></Show>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}

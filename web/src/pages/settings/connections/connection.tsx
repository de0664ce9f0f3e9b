import { A, useNavigate, useParams } from '@solidjs/router';
import { createQuery } from '@urql/solid';
import PlugZap from 'lucide-solid/icons/plug-zap';
import { createSignal, Match, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../../api/faults.js';
import { may } from '../../../api/may.js';
import { formatAgo, formatNumber, formatShort } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { Confirm } from '../../../ui/confirm.js';
import { Badge, BackLink, FailedState, Notice, PageHeading, SkeletonRows } from '../../../ui/parts.js';
import { Section } from '../../../ui/section.js';
import { usePageTitle } from '../../../ui/title.js';
import { createDeeds, type Deeds } from './connection-deeds.js';
import { connectionQuery, type ConnectionFields, type OfferFields } from './connection-documents.js';
import { Handling } from './connection-handling.js';
import { ConnectionSettings } from './connection-settings.js';
import { ProblemNotice, StatusBadge } from './connection-words.js';
import { costOf, createSpend } from './create-spend.js';
import { Rotation } from './rotation.js';

function Figure(props: { name: string; value: string; href?: string; note?: string | undefined }) {
  return <div class="min-w-0 px-4 py-3 sm:px-5"><dt class="text-xs text-muted">{props.name}</dt><dd class="mt-0.5 font-semibold tabular-nums"><Show when={props.href} fallback={props.value}>{(href) => <A href={href()} title={t().connections.allUsage} class="line-link underline decoration-edge underline-offset-4 hover:decoration-ink">{props.value}</A>}</Show><Show when={props.note}><span class="block text-xs font-normal text-danger">{props.note}</span></Show></dd></div>;
}

/** How it does: how quick, where in the order, and what it cost. */
function Figures(props: { connection: ConnectionFields; count: number }) {
  const words = () => t().connections;
  const spendOf = createSpend(() => [props.connection.id]);
  const spend = () => spendOf(props.connection.id);
  return (
    <section class="card" aria-label={words().details}>
      <dl class="grid grid-cols-2 md:grid-cols-4">
        <Figure name={words().figures.latency} value={props.connection.latencyMs === null ? '–' : formatShort(props.connection.latencyMs)} />
        <Figure name={words().figures.place} value={words().placeOf(props.connection.position + 1, props.count)} />
        <Show when={may('usage:read')}>
          <Figure name={words().figures.requests} value={spend() ? formatNumber(spend()!.requests) : words().noneYet} note={spend()?.failedRequests ? words().failedRequests(spend()!.failedRequests) : undefined} />
          <Figure name={words().figures.spent} value={costOf(spend()) ?? '–'} {...(costOf(spend()) === undefined ? {} : { href: '/settings/usage?by=connection' })} />
        </Show>
      </dl>
    </section>
  );
}

function Heading(props: { connection: ConnectionFields; pluginTitle: string; deeds: Deeds }) {
  const words = () => t().connections;
  return (
    <>
      <PageHeading title={props.connection.name}>
        <Show when={may('connections:manage')}><Button isBusy={props.deeds.isTesting(props.connection.id)} onClick={() => { void props.deeds.test(props.connection); }}><PlugZap size={16} aria-hidden="true" />{words().test}</Button></Show>
      </PageHeading>
      <p class="-mt-3 mb-5 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted">
        <StatusBadge connection={props.connection} /><Show when={props.connection.isPrimary}><Badge>{words().primary}</Badge></Show>
        <span>{[props.pluginTitle, t().plugins.kinds[props.connection.kind], props.connection.testedAt ? words().tested(formatAgo(props.connection.testedAt)) : words().neverTested].join(' · ')}</span>
      </p>
    </>
  );
}

/** What somebody should know before anything else. */
function Notices(props: { connection: ConnectionFields; isPluginGone: boolean; deeds: Deeds }) {
  const words = () => t().connections;
  const [isBusy, setBusy] = createSignal(false);
  const approve = async () => { setBusy(true); await props.deeds.approve(props.connection); setBusy(false); };
  return (
    <>
      <Show when={props.connection.status === 'PENDING_APPROVAL'}>
        <Notice tone="warning" title={words().pendingTitle} actions={<Show when={may('connections:approve')}><Button look="primary" isBusy={isBusy()} onClick={() => { void approve(); }}>{words().approve}</Button></Show>}>{may('connections:approve') ? words().pendingText : words().pendingOther}</Notice>
      </Show>
      <Show when={props.isPluginGone}><Notice tone="warning">{words().pluginGone}</Notice></Show>
      <Show when={props.connection.lastError}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
    </>
  );
}

interface DetailsProps { connection: ConnectionFields; offer: OfferFields | undefined; count: number; refresh: () => void; deeds: Deeds }

function Details(props: DetailsProps) {
  const navigate = useNavigate();
  const words = () => t().connections;
  const [isAsked, setAsked] = createSignal(false);
  const kind = () => props.offer?.kinds.find((each) => each.kind === props.connection.kind);
  const disconnect = async () => {
    const failure = await props.deeds.disconnect(props.connection);
    if (failure === undefined) navigate('/settings/connections', { replace: true });
    return failure;
  };
  return (
    <>
      <Heading connection={props.connection} pluginTitle={props.offer?.title ?? props.connection.pluginId} deeds={props.deeds} />
      <div class="flex flex-col gap-4">
        <Notices connection={props.connection} isPluginGone={kind() === undefined} deeds={props.deeds} />
        <Figures connection={props.connection} count={props.count} />
        <Show when={kind()}>
          {(offered) => (
            <>
              <Show when={offered().secrets.length > 0}><Section title={words().credentials} hint={words().credentialsHint}><Rotation connection={props.connection} secrets={offered().secrets} onSaved={props.refresh} /></Section></Show>
              <Section title={words().settings} {...(may('connections:manage') ? { hint: words().settingsHint } : {})}>
                {/* Somebody else's change begins another form. */}
                <Show when={`${props.connection.id} ${props.connection.version}`} keyed>{(_version) => <ConnectionSettings connection={props.connection} kind={offered()} onSaved={props.refresh} />}</Show>
              </Section>
            </>
          )}
        </Show>
        <Show when={may('connections:manage')}><Handling connection={props.connection} deeds={props.deeds} refresh={props.refresh} onDisconnect={() => setAsked(true)} /></Show>
      </div>
      <Confirm isOpen={isAsked()} isDanger title={words().disconnectTitle(props.connection.name)} text={[words().disconnectText, props.count === 1 ? words().disconnectLast : ''].filter(Boolean).join(' ')} action={words().disconnect} onConfirm={disconnect} onClose={() => setAsked(false)} />
    </>
  );
}

/** One connection: how it does, its credentials and settings, and what can be done with it. */
export function ConnectionPage() {
  const params = useParams<{ id: string }>();
  const [result, refetch] = createQuery({ query: connectionQuery, requestPolicy: 'cache-and-network', variables: () => ({ id: params.id }) });
  const refresh = () => { refetch({ requestPolicy: 'network-only' }); };
  const connection = () => { const node = result.data?.node; return node?.__typename === 'ProviderConnection' ? node : undefined; };
  const deeds = createDeeds(refresh);
  usePageTitle(() => connection()?.name ?? t().settings.pages.connections);
  return (
    <>
      <BackLink href="/settings/connections" class="mb-2">{t().settings.pages.connections}</BackLink>
      <Switch>
        <Match when={connection()}>{(found) => <Details connection={found()} offer={result.data?.pluginCatalog.find(({ id }) => id === found().pluginId)} count={result.data?.providerConnections.filter(({ kind }) => kind === found().kind).length ?? 1} refresh={refresh} deeds={deeds} />}</Match>
        <Match when={result.error}>{(error) => <><PageHeading title={t().settings.pages.connections} /><FailedState sentence={sentenceOf(error())} onRetry={refresh} /></>}</Match>
        <Match when={!result.data}><SkeletonRows class="h-28" rows={3} /></Match>
        <Match when={result.data}><PageHeading title={t().settings.pages.connections} /><Notice tone="danger">{t().faults.byCode.CONNECTION_NOT_FOUND}</Notice></Match>
      </Switch>
    </>
  );
}

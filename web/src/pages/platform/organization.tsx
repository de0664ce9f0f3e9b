import { A, useParams } from '@solidjs/router';
import { createQuery } from '@urql/solid';
import Building from 'lucide-solid/icons/building';
import Copy from 'lucide-solid/icons/copy';
import { Match, Show, Switch, type ParentProps } from 'solid-js';
import { sentenceOf } from '../../api/faults.js';
import { may } from '../../api/may.js';
import { viewer } from '../../api/session.js';
import { formatDate, formatNumber } from '../../i18n/format.js';
import { t } from '../../i18n/index.js';
import { IconButton } from '../../ui/button.js';
import { copyText } from '../../ui/copy.js';
import { BackLink, Badge, EmptyState, FailedPage, PageHeading, SkeletonRows } from '../../ui/parts.js';
import { usePageTitle } from '../../ui/title.js';
import { LimitsForm } from './limits-form.js';
import { People } from './people.js';
import { platformOrganizationQuery, type PlatformOrganizationFields } from './platform-documents.js';
import { Suspend, Suspended } from './suspension.js';

function Fact(props: ParentProps<{ name: string }>) {
  return <div class="min-w-0"><dt class="text-xs text-muted">{props.name}</dt><dd class="mt-0.5 truncate">{props.children}</dd></div>;
}

/** What is known of it at a glance. */
function Facts(props: { organization: PlatformOrganizationFields }) {
  const names = () => t().platform.factNames;
  return (
    <dl class="card grid grid-cols-2 gap-x-6 gap-y-4 p-4 sm:grid-cols-3 sm:p-5">
      <Fact name={names().slug}>{props.organization.slug}</Fact>
      <Fact name={names().created}>{formatDate(props.organization.createdAt)}</Fact>
      <Fact name={names().agency}><Show when={props.organization.parent} fallback="–">{(agency) => <A href={`/settings/platform/${agency().id}`} class="line-link text-accent underline">{agency().name}</A>}</Show></Fact>
      <Fact name={names().members}>{formatNumber(props.organization.memberCount)}</Fact>
      <Fact name={names().calls}>{formatNumber(props.organization.callsThisMonth)}</Fact>
      <Fact name={names().id}><span class="flex items-center gap-1"><span class="truncate font-mono text-sm">{props.organization.id}</span><IconButton label={t().clients.copyId} class="-my-2 shrink-0" onClick={() => { void copyText(props.organization.id); }}><Copy size={15} aria-hidden="true" /></IconButton></span></Fact>
    </dl>
  );
}

function Organization(props: { organization: PlatformOrganizationFields; onChanged: () => void }) {
  // Who looks after the platform is said by its settings, and nobody suspends what is their own.
  const isPlatform = () => props.organization.kind === 'PLATFORM';
  const isOwn = () => viewer()?.organizations.some(({ via, organization }) => via === 'MEMBERSHIP' && organization.id === props.organization.id) === true;
  return (
    <>
      <PageHeading title={props.organization.name}>
        <Show when={props.organization.deletionAt}>{(at) => <Badge tone="warning">{t().clients.closing(formatDate(at()))}</Badge>}</Show>
        <Badge>{t().platform.kinds[props.organization.kind]}</Badge>
      </PageHeading>
      <div class="flex flex-col gap-4">
        <Suspended organization={props.organization} isMine={may('platform:suspend')} onChanged={props.onChanged} />
        <Facts organization={props.organization} />
        <LimitsForm id={props.organization.id} name={props.organization.name} limits={props.organization.limits} isMine={may('platform:limits')} onSaved={props.onChanged} />
        <Show when={!isPlatform() && may('platform:impersonate')}><People organizationId={props.organization.id} /></Show>
        <Show when={!isPlatform() && !isOwn() && may('platform:suspend') && props.organization.suspendedAt === null}><Suspend organization={props.organization} onChanged={props.onChanged} /></Show>
      </div>
    </>
  );
}

/** One organization, as those see it who look after the installation: how much it uses, its limits, its people, and whether it goes on. */
export function PlatformOrganizationPage() {
  const params = useParams<{ id: string }>();
  const [result, refetch] = createQuery({ query: platformOrganizationQuery, requestPolicy: 'cache-and-network', variables: () => ({ id: params.id }) });
  const refresh = () => { refetch({ requestPolicy: 'network-only' }); };
  usePageTitle(() => result.data?.platformOrganization?.name ?? t().settings.pages.platform);
  const back = () => <BackLink href="/settings/platform" class="mb-2">{t().platform.back}</BackLink>;
  return (
    <Switch>
      <Match when={result.error}>{(error) => <FailedPage sentence={sentenceOf(error())} onRetry={refresh} back={back()} />}</Match>
      <Match when={!result.data}><SkeletonRows class="h-24" /></Match>
      <Match when={result.data?.platformOrganization}>{(organization) => <>{back()}<Organization organization={organization()} onChanged={refresh} /></>}</Match>
      <Match when={result.data}>{back()}<EmptyState icon={<Building size={36} />} title={t().platform.unknownTitle} text={t().platform.unknownText} /></Match>
    </Switch>
  );
}

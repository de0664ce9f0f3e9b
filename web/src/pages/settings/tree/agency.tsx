import { A } from '@solidjs/router';
import { createQuery, useClient } from '@urql/solid';
import Building from 'lucide-solid/icons/building';
import { createSignal, Match, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../../api/faults.js';
import { may } from '../../../api/may.js';
import { loadViewer, viewer, type Viewer } from '../../../api/session.js';
import { t } from '../../../i18n/index.js';
import { Avatar } from '../../../ui/avatar.js';
import { buttonClass } from '../../../ui/button.js';
import { Confirm } from '../../../ui/confirm.js';
import { EmptyState, FailedState, PageHeading, SkeletonRows } from '../../../ui/parts.js';
import { usePageTitle } from '../../../ui/title.js';
import { toast } from '../../../ui/toast.js';
import { DangerRow } from '../organization/danger-row.js';
import { Alone } from './alone.js';
import { DelegationForm } from './delegation-form.js';
import { createMove } from './move-organization.js';
import { agencyQuery } from './tree-documents.js';

/** Standing on one's own again. */
function LeaveAgency(props: { viewer: Viewer; agencyName: string }) {
  const client = useClient();
  const move = createMove();
  const [isAsked, setAsked] = createSignal(false);
  const leave = async (): Promise<string | undefined> => {
    const name = props.agencyName;
    const sentence = await move(props.viewer.organization.id, null);
    if (sentence !== undefined) return sentence;
    await loadViewer(client);
    toast(t().agency.left(name));
    return undefined;
  };
  return (
    <div class="card">
      <DangerRow title={t().agency.leave} text={t().agency.leaveHint} action={t().agency.leaveAction} onAsk={() => { setAsked(true); }}>
        <Confirm isOpen={isAsked()} title={t().agency.leaveTitle(props.agencyName)} text={t().agency.leaveText} action={t().agency.leaveAction} isDanger onConfirm={leave} onClose={() => { setAsked(false); }} />
      </DangerRow>
    </div>
  );
}

/** The agency of a client: who it is, what it may do here, and the way out. */
function OwnAgency(props: { viewer: Viewer; agency: { name: string } }) {
  const [result, refetch] = createQuery({ query: agencyQuery, requestPolicy: 'cache-and-network' });
  const refresh = () => { refetch({ requestPolicy: 'network-only' }); };
  const delegation = () => result.data?.viewer?.organization.delegation;
  const isMember = () => props.viewer.via === 'MEMBERSHIP';
  return (
    <>
      <div class="flex items-center gap-3"><Avatar name={props.agency.name} isSquare /><p class="font-medium">{t().agency.lookedAfter(props.agency.name)}</p></div>
      <Switch>
        <Match when={result.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={refresh} />}</Match>
        <Match when={!result.data}><SkeletonRows class="h-96" rows={1} /></Match>
        <Match when={delegation()}>{(set) => <DelegationForm agencyName={props.agency.name} permissions={set().permissions} updatedAt={set().updatedAt} isMine={isMember() && may('delegation:update')} onSaved={refresh} />}</Match>
      </Switch>
      <Show when={isMember() && may('organization:transfer')}><LeaveAgency viewer={props.viewer} agencyName={props.agency.name} /></Show>
    </>
  );
}

/** Where the organization stands in the tree: below an agency, on its own, or as an agency itself. */
export function AgencyPage() {
  usePageTitle(() => t().settings.pages.agency);
  const kind = () => viewer()?.organization.kind;
  return (
    <>
      <PageHeading title={t().settings.pages.agency} />
      <div class="flex flex-col gap-4">
        <Switch>
          <Match when={kind() === 'AGENCY'}><EmptyState icon={<Building size={36} />} title={t().agency.isAgencyTitle} text={t().agency.isAgencyText}><A class={buttonClass()} href="/settings/clients">{t().agency.toClients}</A></EmptyState></Match>
          <Match when={kind() === 'PLATFORM'}><EmptyState icon={<Building size={36} />} title={t().agency.isPlatformTitle} text={t().agency.isPlatformText} /></Match>
          <Match when={viewer()?.organization.parent ? viewer() : undefined}>{(who) => <OwnAgency viewer={who()} agency={who().organization.parent!} />}</Match>
          <Match when={viewer()}>{(who) => <Alone viewer={who()} />}</Match>
        </Switch>
      </div>
    </>
  );
}

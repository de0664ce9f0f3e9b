import { A } from '@solidjs/router';
import { createQuery, useClient } from '@urql/solid';
import { createSignal, createUniqueId, For, Show } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../../api/faults.js';
import { may } from '../../../api/may.js';
import { formatAgo } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { Toggle } from '../../../ui/toggle.js';
import { toast } from '../../../ui/toast.js';
import type { Deeds } from './connection-deeds.js';
import { approvalQuery, approvalSetMutation, type ConnectionFields } from './connection-documents.js';

interface ApprovalsProps { pending: readonly ConnectionFields[]; pluginTitle: (id: string) => string; deeds: Deeds; onDecline: (connection: ConnectionFields) => void }

function Pending(props: { connection: ConnectionFields; pluginTitle: string; deeds: Deeds; onDecline: () => void }) {
  const [isBusy, setBusy] = createSignal(false);
  const approve = async () => { setBusy(true); await props.deeds.approve(props.connection); setBusy(false); };
  return (
    <li class="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3 sm:px-5">
      <div class="min-w-0 flex-1 basis-56">
        <A href={`/settings/connections/${props.connection.id}`} class="line-link min-w-0 font-medium break-words hover:underline">{props.connection.name}</A>
        <p class="text-sm break-words text-muted">{[t().plugins.kinds[props.connection.kind], props.pluginTitle, t().connections.asked(formatAgo(props.connection.createdAt))].join(' · ')}</p>
      </div>
      <Show when={may('connections:approve')}>
        <div class="flex flex-wrap gap-2">
          <Show when={may('connections:manage')}><Button look="quiet" aria-label={t().connections.declineOf(props.connection.name)} onClick={() => props.onDecline()}>{t().connections.decline}</Button></Show>
          <Button look="primary" isBusy={isBusy()} aria-label={t().connections.approveOf(props.connection.name)} onClick={() => { void approve(); }}>{t().connections.approve}</Button>
        </div>
      </Show>
    </li>
  );
}

/** What waits until somebody may let calls use it. */
export function Approvals(props: ApprovalsProps) {
  const id = createUniqueId();
  return (
    <Show when={props.pending.length > 0}>
      <section class="card border-warning" aria-labelledby={id}>
        <header class="border-b border-line px-4 py-3 sm:px-5">
          <h2 id={id} class="font-semibold">{t().connections.pendingTitle}</h2>
          <p class="text-sm text-muted">{may('connections:approve') ? t().connections.pendingText : t().connections.pendingOther}</p>
        </header>
        <ul class="divide-y divide-line"><For each={props.pending}>{(connection) => <Pending connection={connection} pluginTitle={props.pluginTitle(connection.pluginId)} deeds={props.deeds} onDecline={() => props.onDecline(connection)} />}</For></ul>
      </section>
    </Show>
  );
}

/** Whether what is connected waits; for those who may change the organization. */
export function ApprovalRule() {
  const client = useClient();
  const [result] = createQuery({ query: approvalQuery, requestPolicy: 'cache-and-network' });
  const [chosen, choose] = createSignal<boolean>();
  const isNeeded = () => chosen() ?? result.data?.viewer?.organization.isConnectionApprovalNeeded;
  const set = async (isOn: boolean) => {
    choose(isOn);
    const { data, error } = await client.mutation(approvalSetMutation, { input: { isConnectionApprovalNeeded: isOn } });
    const fault = data?.organizationUpdate.errors[0];
    if (error || fault) { choose(!isOn); toast(error ? sentenceOf(error) : sentenceOfFault(fault!), 'danger'); } else toast(t().connections.approvalSaved);
  };
  return (
    <Show when={isNeeded() !== undefined}>
      <div class="card px-4 py-3.5 sm:px-5"><Toggle label={t().connections.approvalNeeded} hint={t().connections.approvalNeededHint} isOn={isNeeded() === true} onChange={(isOn) => { void set(isOn); }} /></div>
    </Show>
  );
}

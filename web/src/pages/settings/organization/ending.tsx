import { createQuery, useClient } from '@urql/solid';
import { createSignal, Show } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../../api/faults.js';
import { loadViewer, type Viewer } from '../../../api/session.js';
import { formatDate } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { Confirm } from '../../../ui/confirm.js';
import { downloadFrom } from '../../../ui/download.js';
import { TextField } from '../../../ui/field.js';
import { Notice } from '../../../ui/parts.js';
import { SelectField } from '../../../ui/select-field.js';
import { toast } from '../../../ui/toast.js';
import { membersQuery } from '../setting-documents.js';
import { DangerRow } from './danger-row.js';
import { deletionQuery, organizationDeleteMutation, organizationDeletionCancelMutation, organizationExportQuery, ownershipTransferMutation } from './organization-documents.js';

/** Members to choose from; of a larger organization the first page of them. */
const MEMBERS_MAX = 100;

function PasswordField(props: { value: string; onValue: (value: string) => void }) {
  return <TextField label={t().danger.yourPassword} type="password" autocomplete="current-password" required value={props.value} onValue={props.onValue} />;
}

/** Everything of the organization as a file. */
export function Export() {
  const client = useClient();
  const save = async () => {
    const { data, error } = await client.query(organizationExportQuery, {}, { requestPolicy: 'network-only' }).toPromise();
    if (error) toast(sentenceOf(error), 'danger');
    else if (data) downloadFrom(data.organizationExportUrl);
  };
  return <DangerRow look="plain" title={t().danger.export} text={t().danger.exportHint} action={t().danger.exportAction} onAsk={() => { void save(); }} />;
}

/** Making another member the owner. */
export function Transfer(props: { viewer: Viewer }) {
  const client = useClient();
  const [isAsked, setAsked] = createSignal(false);
  const [password, setPassword] = createSignal('');
  const [chosen, setChosen] = createSignal('');
  const [members] = createQuery({ query: membersQuery, variables: { first: MEMBERS_MAX }, pause: () => !isAsked() });
  const others = () => (members.data?.viewer?.organization.members.nodes ?? []).filter(({ user }) => user.id !== props.viewer.user.id).map(({ user }) => ({ value: user.id, name: user.name ? `${user.name} (${user.email})` : user.email }));
  const userId = () => chosen() || others()[0]?.value;
  const transfer = async (): Promise<string | undefined> => {
    const to = userId();
    if (to === undefined) return t().danger.transferNobody;
    const { data, error } = await client.mutation(ownershipTransferMutation, { input: { userId: to, password: password() } });
    const fault = data?.ownershipTransfer.errors[0];
    if (error || fault) return error ? sentenceOf(error) : sentenceOfFault(fault!);
    await loadViewer(client);
    toast(t().danger.transferred);
    return undefined;
  };
  return (
    <DangerRow title={t().danger.transfer} text={t().danger.transferHint} action={t().danger.transferAction} onAsk={() => { setPassword(''); setAsked(true); }}>
      <Confirm isOpen={isAsked()} title={t().danger.transferTitle(props.viewer.organization.name)} text={t().danger.transferText} action={t().danger.transferAction} isDanger onConfirm={transfer} onClose={() => { setAsked(false); }}>
        <SelectField label={t().danger.newOwner} value={userId() ?? ''} options={others()} onValue={setChosen} />
        <PasswordField value={password()} onValue={setPassword} />
      </Confirm>
    </DangerRow>
  );
}

/** Deleting all of it, after thirty days in which it can be taken back. */
export function Deletion(props: { viewer: Viewer }) {
  const client = useClient();
  const [isAsked, setAsked] = createSignal(false);
  const [slug, setSlug] = createSignal('');
  const [password, setPassword] = createSignal('');
  const [result, refetch] = createQuery({ query: deletionQuery, requestPolicy: 'cache-and-network' });
  const refresh = () => { refetch({ requestPolicy: 'network-only' }); };
  const deletionAt = () => result.data?.viewer?.organization.deletionAt;
  const begin = async (): Promise<string | undefined> => {
    const { data, error } = await client.mutation(organizationDeleteMutation, { input: { confirmSlug: slug(), password: password() } });
    const fault = data?.organizationDelete.errors[0];
    if (error || fault) return error ? sentenceOf(error) : sentenceOfFault(fault!);
    refresh();
    return undefined;
  };
  const takeBack = async () => {
    const { data, error } = await client.mutation(organizationDeletionCancelMutation, {});
    const fault = data?.organizationDeletionCancel.errors[0];
    if (error || fault) toast(error ? sentenceOf(error) : sentenceOfFault(fault!), 'danger');
    else toast(t().danger.deletionTakenBack);
    refresh();
  };
  return (
    <Show when={deletionAt()} fallback={(
      <DangerRow title={t().danger.delete} text={t().danger.deleteHint} action={t().danger.deleteAction} onAsk={() => { setSlug(''); setPassword(''); setAsked(true); }}>
        <Confirm isOpen={isAsked()} title={t().danger.deleteTitle(props.viewer.organization.name)} text={t().danger.deleteText} action={t().danger.deleteAction} isDanger onConfirm={begin} onClose={() => { setAsked(false); }}>
          <TextField label={t().danger.typeSlug(props.viewer.organization.slug)} required autocomplete="off" autocapitalize="none" spellcheck={false} value={slug()} onValue={setSlug} />
          <PasswordField value={password()} onValue={setPassword} />
        </Confirm>
      </DangerRow>
    )}>
      {(at) => <div class="p-4"><Notice tone="danger" title={t().danger.deletionAt(formatDate(at()))} actions={<Button onClick={() => { void takeBack(); }}>{t().danger.deletionTakeBack}</Button>}>{t().danger.deletionText}</Notice></div>}
    </Show>
  );
}

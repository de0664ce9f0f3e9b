import { createQuery, useClient } from '@urql/solid';
import { createSignal, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { faultOfField, sentenceOf, sentenceOfFault, type UserFault } from '../../../api/faults.js';
import { may } from '../../../api/may.js';
import { roleName } from '../../../api/roles.js';
import { formatDate } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { TextField } from '../../../ui/field.js';
import { Notice } from '../../../ui/parts.js';
import { SelectField } from '../../../ui/select-field.js';
import { toast } from '../../../ui/toast.js';
import { roleNamesQuery } from '../setting-documents.js';
import { singleSignOnSetMutation, type ProviderFields } from './single-sign-on-documents.js';

const FIELDS = ['issuer', 'clientId', 'clientSecret', 'defaultRoleId'] as const;
/** Nobody becomes one of these by signing in. */
const OWNERS: readonly (string | null)[] = ['owner', 'agency-owner', 'platform-admin'];
/** What somebody new is, unless something else is chosen. */
const FIRST_ROLE = 'viewer';

/** The roles that who asks may give. */
function createRoles() {
  const [result] = createQuery({ query: roleNamesQuery });
  const roles = () => (result.data?.roles ?? []).filter(({ key, permissions }) => !OWNERS.includes(key) && permissions.every(may));
  return { options: () => roles().map((role) => ({ value: role.id, name: roleName(role) })), first: () => (roles().find(({ key }) => key === FIRST_ROLE) ?? roles()[0])?.id ?? '' };
}

/** Where the provider is, and how it knows Parley. The secret goes in and is never shown again. */
export function ProviderForm(props: { kept: ProviderFields | null; onSaved: () => void }) {
  const client = useClient();
  const roles = createRoles();
  const [values, setValues] = createStore({ issuer: props.kept?.issuer ?? '', clientId: props.kept?.clientId ?? '', clientSecret: '', defaultRoleId: props.kept?.defaultRole?.id ?? '' });
  const [isBusy, setBusy] = createSignal(false);
  const [faults, setFaults] = createSignal<readonly UserFault[]>([]);
  const [failure, setFailure] = createSignal<string>();
  const about = (field: (typeof FIELDS)[number]) => { const fault = faultOfField(faults(), field); return fault && sentenceOfFault(fault); };
  // A stored secret stays with the provider that it was entered for.
  const isSecretKept = () => props.kept !== null && values.issuer.trim() === props.kept.issuer && values.clientId.trim() === props.kept.clientId;
  const roleId = () => values.defaultRoleId || roles.first();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const secret = values.clientSecret.trim();
    const { data, error } = await client.mutation(singleSignOnSetMutation, { input: { issuer: values.issuer.trim(), clientId: values.clientId.trim(), defaultRoleId: roleId(), ...(secret === '' ? {} : { clientSecret: secret }) } });
    setBusy(false);
    const errors = data?.singleSignOnSet.errors ?? [];
    setFaults(errors);
    const unplaced = errors.find((fault) => !FIELDS.some((field) => faultOfField([fault], field)));
    setFailure(error ? sentenceOf(error) : unplaced && sentenceOfFault(unplaced));
    const saved = data?.singleSignOnSet.organization?.singleSignOn;
    if (!saved) return;
    setValues({ issuer: saved.issuer, clientId: saved.clientId, clientSecret: '' });
    toast(t().singleSignOn.saved);
    props.onSaved();
  };
  return (
    <form class="flex flex-col gap-4" onSubmit={(event) => { void submit(event); }}>
      <Show when={failure()}>{(sentence) => <Notice tone="danger">{sentence()}</Notice>}</Show>
      <Show when={props.kept?.defaultRole === null}><Notice tone="warning">{t().singleSignOn.roleGone}</Notice></Show>
      <TextField label={t().singleSignOn.issuer} hint={t().singleSignOn.issuerHint} type="url" required maxlength={500} autocomplete="off" spellcheck={false} placeholder="https://login.example.com" fault={about('issuer')} value={values.issuer} onValue={(value) => setValues('issuer', value)} />
      <div class="grid gap-4 sm:grid-cols-2">
        <TextField label={t().singleSignOn.clientId} required maxlength={256} autocomplete="off" autocapitalize="none" spellcheck={false} class="font-mono text-sm" fault={about('clientId')} value={values.clientId} onValue={(value) => setValues('clientId', value)} />
        <TextField label={t().singleSignOn.clientSecret} type="password" required={!isSecretKept()} minlength={8} maxlength={1_024} autocomplete="off" class="font-mono text-sm" fault={about('clientSecret')} value={values.clientSecret} onValue={(value) => setValues('clientSecret', value)}
          hint={isSecretKept() ? t().singleSignOn.secretKept(props.kept!.storedSecret.lastFour, formatDate(props.kept!.storedSecret.updatedAt)) : t().singleSignOn.secretHint} />
      </div>
      <SelectField label={t().singleSignOn.role} hint={t().singleSignOn.roleHint} options={roles.options()} fault={about('defaultRoleId')} value={roleId()} onValue={(value) => setValues('defaultRoleId', value)} />
      <div><Button look="primary" type="submit" isBusy={isBusy()} disabled={roleId() === ''}>{t().common.save}</Button></div>
    </form>
  );
}

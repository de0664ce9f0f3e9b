import { useClient } from '@urql/solid';
import { createSignal, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { faultOfField, sentenceOf, sentenceOfFault, type UserFault } from '../../../api/faults.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { Choice } from '../../../ui/choice.js';
import { TextArea, TextField } from '../../../ui/field.js';
import { Notice } from '../../../ui/parts.js';
import { SelectField } from '../../../ui/select-field.js';
import { AgentPicker } from './agent-picker.js';
import { apiKeyCreateMutation, serviceAccountCreateMutation, type ServiceAccountFields } from './api-key-documents.js';
import { expiryOf, LIFETIMES, networksOf, type Lifetime } from './key-state.js';
import { PermissionPicker } from './permission-picker.js';

const NEW = 'new';
/** What has a place of its own in the form; the rest stands above it. */
const PLACES = ['name', 'permissions', 'agentIds', 'networks', 'expiresAt', 'serviceAccountId'];

/** A key that was made, and what it is called; told once. */
export interface MadeKey { readonly token: string; readonly name: string; readonly permissions: readonly string[] }

interface FormProps {
  accounts: readonly ServiceAccountFields[];
  agents: readonly { readonly id: string; readonly name: string }[];
  /** The program that the key is for, where that is clear already. */
  accountId: string | undefined;
  onMade: (key: MadeKey) => void;
  onCancel: () => void;
}

function createForm(props: FormProps) {
  const client = useClient();
  const [values, setValues] = createStore({
    accountId: props.accountId ?? props.accounts[0]?.id ?? NEW, accountName: '', name: '', kind: 'live' as 'live' | 'test', permissions: [] as string[], agentIds: [] as string[], lifetime: '90' as Lifetime, date: '', networks: '',
  });
  const [isBusy, setBusy] = createSignal(false);
  const [faults, setFaults] = createSignal<readonly UserFault[]>([]);
  const [accountFault, setAccountFault] = createSignal<string>();
  const [failure, setFailure] = createSignal<string>();
  const about = (field: string) => { const fault = faultOfField(faults(), field); return fault && sentenceOfFault(fault); };
  /** The program's id; a new one is made first, and then chosen, so that another try does not make it twice. */
  const account = async (): Promise<string | undefined> => {
    if (values.accountId !== NEW) return values.accountId;
    const { data, error } = await client.mutation(serviceAccountCreateMutation, { input: { name: values.accountName.trim() } });
    const fault = data?.serviceAccountCreate.errors[0];
    setFailure(error && sentenceOf(error));
    setAccountFault(fault && sentenceOfFault(fault));
    return data?.serviceAccountCreate.serviceAccount?.id;
  };
  const make = async () => {
    if (values.permissions.length === 0) { setFaults([{ code: 'INVALID_INPUT', message: t().apiKeys.choosePermission, path: ['input', 'permissions'] }]); return; }
    const serviceAccountId = await account();
    if (serviceAccountId === undefined) return;
    const { data, error } = await client.mutation(apiKeyCreateMutation, { input: {
      serviceAccountId, name: values.name.trim(), isTest: values.kind === 'test', permissions: [...values.permissions], agentIds: [...values.agentIds], networks: networksOf(values.networks), expiresAt: expiryOf(values.lifetime, values.date, Date.now()),
    } });
    const errors = data?.apiKeyCreate.errors ?? [];
    setFaults(errors);
    const unplaced = errors.find((fault) => !PLACES.some((field) => faultOfField([fault], field)));
    setFailure(error ? sentenceOf(error) : unplaced && sentenceOfFault(unplaced));
    if (data?.apiKeyCreate.apiKey && data.apiKeyCreate.token) props.onMade({ token: data.apiKeyCreate.token, name: data.apiKeyCreate.apiKey.name, permissions: data.apiKeyCreate.apiKey.permissions });
    else if (values.accountId === NEW) setValues({ accountId: serviceAccountId });
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setFaults([]);
    setAccountFault(undefined);
    await make();
    setBusy(false);
  };
  return { values, setValues, isBusy, about, accountFault, failure, submit };
}

/** A new key: whose, what for, what it may do, until when and from where. */
export function CreateKeyForm(props: FormProps) {
  const { values, setValues, isBusy, about, accountFault, failure, submit } = createForm(props);
  const words = () => t().apiKeys;
  const accounts = () => [...props.accounts.map(({ id, name }) => ({ value: id, name })), ...(props.accounts.some(({ id }) => id === values.accountId) || values.accountId === NEW ? [] : [{ value: values.accountId, name: values.accountName }]), { value: NEW, name: words().newProgram }];
  return (
    <form class="flex flex-col gap-4" onSubmit={(event) => { void submit(event); }}>
      <Show when={failure()}>{(sentence) => <Notice tone="danger">{sentence()}</Notice>}</Show>
      <div class="grid gap-4 sm:grid-cols-2">
        <Show when={props.accounts.length > 0 || values.accountId !== NEW}><SelectField label={words().program} fault={about('serviceAccountId')} value={values.accountId} options={accounts()} onValue={(accountId) => setValues({ accountId })} /></Show>
        <Show when={values.accountId === NEW}><TextField label={words().programName} hint={words().programHint} required maxlength={120} autocomplete="off" fault={accountFault()} value={values.accountName} onValue={(accountName) => setValues({ accountName })} /></Show>
        <TextField label={words().keyName} hint={words().keyNameHint} required maxlength={120} autocomplete="off" fault={about('name')} value={values.name} onValue={(name) => setValues({ name })} />
      </div>
      <div class="flex flex-col gap-1">
        <Choice legend={words().kind} options={['live', 'test'] as const} words={words().kinds} chosen={values.kind} onChoose={(kind) => setValues({ kind })} />
        <p class="text-sm text-muted">{words().kindHints[values.kind]}</p>
      </div>
      <PermissionPicker chosen={values.permissions} fault={about('permissions')} onChange={(permissions) => setValues({ permissions })} />
      <AgentPicker agents={props.agents} chosen={values.agentIds} fault={about('agentIds')} onChange={(agentIds) => setValues({ agentIds })} />
      <div class="grid items-start gap-4 sm:grid-cols-2">
        <div class="flex flex-col gap-4">
          <SelectField label={words().lifetime} fault={values.lifetime === 'date' ? undefined : about('expiresAt')} value={values.lifetime} options={LIFETIMES.map((value) => ({ value, name: words().lifetimes[value] }))} onValue={(lifetime) => setValues({ lifetime: lifetime as Lifetime })} />
          <Show when={values.lifetime === 'date'}><TextField label={words().lastDay} type="date" required fault={about('expiresAt')} value={values.date} onValue={(date) => setValues({ date })} /></Show>
        </div>
        <TextArea label={words().networks} hint={words().networksHint} isOptional class="min-h-12! font-mono text-sm" autocapitalize="none" spellcheck={false} fault={about('networks') && words().networksWrong} value={values.networks} onValue={(networks) => setValues({ networks })} />
      </div>
      <div class="flex flex-wrap justify-end gap-2">
        <Button look="quiet" onClick={() => props.onCancel()}>{t().common.cancel}</Button>
        <Button look="primary" type="submit" isBusy={isBusy()}>{words().createAction}</Button>
      </div>
    </form>
  );
}

import { useClient } from '@urql/solid';
import { createSignal, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { faultOfField, sentenceOf, sentenceOfFault, type UserFault } from '../../../api/faults.js';
import { viewer } from '../../../api/session.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { TextField } from '../../../ui/field.js';
import { Notice } from '../../../ui/parts.js';
import { Section } from '../../../ui/section.js';
import { toast } from '../../../ui/toast.js';
import { passwordChangeMutation } from './security-documents.js';

const FIELDS = ['currentPassword', 'newPassword'] as const;
const EMPTY = { currentPassword: '', newPassword: '' };

/** Another password; wherever else one is signed in, one is no more. */
export function PasswordForm(props: { onChanged: () => void }) {
  const client = useClient();
  const [values, setValues] = createStore({ ...EMPTY });
  const [isBusy, setBusy] = createSignal(false);
  const [faults, setFaults] = createSignal<readonly UserFault[]>([]);
  const [failure, setFailure] = createSignal<string>();
  const about = (field: (typeof FIELDS)[number]) => { const fault = faultOfField(faults(), field); return fault && sentenceOfFault(fault); };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const { data, error } = await client.mutation(passwordChangeMutation, { input: { ...values } });
    setBusy(false);
    const errors = data?.passwordChange.errors ?? [];
    setFaults(errors);
    const unplaced = errors.find((fault) => !FIELDS.some((field) => faultOfField([fault], field)));
    setFailure(error ? sentenceOf(error) : unplaced && sentenceOfFault(unplaced));
    if (!data || errors.length > 0) return;
    setValues({ ...EMPTY });
    toast(t().security.passwordChanged);
    props.onChanged();
  };
  return (
    <Section title={t().account.password} hint={t().security.passwordSectionHint}>
      <form class="flex flex-col gap-4" onSubmit={(event) => { void submit(event); }}>
        <Show when={failure()}>{(sentence) => <Notice tone="danger">{sentence()}</Notice>}</Show>
        {/* Keepers of passwords learn whose it is. */}
        <input type="email" autocomplete="username" class="hidden" readonly tabindex="-1" aria-hidden="true" value={viewer()?.user.email ?? ''} />
        <div class="grid gap-4 sm:grid-cols-2">
          <TextField label={t().security.currentPassword} type="password" autocomplete="current-password" required fault={about('currentPassword')} value={values.currentPassword} onValue={(value) => setValues({ currentPassword: value })} />
          <TextField label={t().security.newPassword} hint={t().account.passwordHint} type="password" autocomplete="new-password" required minlength={8} maxlength={256} fault={about('newPassword')} value={values.newPassword} onValue={(value) => setValues({ newPassword: value })} />
        </div>
        <div><Button look="primary" type="submit" isBusy={isBusy()} disabled={!values.currentPassword || !values.newPassword}>{t().security.changePassword}</Button></div>
      </form>
    </Section>
  );
}

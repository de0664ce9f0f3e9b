import { A, Navigate, useNavigate } from '@solidjs/router';
import { useClient } from '@urql/solid';
import { createSignal, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { faultOfField, sentenceOf, sentenceOfFault, type UserFault } from '../../api/faults.js';
import { setViewer, viewer } from '../../api/session.js';
import { t } from '../../i18n/index.js';
import { Button } from '../../ui/button.js';
import { TextField } from '../../ui/field.js';
import { Notice } from '../../ui/parts.js';
import { toast } from '../../ui/toast.js';
import { signUpMutation } from './account-documents.js';
import { AccountFrame } from './account-frame.js';

const FIELDS = ['email', 'password', 'name', 'organizationName'] as const;

/** A new account with its business. */
export function SignUpPage() {
  const client = useClient();
  const navigate = useNavigate();
  const [values, setValues] = createStore({ organizationName: '', name: '', email: '', password: '' });
  const [isBusy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  const [faults, setFaults] = createSignal<readonly UserFault[]>([]);
  const about = (field: (typeof FIELDS)[number]) => { const fault = faultOfField(faults(), field); return fault && sentenceOfFault(fault); };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const { data, error } = await client.mutation(signUpMutation, { input: { ...values } });
    setBusy(false);
    const errors = data?.signUp.errors ?? [];
    setFaults(errors);
    const unplaced = errors.find((fault) => !FIELDS.some((field) => faultOfField([fault], field)));
    setFailure(error ? sentenceOf(error) : unplaced && sentenceOfFault(unplaced));
    if (!data?.signUp.viewer) return;
    setViewer(data.signUp.viewer);
    toast({ text: t().account.suggestTwoFactor, next: { name: t().account.setUp, run: () => { navigate('/settings/security?setup=1'); } } });
  };
  return (
    <Show when={!viewer()} fallback={<Navigate href="/" />}>
      <AccountFrame title={t().account.signUpTitle}>
        <form class="flex flex-col gap-4" onSubmit={(event) => { void submit(event); }}>
          <Show when={failure()}>{(sentence) => <Notice tone="danger">{sentence()}</Notice>}</Show>
          <TextField label={t().account.organization} hint={t().account.organizationHint} autocomplete="organization" required maxlength={120} fault={about('organizationName')} value={values.organizationName} onValue={(value) => setValues('organizationName', value)} />
          <TextField label={t().account.name} isOptional autocomplete="name" maxlength={120} fault={about('name')} value={values.name} onValue={(value) => setValues('name', value)} />
          <TextField label={t().account.email} type="email" autocomplete="username" required fault={about('email')} value={values.email} onValue={(value) => setValues('email', value)} />
          <TextField label={t().account.password} hint={t().account.passwordHint} type="password" autocomplete="new-password" required minlength={8} maxlength={256} fault={about('password')} value={values.password} onValue={(value) => setValues('password', value)} />
          <Button look="primary" type="submit" isBusy={isBusy()}>{t().account.signUp}</Button>
          <p class="text-center text-sm text-muted">{t().account.hasAccount} <A class="line-link font-medium text-accent underline" href="/sign-in">{t().account.toSignIn}</A></p>
        </form>
      </AccountFrame>
    </Show>
  );
}

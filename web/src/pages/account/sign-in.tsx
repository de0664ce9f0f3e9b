import { A, Navigate, useSearchParams } from '@solidjs/router';
import { useClient } from '@urql/solid';
import { createSignal, Show } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../api/faults.js';
import { setViewer, viewer } from '../../api/session.js';
import { t } from '../../i18n/index.js';
import { Button } from '../../ui/button.js';
import { TextField } from '../../ui/field.js';
import { Notice } from '../../ui/parts.js';
import { signInMutation, type SecondFactorChallenge } from './account-documents.js';
import { AccountFrame, safeTarget } from './account-frame.js';
import { SecondFactor } from './second-factor.js';

/** Sign in; leads on to `?to=`. */
export function SignInPage() {
  const client = useClient();
  const [search] = useSearchParams<{ to?: string }>();
  const [email, setEmail] = createSignal('');
  const [password, setPassword] = createSignal('');
  const [isBusy, setBusy] = createSignal(false);
  const [fault, setFault] = createSignal<string>();
  const [challenge, setChallenge] = createSignal<SecondFactorChallenge>();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const { data, error } = await client.mutation(signInMutation, { input: { email: email(), password: password() } });
    setBusy(false);
    const first = data?.signIn.errors[0];
    setFault(error ? sentenceOf(error) : first && sentenceOfFault(first));
    if (data?.signIn.viewer) setViewer(data.signIn.viewer);
    else if (data?.signIn.secondFactor) { setPassword(''); setChallenge(data.signIn.secondFactor); }
  };
  return (
    <Show when={!viewer()} fallback={<Navigate href={safeTarget(search.to)} />}>
      <AccountFrame title={challenge() ? t().account.codeTitle : t().account.signInTitle}>
        <Show when={challenge()} fallback={(
          <form class="flex flex-col gap-4" onSubmit={(event) => { void submit(event); }}>
            <Show when={fault()}>{(sentence) => <Notice tone="danger">{sentence()}</Notice>}</Show>
            <TextField label={t().account.email} type="email" autocomplete="username" required value={email()} onValue={setEmail} />
            <TextField label={t().account.password} type="password" autocomplete="current-password" required value={password()} onValue={setPassword} />
            <Button look="primary" type="submit" isBusy={isBusy()}>{t().account.signIn}</Button>
            <p class="text-center text-sm"><A class="line-link text-muted underline" href={`/forgot-password${email() ? `?email=${encodeURIComponent(email())}` : ''}`}>{t().account.forgot}</A></p>
            <p class="text-center text-sm text-muted">{t().account.noAccount} <A class="line-link font-medium text-accent underline" href="/sign-up">{t().account.toSignUp}</A></p>
          </form>
        )}>
          {(open) => <SecondFactor challenge={open()} onEnded={(sentence) => { setChallenge(undefined); setFault(sentence); }} />}
        </Show>
      </AccountFrame>
    </Show>
  );
}

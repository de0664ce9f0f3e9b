import { A, Navigate, useSearchParams } from '@solidjs/router';
import { useClient } from '@urql/solid';
import { createSignal, onMount, Show } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../api/faults.js';
import { setViewer, viewer } from '../../api/session.js';
import { t } from '../../i18n/index.js';
import { passkeyHindrance } from '../../passkeys/browser-passkeys.js';
import { createPasskeySignIn } from '../../passkeys/passkey-sign-in.js';
import { Button } from '../../ui/button.js';
import { TextField } from '../../ui/field.js';
import { Notice } from '../../ui/parts.js';
import { signInMutation, type SecondFactorChallenge } from './account-documents.js';
import { AccountFrame, Or, safeTarget } from './account-frame.js';
import { PasskeyButton } from './passkey-button.js';
import { SecondFactor } from './second-factor.js';

interface FirstStepProps {
  /** Why another sign-in has ended. */
  fault: string | undefined;
  onFault: (sentence: string | undefined) => void;
  onChallenge: (challenge: SecondFactorChallenge) => void;
}

/** Address and password, or a passkey: by its button, and under the field of the address where the browser lists them. */
function FirstStep(props: FirstStepProps) {
  const client = useClient();
  const [email, setEmail] = createSignal('');
  const [password, setPassword] = createSignal('');
  const [isBusy, setBusy] = createSignal(false);
  const passkey = createPasskeySignIn((sentence) => { props.onFault(sentence); });
  onMount(() => { void passkey.startOffering(); });
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const { data, error } = await client.mutation(signInMutation, { input: { email: email(), password: password() } });
    setBusy(false);
    const first = data?.signIn.errors[0];
    props.onFault(error ? sentenceOf(error) : first && sentenceOfFault(first));
    if (data?.signIn.viewer) setViewer(data.signIn.viewer);
    else if (data?.signIn.secondFactor) props.onChallenge(data.signIn.secondFactor);
  };
  return (
    <form class="flex flex-col gap-4" onSubmit={(event) => { void submit(event); }}>
      <Show when={props.fault}>{(sentence) => <Notice tone="danger">{sentence()}</Notice>}</Show>
      <TextField label={t().account.email} type="email" autocomplete="username webauthn" required value={email()} onValue={setEmail} />
      <TextField label={t().account.password} type="password" autocomplete="current-password" required value={password()} onValue={setPassword} />
      <Button look="primary" type="submit" isBusy={isBusy()}>{t().account.signIn}</Button>
      <p class="text-center text-sm"><A class="line-link text-muted underline" href={`/forgot-password${email() ? `?email=${encodeURIComponent(email())}` : ''}`}>{t().account.forgot}</A></p>
      <Show when={passkeyHindrance() === undefined}><Or /><PasskeyButton isBusy={passkey.isBusy()} onClick={() => { void passkey.signIn(); }} /></Show>
      <p class="text-center text-sm text-muted">{t().account.noAccount} <A class="line-link font-medium text-accent underline" href="/sign-up">{t().account.toSignUp}</A></p>
    </form>
  );
}

/** Sign in; leads on to `?to=`. */
export function SignInPage() {
  const [search] = useSearchParams<{ to?: string }>();
  const [fault, setFault] = createSignal<string>();
  const [challenge, setChallenge] = createSignal<SecondFactorChallenge>();
  return (
    <Show when={!viewer()} fallback={<Navigate href={safeTarget(search.to)} />}>
      <AccountFrame title={challenge() ? t().account.codeTitle : t().account.signInTitle}>
        <Show when={challenge()} fallback={<FirstStep fault={fault()} onFault={setFault} onChallenge={setChallenge} />}>
          {(open) => <SecondFactor challenge={open()} onEnded={(sentence) => { setChallenge(undefined); setFault(sentence); }} />}
        </Show>
      </AccountFrame>
    </Show>
  );
}

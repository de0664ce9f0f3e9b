import { A, Navigate, useSearchParams } from '@solidjs/router';
import { useClient } from '@urql/solid';
import Building from 'lucide-solid/icons/building';
import { createSignal, onMount, Show } from 'solid-js';
import { sentenceOf, sentenceOfCode, sentenceOfFault, signInFault, type SignInFault } from '../../api/faults.js';
import { setViewer, viewer } from '../../api/session.js';
import { t } from '../../i18n/index.js';
import { passkeyHindrance } from '../../passkeys/browser-passkeys.js';
import { createPasskeySignIn } from '../../passkeys/passkey-sign-in.js';
import { Button } from '../../ui/button.js';
import { TextField } from '../../ui/field.js';
import { Notice } from '../../ui/parts.js';
import { signInMutation, singleSignOnStartMutation, type SecondFactorChallenge } from './account-documents.js';
import { AccountFrame, Or, safeTarget } from './account-frame.js';
import { PasskeyButton } from './passkey-button.js';
import { SecondFactor } from './second-factor.js';

interface FirstStepProps {
  /** Why a sign-in before has failed. */
  fault: SignInFault | undefined;
  onFault: (fault: SignInFault | undefined) => void;
  onChallenge: (challenge: SecondFactorChallenge) => void;
  /** Path of the console to go to then. */
  to: string;
}

/** Why nobody was signed in, and the way that is open where the organization wants another. */
function Fault(props: { fault: SignInFault; to: string }) {
  return (
    <Show when={props.fault.startUrl} fallback={<Notice tone="danger">{props.fault.sentence}</Notice>}>
      {(url) => <Notice tone="warning" actions={<Button look="primary" onClick={() => { location.assign(`${url()}&returnTo=${encodeURIComponent(props.to)}`); }}>{t().account.singleSignOn}</Button>}>{props.fault.sentence}</Notice>}
    </Show>
  );
}

/** Goes to the identity provider that speaks for an address. */
function createSingleSignOn(props: FirstStepProps) {
  const client = useClient();
  const [isBusy, setBusy] = createSignal(false);
  const start = async (email: string) => {
    if (email === '') { props.onFault({ sentence: t().account.addressFirst }); return; }
    setBusy(true);
    const { data, error } = await client.mutation(singleSignOnStartMutation, { input: { email, returnTo: props.to } });
    const { url, errors } = data?.singleSignOnStart ?? { url: null, errors: [] };
    // It stays busy until the browser has left.
    if (url) { location.assign(url); return; }
    setBusy(false);
    props.onFault({ sentence: error ? sentenceOf(error) : sentenceOfFault(errors[0]!) });
  };
  return { isBusy, start };
}

/** Address and password, or a passkey: by its button, and under the field of the address where the browser lists them; or the business's own account. */
function FirstStep(props: FirstStepProps) {
  const client = useClient();
  const [email, setEmail] = createSignal('');
  const [password, setPassword] = createSignal('');
  const [isBusy, setBusy] = createSignal(false);
  const passkey = createPasskeySignIn((fault) => { props.onFault(fault); });
  const singleSignOn = createSingleSignOn(props);
  let addressBox: HTMLInputElement | undefined;
  onMount(() => { void passkey.startOffering(); });
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const { data, error } = await client.mutation(signInMutation, { input: { email: email(), password: password() } });
    setBusy(false);
    const first = data?.signIn.errors[0];
    props.onFault(error ? { sentence: sentenceOf(error) } : first && signInFault(first));
    if (data?.signIn.viewer) setViewer(data.signIn.viewer);
    else if (data?.signIn.secondFactor) props.onChallenge(data.signIn.secondFactor);
  };
  const leave = () => { if (email().trim() === '') addressBox?.focus(); void singleSignOn.start(email().trim()); };
  return (
    <form class="flex flex-col gap-4" onSubmit={(event) => { void submit(event); }}>
      <Show when={props.fault}>{(fault) => <Fault fault={fault()} to={props.to} />}</Show>
      <TextField ref={addressBox} label={t().account.email} type="email" autocomplete="username webauthn" required value={email()} onValue={setEmail} />
      <TextField label={t().account.password} type="password" autocomplete="current-password" required value={password()} onValue={setPassword} />
      <Button look="primary" type="submit" isBusy={isBusy()}>{t().account.signIn}</Button>
      <p class="text-center text-sm"><A class="line-link text-muted underline" href={`/forgot-password${email() ? `?email=${encodeURIComponent(email())}` : ''}`}>{t().account.forgot}</A></p>
      <Or />
      <Show when={passkeyHindrance() === undefined}><PasskeyButton isBusy={passkey.isBusy()} onClick={() => { void passkey.signIn(); }} /></Show>
      <Button isBusy={singleSignOn.isBusy()} onClick={leave}><Building size={16} aria-hidden="true" />{t().account.singleSignOn}</Button>
      <p class="text-center text-sm text-muted">{t().account.noAccount} <A class="line-link font-medium text-accent underline" href="/sign-up">{t().account.toSignUp}</A></p>
    </form>
  );
}

/** A sign-in at an identity provider comes back with a code where it failed. */
const faultOfAddress = (code: unknown): SignInFault | undefined => (typeof code === 'string' ? { sentence: code === 'LIMIT_REACHED' ? t().account.noSeat : sentenceOfCode(code) } : undefined);

/** Sign in; leads on to `?to=`. `?error=` is why a sign-in elsewhere failed. */
export function SignInPage() {
  const [search] = useSearchParams<{ to?: string; error?: string }>();
  const [fault, setFault] = createSignal(faultOfAddress(search.error));
  const [challenge, setChallenge] = createSignal<SecondFactorChallenge>();
  return (
    <Show when={!viewer()} fallback={<Navigate href={safeTarget(search.to)} />}>
      <AccountFrame title={challenge() ? t().account.codeTitle : t().account.signInTitle}>
        <Show when={challenge()} fallback={<FirstStep fault={fault()} onFault={setFault} onChallenge={setChallenge} to={safeTarget(search.to)} />}>
          {(open) => <SecondFactor challenge={open()} onEnded={(ended) => { setChallenge(undefined); setFault(ended); }} />}
        </Show>
      </AccountFrame>
    </Show>
  );
}

import { useClient } from '@urql/solid';
import { createSignal, Show } from 'solid-js';
import { sentenceOf, sentenceOfFault, signInFault, type SignInFault } from '../../api/faults.js';
import { setViewer } from '../../api/session.js';
import { t } from '../../i18n/index.js';
import { passkeyHindrance } from '../../passkeys/browser-passkeys.js';
import { createPasskeySignIn } from '../../passkeys/passkey-sign-in.js';
import { Button } from '../../ui/button.js';
import { TextField } from '../../ui/field.js';
import { signInVerifyMutation, type SecondFactorChallenge } from './account-documents.js';
import { Or } from './account-frame.js';
import { PasskeyButton } from './passkey-button.js';

/** With these one begins again. */
const ENDED = new Set(['CHALLENGE_EXPIRED', 'CHALLENGE_EXHAUSTED', 'SINGLE_SIGN_ON_REQUIRED']);
const APP_CODE = /^\d{6}$/;

interface SecondFactorProps {
  challenge: SecondFactorChallenge;
  /** This sign-in is over, and why, where there is a reason. */
  onEnded: (fault?: SignInFault) => void;
}

/** The second step of signing in: the code of the app, one that was kept for the day on which the phone is gone, or a passkey. */
export function SecondFactor(props: SecondFactorProps) {
  const client = useClient();
  const [isRecovery, setRecovery] = createSignal(!props.challenge.methods.includes('TOTP'));
  const [code, setCode] = createSignal('');
  const [isBusy, setBusy] = createSignal(false);
  const [fault, setFault] = createSignal<string>();
  const passkey = createPasskeySignIn((failed) => { if (failed?.startUrl) props.onEnded(failed); else setFault(failed?.sentence); });
  const hasPasskey = () => props.challenge.methods.includes('PASSKEY') && passkeyHindrance() === undefined;
  const verify = async () => {
    if (isBusy()) return;
    setBusy(true);
    const { data, error } = await client.mutation(signInVerifyMutation, { input: { challengeToken: props.challenge.token, code: code().replaceAll(/\s/g, '') } });
    setBusy(false);
    const first = data?.signInVerify.errors[0];
    if (data?.signInVerify.viewer) setViewer(data.signInVerify.viewer);
    else if (first && ENDED.has(first.code)) props.onEnded(signInFault(first));
    else setFault(error ? sentenceOf(error) : first && sentenceOfFault(first));
  };
  const change = (value: string) => {
    setCode(value);
    setFault(undefined);
    // Six digits are all there is to it.
    if (!isRecovery() && APP_CODE.test(value.replaceAll(/\s/g, ''))) void verify();
  };
  const swap = () => { setRecovery(!isRecovery()); setCode(''); setFault(undefined); };
  return (
    <form class="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); void verify(); }}>
      <Show when={isRecovery()} keyed fallback={<TextField ref={(element) => { queueMicrotask(() => { element.focus(); }); }} label={t().account.code} hint={t().account.codeText} required inputmode="numeric" autocomplete="one-time-code" maxlength={7} class="font-mono text-lg tracking-widest" fault={fault()} value={code()} onValue={change} />}>
        <TextField ref={(element) => { queueMicrotask(() => { element.focus(); }); }} label={t().account.recoveryCode} hint={t().account.recoveryText} required autocomplete="off" autocapitalize="none" spellcheck={false} maxlength={40} class="font-mono" fault={fault()} value={code()} onValue={change} />
      </Show>
      <Button look="primary" type="submit" isBusy={isBusy()}>{t().account.signIn}</Button>
      <Show when={hasPasskey()}><Or /><PasskeyButton isBusy={passkey.isBusy()} onClick={() => { void passkey.signIn(); }} /></Show>
      <div class="flex flex-wrap justify-between gap-2">
        <Button look="quiet" class="-ml-2 px-2.5 text-sm" onClick={() => props.onEnded()}>{t().account.otherAccount}</Button>
        <Show when={props.challenge.methods.includes('RECOVERY_CODE') && props.challenge.methods.includes('TOTP')}><Button look="quiet" class="-mr-2 px-2.5 text-sm" onClick={swap}>{isRecovery() ? t().account.useApp : t().account.useRecovery}</Button></Show>
      </div>
    </form>
  );
}

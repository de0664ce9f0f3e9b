import { useClient } from '@urql/solid';
import { createSignal, Match, Show, Switch, type JSX } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../../api/faults.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { TextField } from '../../../ui/field.js';
import { QrCode } from '../../../ui/qr-code.js';
import { Secret } from '../../../ui/secret.js';
import { RecoveryCodes } from './recovery-codes.js';
import { twoFactorEnableMutation, twoFactorStartMutation } from './security-documents.js';

/** The way there: the password, the app and its first code, the recovery codes. */
type Step = { readonly name: 'password' } | { readonly name: 'app'; readonly secret: string; readonly uri: string } | { readonly name: 'codes'; readonly codes: readonly string[] };

interface FormProps { onSubmit: () => Promise<string | undefined>; action: string; onCancel: () => void; children: (fault: string | undefined) => JSX.Element }

/** One step: its field with what was wrong about it, and its button. */
function StepForm(props: FormProps) {
  const [isBusy, setBusy] = createSignal(false);
  const [fault, setFault] = createSignal<string>();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setFault(await props.onSubmit());
    setBusy(false);
  };
  return (
    <form ref={(form) => { queueMicrotask(() => { form.querySelector<HTMLInputElement>('input:not([readonly])')?.focus(); }); }} class="flex flex-col gap-4" onSubmit={(event) => { void submit(event); }}>
      {props.children(fault())}
      <div class="flex flex-wrap justify-end gap-2">
        <Button look="quiet" onClick={() => props.onCancel()}>{t().common.cancel}</Button>
        <Button look="primary" type="submit" isBusy={isBusy()}>{props.action}</Button>
      </div>
    </form>
  );
}

interface SetupProps {
  isOpen: boolean;
  /** It is on from now on. */
  onEnabled: () => void;
  onClose: () => void;
}

/** Turns on the second factor. */
export function TwoFactorSetup(props: SetupProps) {
  const client = useClient();
  const [step, setStep] = createSignal<Step>({ name: 'password' });
  const [password, setPassword] = createSignal('');
  const [code, setCode] = createSignal('');
  const start = async (): Promise<string | undefined> => {
    const { data, error } = await client.mutation(twoFactorStartMutation, { input: { password: password() } });
    const { secret, uri, errors } = data?.twoFactorStart ?? { secret: null, uri: null, errors: [] };
    if (secret && uri) { setPassword(''); setStep({ name: 'app', secret, uri }); return undefined; }
    return error ? sentenceOf(error) : errors[0] && sentenceOfFault(errors[0]);
  };
  const enable = async (): Promise<string | undefined> => {
    const { data, error } = await client.mutation(twoFactorEnableMutation, { input: { code: code().replaceAll(/\s/g, '') } });
    const { recoveryCodes, errors } = data?.twoFactorEnable ?? { recoveryCodes: null, errors: [] };
    if (recoveryCodes) { setCode(''); setStep({ name: 'codes', codes: recoveryCodes }); props.onEnabled(); return undefined; }
    return error ? sentenceOf(error) : errors[0] && sentenceOfFault(errors[0]);
  };
  const close = () => { props.onClose(); setStep({ name: 'password' }); setPassword(''); setCode(''); };
  const app = () => { const now = step(); return now.name === 'app' ? now : undefined; };
  const codes = () => { const now = step(); return now.name === 'codes' ? now.codes : undefined; };
  return (
    <Dialog isOpen={props.isOpen} title={codes() ? t().security.codesTitle : t().security.setUpTitle} onClose={() => { if (!codes()) close(); }}>
      <Show when={props.isOpen}>
        <Switch fallback={(
          <StepForm onSubmit={start} action={t().common.further} onCancel={close}>
            {(fault) => <TextField label={t().security.yourPassword} hint={t().security.passwordHint} type="password" autocomplete="current-password" required fault={fault} value={password()} onValue={setPassword} />}
          </StepForm>
        )}>
          <Match when={app()}>
            {(key) => (
              <StepForm onSubmit={enable} action={t().security.turnOn} onCancel={close}>
                {(fault) => (
                  <>
                    <p class="text-muted">{t().security.scan}</p>
                    <div class="flex justify-center"><QrCode text={key().uri} label={t().security.qrCode} /></div>
                    <Secret label={t().security.typeIt} text={key().secret} isMinor />
                    <TextField label={t().security.code} hint={t().security.codeHint} required inputmode="numeric" autocomplete="one-time-code" maxlength={7} fault={fault} value={code()} onValue={setCode} />
                  </>
                )}
              </StepForm>
            )}
          </Match>
          <Match when={codes()}>{(list) => <RecoveryCodes codes={list()} onDone={close} />}</Match>
        </Switch>
      </Show>
    </Dialog>
  );
}

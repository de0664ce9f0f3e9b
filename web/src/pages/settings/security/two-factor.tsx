import { useSearchParams } from '@solidjs/router';
import { useClient } from '@urql/solid';
import ShieldCheck from 'lucide-solid/icons/shield-check';
import ShieldOff from 'lucide-solid/icons/shield-off';
import { createSignal, Show } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../../api/faults.js';
import { formatDate } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { Confirm } from '../../../ui/confirm.js';
import { Dialog } from '../../../ui/dialog.js';
import { TextField } from '../../../ui/field.js';
import { Section } from '../../../ui/section.js';
import { toast } from '../../../ui/toast.js';
import { RecoveryCodes } from './recovery-codes.js';
import { recoveryCodesRenewMutation, twoFactorDisableMutation, type TwoFactorFields } from './security-documents.js';
import { TwoFactorSetup } from './two-factor-setup.js';

/** Fewer than these, and new ones are due. */
const CODES_FEW = 3;

/** Whether it is on, and since when. */
function State(props: { state: TwoFactorFields }) {
  const isFew = () => props.state.recoveryCodesLeft < CODES_FEW;
  return (
    <div class="flex items-start gap-3">
      <Show when={props.state.isEnabled} fallback={<ShieldOff size={20} class="mt-0.5 shrink-0 text-warning" aria-hidden="true" />}><ShieldCheck size={20} class="mt-0.5 shrink-0 text-accent" aria-hidden="true" /></Show>
      <div class="min-w-0">
        <p class="font-medium">{props.state.isEnabled ? t().security.isOn : t().security.isOff}</p>
        <Show when={props.state.isEnabled} fallback={<p class="text-sm text-muted">{t().security.offText}</p>}>
          <p class={`text-sm ${isFew() ? 'text-warning' : 'text-muted'}`}>{t().security.since(formatDate(props.state.enabledAt ?? ''))} · {t().security.codesLeft(props.state.recoveryCodesLeft)}</p>
        </Show>
      </div>
    </div>
  );
}

/** Turning it off, and making new recovery codes: both want to see who asks. */
function createChanges(refresh: () => void) {
  const client = useClient();
  const [values, setValues] = createSignal({ password: '', code: '' });
  const [codes, setCodes] = createSignal<readonly string[]>();
  const disable = async (): Promise<string | undefined> => {
    const { data, error } = await client.mutation(twoFactorDisableMutation, { input: values() });
    const fault = data?.twoFactorDisable.errors[0];
    if (error || fault) return error ? sentenceOf(error) : sentenceOfFault(fault!);
    toast(t().security.turnedOff);
    refresh();
    return undefined;
  };
  const renew = async (): Promise<string | undefined> => {
    const { data, error } = await client.mutation(recoveryCodesRenewMutation, { input: { password: values().password } });
    const fault = data?.recoveryCodesRenew.errors[0];
    if (error || fault) return error ? sentenceOf(error) : sentenceOfFault(fault!);
    setCodes(data?.recoveryCodesRenew.recoveryCodes ?? []);
    refresh();
    return undefined;
  };
  return { values, set: (part: Partial<{ password: string; code: string }>) => { setValues((all) => ({ ...all, ...part })); }, codes, setCodes, disable, renew };
}

/** The second factor: a code of an app on one's telephone, and codes for the day on which that is gone. `?setup=1` sets it up. */
export function TwoFactor(props: { state: TwoFactorFields; refresh: () => void }) {
  const [search, setSearch] = useSearchParams<{ setup?: string }>();
  const [asked, setAsked] = createSignal<'disable' | 'renew'>();
  const changes = createChanges(() => props.refresh());
  const ask = (which: 'disable' | 'renew' | undefined) => { changes.set({ password: '', code: '' }); setAsked(which); };
  const password = () => <TextField label={t().security.yourPassword} type="password" autocomplete="current-password" required value={changes.values().password} onValue={(value) => { changes.set({ password: value }); }} />;
  // While its codes are shown it is on already, and the box stays.
  const [isSettingUp, setSettingUp] = createSignal(false);
  const isSetUp = () => isSettingUp() || (search.setup !== undefined && !props.state.isEnabled);
  return (
    <Section title={t().security.twoFactor} hint={t().security.twoFactorHint}>
      <State state={props.state} />
      <div class="flex flex-wrap gap-2">
        <Show when={props.state.isEnabled} fallback={<Button look="primary" onClick={() => { setSearch({ setup: '1' }, { scroll: false }); }}>{t().security.setUp}</Button>}>
          <Button onClick={() => { ask('renew'); }}>{t().security.renew}</Button>
          <Button look="danger" onClick={() => { ask('disable'); }}>{t().security.turnOff}</Button>
        </Show>
      </div>
      <TwoFactorSetup isOpen={isSetUp()} onEnabled={() => { setSettingUp(true); props.refresh(); }} onClose={() => { setSettingUp(false); setSearch({ setup: undefined }, { scroll: false }); }} />
      <Confirm isOpen={asked() === 'disable'} title={t().security.turnOffTitle} text={t().security.turnOffText} action={t().security.turnOff} isDanger onConfirm={changes.disable} onClose={() => { ask(undefined); }}>
        {password()}
        <TextField label={t().security.codeOrRecovery} required autocomplete="one-time-code" autocapitalize="none" spellcheck={false} value={changes.values().code} onValue={(code) => { changes.set({ code: code.trim() }); }} />
      </Confirm>
      <Confirm isOpen={asked() === 'renew'} title={t().security.renewTitle} text={t().security.renewText} action={t().security.renewAction} onConfirm={changes.renew} onClose={() => { ask(undefined); }}>{password()}</Confirm>
      <Dialog isOpen={changes.codes() !== undefined} title={t().security.codesTitle} onClose={() => {}}><Show when={changes.codes()}>{(codes) => <RecoveryCodes codes={codes()} onDone={() => { changes.setCodes(undefined); }} />}</Show></Dialog>
    </Section>
  );
}

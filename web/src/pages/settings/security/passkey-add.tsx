import { useClient } from '@urql/solid';
import { createEffect, createSignal, on } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../../api/faults.js';
import { t } from '../../../i18n/index.js';
import { makePasskey } from '../../../passkeys/browser-passkeys.js';
import { sentenceOfFailure } from '../../../passkeys/passkey-failures.js';
import { Confirm } from '../../../ui/confirm.js';
import { TextField } from '../../../ui/field.js';
import { toast } from '../../../ui/toast.js';
import { placeOf } from './place-of.js';
import { passkeyRegisterMutation, passkeyRegistrationStartMutation } from './security-documents.js';

/** The name, or with a number where there is one like it. */
function freeName(wanted: string, taken: readonly string[]): string {
  let name = wanted;
  for (let number = 2; taken.includes(name); number++) name = `${wanted} ${number}`;
  return name;
}

interface PasskeyAddProps {
  isOpen: boolean;
  /** What those are called that there are. */
  names: readonly string[];
  onAdded: () => void;
  onClose: () => void;
}

/** Makes a passkey: who sits there says the password, the browser asks for finger, face or PIN. */
export function PasskeyAdd(props: PasskeyAddProps) {
  const client = useClient();
  const [name, setName] = createSignal('');
  const [password, setPassword] = createSignal('');
  createEffect(on(() => props.isOpen, (isOpen) => { setPassword(''); if (isOpen) setName(freeName(placeOf(navigator.userAgent), props.names)); }));
  const register = async (response: object): Promise<string | undefined> => {
    const { data, error } = await client.mutation(passkeyRegisterMutation, { input: { name: name().trim(), response } });
    const { passkey, errors } = data?.passkeyRegister ?? { passkey: null, errors: [] };
    if (!passkey) return error ? sentenceOf(error) : errors[0] && sentenceOfFault(errors[0]);
    toast(t().passkeys.added(passkey.name));
    props.onAdded();
    return undefined;
  };
  const add = async (): Promise<string | undefined> => {
    const { data, error } = await client.mutation(passkeyRegistrationStartMutation, { input: { password: password() } });
    const { options, errors } = data?.passkeyRegistrationStart ?? { options: null, errors: [] };
    if (!options) return error ? sentenceOf(error) : errors[0] && sentenceOfFault(errors[0]);
    const wanted = options as PublicKeyCredentialCreationOptionsJSON;
    const answer = await makePasskey(wanted);
    return 'failure' in answer ? sentenceOfFailure(answer.failure, 'made', wanted.rp.id) : register(answer.response);
  };
  return (
    <Confirm isOpen={props.isOpen} title={t().passkeys.addTitle} text={t().passkeys.addText} action={t().passkeys.addAction} onConfirm={add} onClose={() => props.onClose()}>
      <TextField label={t().passkeys.name} hint={t().passkeys.nameHint} required maxlength={120} autocomplete="off" value={name()} onValue={setName} />
      <TextField label={t().security.yourPassword} hint={t().security.passwordHint} type="password" autocomplete="current-password" required autofocus value={password()} onValue={setPassword} />
    </Confirm>
  );
}

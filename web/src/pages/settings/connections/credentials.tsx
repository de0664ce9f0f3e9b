import { For, Show } from 'solid-js';
import { TextField } from '../../../ui/field.js';
import { t } from '../../../i18n/index.js';
import type { OfferKindFields } from './connection-documents.js';
import { Prose } from './connection-words.js';

type SecretFields = OfferKindFields['secrets'][number];

/** A credential as it is entered; whoever looks over a shoulder reads nothing, and no password manager keeps it. */
export function CredentialField(props: { secret: SecretFields; label?: string; value: string; fault: string | undefined; isRequired: boolean; onValue: (value: string) => void }) {
  return (
    <div class="flex flex-col gap-1">
      <TextField label={props.label ?? props.secret.title} type="password" class="font-mono text-sm" required={props.isRequired} autocomplete="off" autocapitalize="none" spellcheck={false} data-1p-ignore fault={props.fault} value={props.value} onValue={props.onValue} />
      <Show when={props.secret.help}><p class="text-sm text-muted"><Prose text={props.secret.help} /></p></Show>
      <Show when={!props.isRequired}><p class="text-sm text-muted">{t().connections.noCredential}</p></Show>
    </div>
  );
}

interface FieldsProps { secrets: readonly SecretFields[]; values: Readonly<Record<string, string>>; isRequired: boolean; faultOf: (name: string) => string | undefined; onValue: (name: string, value: string) => void }

/** All that a provider asks for. */
export function CredentialFields(props: FieldsProps) {
  return <For each={props.secrets}>{(secret) => <CredentialField secret={secret} value={props.values[secret.name] ?? ''} fault={props.faultOf(secret.name)} isRequired={props.isRequired} onValue={(value) => { props.onValue(secret.name, value); }} />}</For>;
}

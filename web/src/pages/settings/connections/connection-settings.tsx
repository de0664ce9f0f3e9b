import { createSignal, Show } from 'solid-js';
import { faultOfField, sentenceOfFault } from '../../../api/faults.js';
import { may } from '../../../api/may.js';
import { formatShort } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { TextField } from '../../../ui/field.js';
import { Notice } from '../../../ui/parts.js';
import { SelectField } from '../../../ui/select-field.js';
import { toast } from '../../../ui/toast.js';
import type { ConnectionFields, OfferKindFields } from './connection-documents.js';
import { ProblemNotice } from './connection-words.js';
import { createChange } from './create-change.js';
import { createSettingDraft } from './form/create-setting-draft.js';
import { isSameSettings, type Settings } from './form/setting-draft.js';
import { SettingInputs } from './form/setting-inputs.js';

const FIELDS = ['name', 'voice'];

/** Name, voice and settings of a connection; what the provider has to do with is tried before it is kept. */
export function ConnectionSettings(props: { connection: ConnectionFields; kind: OfferKindFields; onSaved: () => void }) {
  const words = () => t().connections;
  const kept = () => props.connection.settings as Settings;
  const form = createSettingDraft(props.kind.settingsSchema, kept());
  const [name, setName] = createSignal(props.connection.name);
  const [voice, setVoice] = createSignal(props.connection.voice ?? '');
  const change = createChange((fault) => FIELDS.some((field) => faultOfField([fault], field)) || form.hasPlaceFor(fault));
  const about = (field: string) => { const fault = faultOfField(change.faults(), field); return fault && sentenceOfFault(fault); };
  const isRenamed = () => name().trim() !== props.connection.name;
  const isRevoiced = () => voice() !== (props.connection.voice ?? '');
  const isReset = () => !isSameSettings(form.fields, form.settings(), kept());
  const voices = () => [...new Set([...(voice() === '' ? [] : [voice()]), ...props.connection.voiceIds])];
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const settings = form.read();
    if (!settings) return;
    const isTried = isReset() || isRevoiced();
    const saved = await change.change(props.connection.id, { expectedVersion: props.connection.version, ...(isRenamed() ? { name: name().trim() } : {}), ...(isRevoiced() ? { voice: voice() || null } : {}), ...(isReset() ? { settings } : {}) });
    if (!saved) return;
    toast(isTried ? words().savedAfter(saved.name, formatShort(saved.latencyMs ?? 0)) : words().saved(saved.name));
    props.onSaved();
  };
  return (
    <form class="flex flex-col gap-4" onSubmit={(event) => { void submit(event); }}>
      <div class="grid items-start gap-4 sm:grid-cols-2">
        <TextField label={words().name} hint={words().nameHint} required maxlength={120} autocomplete="off" readonly={!may('connections:manage')} fault={about('name')} value={name()} onValue={setName} />
        <Show when={props.connection.kind === 'TTS' && voices().length > 0}><SelectField label={words().voice} hint={words().voiceHint} disabled={!may('connections:manage')} fault={about('voice')} value={voice()} options={[{ value: '', name: words().firstVoice }, ...voices().map((value) => ({ value, name: value }))]} onValue={setVoice} /></Show>
      </div>
      <SettingInputs fields={form.fields} draft={form.draft} voices={props.connection.voiceIds} isReadonly={!may('connections:manage')} faultOf={(setting) => form.faultOf(change.faults(), setting)} onChange={form.set} />
      <Show when={change.failure()}>{(sentence) => <Notice tone="danger" {...(change.faults().some(({ code }) => code === 'CONNECTION_CHANGED') ? { actions: <Button onClick={() => props.onSaved()}>{words().changedMeanwhile}</Button> } : {})}>{sentence()}</Notice>}</Show>
      <Show when={change.problem()}>{(problem) => <ProblemNotice problem={problem()} isAnnounced />}</Show>
      <Show when={may('connections:manage')}><div><Button look="primary" type="submit" isBusy={change.isBusy()} disabled={!isRenamed() && !isRevoiced() && !isReset()}>{isReset() || isRevoiced() ? words().save : words().saveName}</Button></div></Show>
    </form>
  );
}

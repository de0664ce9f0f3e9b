import { createEffect, createUniqueId, For, Show, untrack, type ParentProps } from 'solid-js';
import { t } from '../../../../i18n/index.js';
import { Field, TextArea } from '../../../../ui/field.js';
import { SelectField } from '../../../../ui/select-field.js';
import { Toggle } from '../../../../ui/toggle.js';
import { isShown, settingsOf, writtenOf, type SettingDraft } from './setting-draft.js';
import type { SettingField } from './setting-fields.js';

interface InputsProps {
  fields: readonly SettingField[];
  draft: SettingDraft;
  /** Voices that the provider offered. */
  voices: readonly string[];
  isReadonly?: boolean;
  /** What is wrong with a setting, in a sentence. */
  faultOf: (name: string) => string | undefined;
  onChange: (name: string, value: string | boolean) => void;
}

interface InputProps { field: SettingField; value: string | boolean; voices: readonly string[]; isReadonly: boolean; fault: string | undefined; onChange: (value: string | boolean) => void }

const INPUT_TYPES = { text: 'text', masked: 'password', address: 'url', number: 'number' } as const;

const placeholderOf = ({ initial }: SettingField): string | undefined => writtenOf(initial) || undefined;

/** A line of text or a number, with suggestions where there are some; empty asks for what it begins with. */
function LineInput(props: InputProps) {
  const listId = createUniqueId();
  const suggestions = () => (props.field.optionsOf === 'voices' && props.voices.length > 0 ? props.voices : props.field.suggestions);
  const type = () => INPUT_TYPES[props.field.kind as keyof typeof INPUT_TYPES] ?? 'text';
  return (
    <Field label={props.field.label} hint={props.field.hint} fault={props.fault}>
      {(ids) => (
        <>
          <input class="field-box control" {...ids} type={type()} value={String(props.value)} placeholder={placeholderOf(props.field)} required={props.field.isRequired} readonly={props.isReadonly} autocomplete="off" autocapitalize="none" spellcheck={false}
            maxlength={props.field.charactersMax} pattern={props.field.pattern} min={props.field.min} max={props.field.max} step={props.field.isWhole ? 1 : 'any'} list={suggestions().length > 0 ? listId : undefined} onInput={(event) => { props.onChange(event.currentTarget.value); }} />
          <Show when={suggestions().length > 0}><datalist id={listId}><For each={suggestions()}>{(suggestion) => <option value={suggestion} />}</For></datalist></Show>
        </>
      )}
    </Field>
  );
}

/** One setting, by what it is. */
function SettingInput(props: InputProps) {
  const isText = () => props.field.kind === 'area' || props.field.kind === 'lines' || props.field.kind === 'json';
  const hint = () => [props.field.hint, props.field.kind === 'lines' ? t().connections.list : ''].filter(Boolean).join(' ') || undefined;
  const options = () => [...(props.field.initial === undefined && !props.field.isRequired ? [{ value: '', name: t().connections.ownDefault }] : []), ...props.field.options.map((value) => ({ value, name: value }))];
  return (
    <Show when={props.field.kind !== 'toggle'} fallback={<fieldset class="min-w-0" disabled={props.isReadonly}><Toggle label={props.field.label} {...(props.field.hint === undefined ? {} : { hint: props.field.hint })} isOn={props.value === true} onChange={props.onChange} /></fieldset>}>
      <Show when={props.field.kind === 'choice'} fallback={(
        <Show when={isText()} fallback={<LineInput {...props} />}>
          <TextArea label={props.field.label} hint={hint()} fault={props.fault} class={props.field.kind === 'json' ? 'font-mono text-sm' : ''} required={props.field.isRequired} readonly={props.isReadonly} placeholder={props.field.kind === 'area' ? placeholderOf(props.field) : undefined} spellcheck={props.field.kind === 'area'} value={String(props.value)} onValue={props.onChange} />
        </Show>
      )}>
        <SelectField label={props.field.label} hint={props.field.hint} fault={props.fault} disabled={props.isReadonly} value={String(props.value)} options={options()} onValue={props.onChange} />
      </Show>
    </Show>
  );
}

/** Settings that few change, behind their name: open from the start where something of them is set, and once something is wrong in it. */
function Group(props: ParentProps<{ name: string; isOpenFirst: boolean; isFaulty: boolean }>) {
  let box: HTMLDetailsElement | undefined;
  createEffect(() => { if (props.isFaulty && box) box.open = true; });
  return (
    <details ref={(element) => { box = element; element.open = untrack(() => props.isOpenFirst); }} class="rounded-lg border border-line">
      <summary class="control flex items-center rounded-lg px-3.5 text-sm font-medium hover:bg-sunken">{props.name}</summary>
      <div class="grid items-start gap-4 border-t border-line p-3.5 sm:grid-cols-2">{props.children}</div>
    </details>
  );
}

/** Settings as their manifest describes them: those without a group first, the others behind the group's name. Its words are English. */
export function SettingInputs(props: InputsProps) {
  const shown = () => props.fields.filter((field) => isShown(field, props.fields, props.draft));
  const groups = () => [...new Set(shown().map(({ group }) => group))].filter((group) => group !== undefined);
  const isWide = ({ kind }: SettingField) => kind === 'area' || kind === 'json' || kind === 'lines';
  const input = (field: SettingField) => (
    <div class={isWide(field) ? 'sm:col-span-2' : ''}>
      <SettingInput field={field} value={props.draft[field.name] ?? ''} voices={props.voices} isReadonly={props.isReadonly === true} fault={props.faultOf(field.name)} onChange={(value) => { props.onChange(field.name, value); }} />
    </div>
  );
  const isSet = (group: string) => Object.keys(settingsOf(props.fields.filter((field) => field.group === group), props.draft).settings).length > 0;
  return (
    <div lang="en" class="flex flex-col gap-4">
      <div class="grid items-start gap-4 empty:hidden sm:grid-cols-2"><For each={shown().filter(({ group }) => group === undefined)}>{input}</For></div>
      <For each={groups()}>
        {(group) => {
          const own = () => shown().filter((field) => field.group === group);
          return <Group name={group} isOpenFirst={isSet(group) || own().some(({ isRequired }) => isRequired)} isFaulty={own().some(({ name }) => props.faultOf(name) !== undefined)}><For each={own()}>{input}</For></Group>;
        }}
      </For>
    </div>
  );
}

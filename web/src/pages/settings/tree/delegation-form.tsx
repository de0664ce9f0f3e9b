import { useClient } from '@urql/solid';
import { createEffect, createSignal, For, on, Show } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../../api/faults.js';
import { formatDate } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { Notice } from '../../../ui/parts.js';
import { OptionList } from '../../../ui/option-list.js';
import { Section } from '../../../ui/section.js';
import { toast } from '../../../ui/toast.js';
import { permissionWords } from '../keys/key-permissions.js';
import { DELEGABLE, DELEGABLE_GROUPS, permissionsOf, reachOf, REACHES, type Reach } from './delegation.js';
import { delegationSetMutation } from './tree-documents.js';

const CHOICES = [...REACHES, 'chosen'] as const;

/** Everything that an agency can be let do, to be ticked one by one. */
function Ticks(props: { given: readonly string[]; isFixed: boolean; onChange: (given: string[]) => void }) {
  const set = (permission: string, isOn: boolean) => { props.onChange(isOn ? [...props.given, permission] : props.given.filter((other) => other !== permission)); };
  return (
    <div class="gap-x-6 rounded-lg border border-line px-3.5 pt-3 sm:columns-2">
      <For each={DELEGABLE_GROUPS}>
        {(group) => (
          <fieldset class="break-inside-avoid pb-3" disabled={props.isFixed}>
            <legend class="text-xs font-medium text-muted">{t().permissions.groups[group]}</legend>
            <For each={DELEGABLE[group]}>
              {(permission) => (
                <label class="control flex cursor-pointer items-center gap-2.5 text-sm lg:min-h-8">
                  <input type="checkbox" class="size-4 shrink-0 accent-accent" checked={props.given.includes(permission)} onChange={(event) => { set(permission, event.currentTarget.checked); }} />{permissionWords(permission)}
                </label>
              )}
            </For>
          </fieldset>
        )}
      </For>
    </div>
  );
}

interface FormProps {
  agencyName: string;
  permissions: readonly string[];
  updatedAt: string | null;
  /** Whether who is signed in decides it. */
  isMine: boolean;
  onSaved: () => void;
}

const isSame = (one: readonly string[], other: readonly string[]) => one.length === other.length && one.every((permission) => other.includes(permission));

/** How far the agency reaches in: a step, or what is ticked one by one. */
export function DelegationForm(props: FormProps) {
  const client = useClient();
  const [given, setGiven] = createSignal<readonly string[]>([]);
  const [isChosen, setChosen] = createSignal(false);
  const [isBusy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  const show = (permissions: readonly string[]) => { setGiven([...permissions]); setChosen(reachOf(permissions) === undefined); };
  createEffect(on(() => [...props.permissions], show));
  const choice = () => (isChosen() ? 'chosen' : reachOf(given()) ?? 'chosen');
  const choose = (wanted: Reach | 'chosen') => { setChosen(wanted === 'chosen'); if (wanted !== 'chosen') setGiven(permissionsOf(wanted)); };
  const isChanged = () => !isSame(given(), props.permissions);
  const set = async (permissions: readonly string[]): Promise<boolean> => {
    setBusy(true);
    const { data, error } = await client.mutation(delegationSetMutation, { input: { permissions: [...permissions] } });
    setBusy(false);
    const fault = data?.delegationSet.errors[0];
    setFailure(error ? sentenceOf(error) : fault && sentenceOfFault(fault));
    props.onSaved();
    return !error && !fault;
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const [before, now] = [[...props.permissions], [...given()]];
    const name = props.agencyName;
    if (await set(now)) toast({ text: now.length === 0 ? t().agency.savedNothing(name) : t().agency.saved(name), undo: () => set(before) });
  };
  return (
    <Section title={t().agency.reachTitle(props.agencyName)} hint={props.isMine ? t().agency.reachHint : t().agency.fixed}>
      <form class="flex flex-col gap-4" onSubmit={(event) => { void submit(event); }}>
        <Show when={failure()}>{(sentence) => <Notice tone="danger">{sentence()}</Notice>}</Show>
        <OptionList legend={t().agency.reachTitle(props.agencyName)} options={CHOICES.map((value) => ({ value, ...t().agency.reaches[value] }))} chosen={choice()} isDisabled={!props.isMine} onChoose={choose} />
        <Show when={choice() === 'chosen'}><Ticks given={given()} isFixed={!props.isMine} onChange={setGiven} /></Show>
        <Show when={props.isMine} fallback={<Show when={props.updatedAt}>{(at) => <p class="text-sm text-muted">{t().agency.since(formatDate(at()))}</p>}</Show>}>
          <div class="flex flex-wrap items-center gap-x-4 gap-y-2">
            <Button look="primary" type="submit" isBusy={isBusy()} disabled={!isChanged()}>{t().common.save}</Button>
            <p class="min-w-0 flex-1 basis-60 text-sm text-muted" aria-live="polite">{isChanged() ? t().agency.unsaved : props.updatedAt ? t().agency.since(formatDate(props.updatedAt)) : ''}</p>
          </div>
        </Show>
      </form>
    </Section>
  );
}

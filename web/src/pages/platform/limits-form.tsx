import { useClient } from '@urql/solid';
import { createEffect, createSignal, For, on, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { sentenceOf, sentenceOfFault } from '../../api/faults.js';
import { t } from '../../i18n/index.js';
import { Button } from '../../ui/button.js';
import { TextField } from '../../ui/field.js';
import { Notice } from '../../ui/parts.js';
import { Section } from '../../ui/section.js';
import { SelectField } from '../../ui/select-field.js';
import { toast } from '../../ui/toast.js';
import { usedText } from '../settings/organization/limit-words.js';
import { draftOf, LIMITS, overridesOf, type LimitDraft, type LimitKind } from './limit-draft.js';
import { limitsSetMutation, type PlatformLimits } from './platform-documents.js';

const PLANS = ['STARTER', 'TEAM', 'BUSINESS', 'UNLIMITED'] as const;

interface FormProps { id: string; name: string; limits: PlatformLimits; isMine: boolean; onSaved: () => void }

/** The plan of an organization, and what is agreed otherwise. */
export function LimitsForm(props: FormProps) {
  const client = useClient();
  const [plan, setPlan] = createSignal<PlatformLimits['plan']>('UNLIMITED');
  const [draft, setDraft] = createStore<{ -readonly [Kind in keyof LimitDraft]: LimitDraft[Kind] }>(draftOf(props.limits));
  const [isBusy, setBusy] = createSignal(false);
  const [wrong, setWrong] = createSignal<readonly LimitKind[]>([]);
  const [failure, setFailure] = createSignal<string>();
  createEffect(on(() => props.limits, (limits) => { setPlan(limits.plan); setDraft(draftOf(limits)); }));
  const isChanged = () => plan() !== props.limits.plan || JSON.stringify(draft) !== JSON.stringify(draftOf(props.limits));
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const read = overridesOf(draft);
    setWrong(read.wrong);
    if (read.wrong.length > 0) return;
    setBusy(true);
    const { data, error } = await client.mutation(limitsSetMutation, { input: { id: props.id, plan: plan(), overrides: read.overrides } });
    setBusy(false);
    const fault = data?.organizationLimitsSet.errors[0];
    setFailure(error ? sentenceOf(error) : fault && sentenceOfFault(fault));
    if (error || fault) return;
    toast(t().platform.limitsSaved(props.name));
    props.onSaved();
  };
  return (
    <Section title={t().platform.limits} hint={t().platform.limitsHint}>
      <form class="flex flex-col gap-4" onSubmit={(event) => { void submit(event); }}>
        <Show when={failure()}>{(sentence) => <Notice tone="danger">{sentence()}</Notice>}</Show>
        <div class="sm:max-w-xs"><SelectField label={t().platform.plan} value={plan()} disabled={!props.isMine} options={PLANS.map((value) => ({ value, name: t().limits.plans[value] }))} onValue={(value) => { setPlan(value as PlatformLimits['plan']); }} /></div>
        <fieldset disabled={!props.isMine}>
          <legend class="text-sm font-medium">{t().platform.agreed}</legend>
          <p class="text-sm text-muted">{t().platform.agreedHint}</p>
          <div class="mt-3 grid gap-x-6 gap-y-4 sm:grid-cols-2">
            <For each={LIMITS}>
              {({ kind, name }) => (
                <div>
                  <TextField label={t().platform.limitNames[kind]} hint={usedText(name, props.limits[name])} inputmode="decimal" autocomplete="off" placeholder={draft[kind].isUnlimited ? t().platform.unlimited : t().platform.asPlan} disabled={draft[kind].isUnlimited}
                    fault={wrong().includes(kind) ? t().platform.wholeNumber : undefined} value={draft[kind].text} onValue={(text) => { setDraft(kind, { text, isUnlimited: false }); }} />
                  <label class="control flex cursor-pointer items-center gap-2.5 text-sm lg:min-h-8"><input type="checkbox" class="size-4 shrink-0 accent-accent" aria-label={`${t().platform.limitNames[kind]}: ${t().platform.unlimited}`} checked={draft[kind].isUnlimited} onChange={(event) => { setDraft(kind, { text: '', isUnlimited: event.currentTarget.checked }); }} />{t().platform.unlimited}</label>
                </div>
              )}
            </For>
          </div>
        </fieldset>
        <Show when={props.isMine}><div><Button look="primary" type="submit" isBusy={isBusy()} disabled={!isChanged()}>{t().common.save}</Button></div></Show>
      </form>
    </Section>
  );
}

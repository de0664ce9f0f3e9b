import RotateCcw from 'lucide-solid/icons/rotate-ccw';
import { For, Show } from 'solid-js';
import { locale, t } from '../../i18n/index.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { toast } from '../../ui/toast.js';
import type { AgentEditor } from './agent-editor.js';
import { numberText } from './field-words.js';
import { presetOf, standardTurnTaking, TURN_TAKING_LIMITS, TURN_TAKING_NUMBERS, TURN_TAKING_PRESET_NAMES, TURN_TAKING_PRESETS, UNIT_SIZES, type TurnTakingDraft, type TurnTakingNumber, type TurnTakingPreset } from './turn-taking.js';

function NumberRow(props: { editor: AgentEditor; name: TurnTakingNumber }) {
  const limits = () => TURN_TAKING_LIMITS[props.name];
  const size = () => UNIT_SIZES[limits().unit];
  const value = () => props.editor.draft.turnTaking[props.name];
  const shown = () => value() / size();
  const words = () => t().turnTaking[props.name];
  const standard = () => numberText(props.name, limits().standard);
  return (
    <Field label={words()[0]} hint={words()[1]} fault={props.editor.faultOf(`turnTaking.${props.name}`)}>
      {(ids) => (
        <div class="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <input class="field-box control w-24! shrink-0 text-right tabular-nums" type="number" inputmode="numeric" step={size() === 1 ? 1 : 'any'} min={limits().min / size()} max={limits().max / size()} {...ids} data-place={`turnTaking.${props.name}`}
            value={Number.isNaN(shown()) ? '' : shown()}
            onInput={(event) => { props.editor.edit('turnTaking', props.name, Math.round(event.currentTarget.valueAsNumber * size())); }} />
          <span class="text-sm text-muted">{t().editor[limits().unit]}</span>
          <Show when={value() !== limits().standard} fallback={<span class="ml-auto text-sm text-muted">{t().editor.isStandard}</span>}>
            <button type="button" class="control ml-auto inline-flex items-center gap-1 rounded px-1 text-sm text-accent hover:underline lg:min-h-6" onClick={() => { props.editor.edit('turnTaking', props.name, limits().standard); }}><RotateCcw size={13} aria-hidden="true" />{t().editor.backTo(standard())}</button>
          </Show>
        </div>
      )}
    </Field>
  );
}

/** Manners of talking to begin with: each sets some of the numbers below. */
function Presets(props: { settings: TurnTakingDraft; onChoose: (preset: TurnTakingPreset) => void }) {
  const chosen = () => presetOf(props.settings);
  return (
    <div role="group" aria-label={t().editor.presets} class="grid gap-2 sm:grid-cols-3">
      <For each={TURN_TAKING_PRESET_NAMES}>
        {(preset) => (
          <button type="button" aria-pressed={chosen() === preset} class={`flex flex-col rounded-lg border px-3.5 py-2.5 text-left ${chosen() === preset ? 'border-accent bg-accent-soft' : 'border-edge hover:bg-sunken'}`} onClick={() => { props.onChoose(preset); }}>
            <span class="block text-sm font-medium">{t().presets[preset][0]}</span><span class="block text-sm text-muted">{t().presets[preset][1]}</span>
          </button>
        )}
      </For>
    </div>
  );
}

/** When the agent speaks and when it gives way, each number with what it does. */
export function TurnTakingEditor(props: { editor: AgentEditor }) {
  const settings = () => props.editor.draft.turnTaking;
  const isStandard = () => { const standard = standardTurnTaking(); return Object.entries(standard).every(([name, value]) => settings()[name as TurnTakingNumber] === value); };
  /** Several numbers at once: what they were can be had back. */
  const set = (change: Partial<TurnTakingDraft>, words: string) => {
    const former = { ...settings() };
    props.editor.edit('turnTaking', change);
    toast({ text: words, undo: () => { props.editor.edit('turnTaking', former); } });
  };
  return (
    <div class="flex flex-col gap-5" lang={locale()}>
      <Presets settings={settings()} onChoose={(preset) => { set(TURN_TAKING_PRESETS[preset], t().editor.presetSet(t().presets[preset][0])); }} />
      <label class="flex items-start gap-3">
        <input type="checkbox" class="mt-0.5 size-6 shrink-0 accent-accent" checked={settings().isInterruptible} onChange={(event) => { props.editor.edit('turnTaking', 'isInterruptible', event.currentTarget.checked); }} />
        <span><span class="block text-sm font-medium">{t().turnTaking.isInterruptible[0]}</span><span class="block text-sm text-muted">{t().turnTaking.isInterruptible[1]}</span></span>
      </label>
      <div class="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        <For each={TURN_TAKING_NUMBERS}>{(name) => <NumberRow editor={props.editor} name={name} />}</For>
      </div>
      <div><Button disabled={isStandard()} onClick={() => { set(standardTurnTaking(), t().editor.defaultsSet); }}>{t().editor.defaults}</Button></div>
    </div>
  );
}

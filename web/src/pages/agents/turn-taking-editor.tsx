import { For } from 'solid-js';
import type { SetStoreFunction } from 'solid-js/store';
import { locale, t } from '../../i18n/index.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import type { Draft } from './draft.js';
import { standardTurnTaking, TURN_TAKING_LIMITS, TURN_TAKING_NUMBERS, UNIT_SIZES, type TurnTakingNumber } from './turn-taking.js';

interface Props { draft: Draft; edit: SetStoreFunction<Draft>; faultOf: (field: string) => string | undefined }

function NumberRow(props: Props & { name: TurnTakingNumber }) {
  const limits = () => TURN_TAKING_LIMITS[props.name];
  const size = () => UNIT_SIZES[limits().unit];
  const shown = () => props.draft.turnTaking[props.name] / size();
  const words = () => t().turnTaking[props.name];
  return (
    <Field label={words()[0]} hint={words()[1]} fault={props.faultOf(`turnTaking.${props.name}`)}>
      {(ids) => (
        <div class="flex items-center gap-2">
          <input class="field-box control max-w-36 text-right tabular-nums" type="number" inputmode="numeric" step={size() === 1 ? 1 : 'any'} min={limits().min / size()} max={limits().max / size()} {...ids} data-place={`turnTaking.${props.name}`}
            value={Number.isNaN(shown()) ? '' : shown()}
            onInput={(event) => { props.edit('turnTaking', props.name, Math.round(event.currentTarget.valueAsNumber * size())); }} />
          <span class="text-sm text-muted">{t().editor[limits().unit]}</span>
        </div>
      )}
    </Field>
  );
}

/** When the agent speaks and when it gives way, each number with what it does. */
export function TurnTakingEditor(props: Props) {
  return (
    <div class="flex flex-col gap-5" lang={locale()}>
      <label class="flex items-start gap-3">
        <input type="checkbox" class="mt-0.5 size-6 shrink-0 accent-accent" checked={props.draft.turnTaking.isInterruptible} onChange={(event) => { props.edit('turnTaking', 'isInterruptible', event.currentTarget.checked); }} />
        <span><span class="block text-sm font-medium">{t().turnTaking.isInterruptible[0]}</span><span class="block text-sm text-muted">{t().turnTaking.isInterruptible[1]}</span></span>
      </label>
      <div class="grid gap-x-6 gap-y-5 sm:grid-cols-2">
        <For each={TURN_TAKING_NUMBERS}>{(name) => <NumberRow {...props} name={name} />}</For>
      </div>
      <div><Button onClick={() => { props.edit('turnTaking', standardTurnTaking()); }}>{t().editor.defaults}</Button></div>
    </div>
  );
}

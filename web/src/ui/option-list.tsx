import { createUniqueId, For, type JSX } from 'solid-js';

export interface Option<Value extends string> { readonly value: Value; readonly name: string; readonly text: string }

interface OptionListProps<Value extends string> {
  legend: JSX.Element;
  options: readonly Option<Value>[];
  chosen: Value;
  isDisabled?: boolean;
  onChoose: (value: Value) => void;
}

/** One of few, each with a sentence about it: radio buttons, one below the other. */
export function OptionList<Value extends string>(props: OptionListProps<Value>) {
  const name = createUniqueId();
  return (
    <fieldset class="min-w-0" disabled={props.isDisabled}>
      <legend class="sr-only">{props.legend}</legend>
      <div class="divide-y divide-line overflow-hidden rounded-lg border border-line">
        <For each={props.options}>
          {(option) => (
            <label class="flex cursor-pointer items-start gap-3 px-3.5 py-2.5 hover:bg-sunken has-checked:bg-accent-soft has-disabled:cursor-default has-disabled:hover:bg-transparent has-disabled:has-checked:bg-accent-soft">
              <input type="radio" name={name} class="mt-1 size-4 shrink-0 accent-accent" aria-labelledby={`${name}-${option.value}-name`} aria-describedby={`${name}-${option.value}`} checked={props.chosen === option.value} onChange={() => { props.onChoose(option.value); }} />
              <span class="min-w-0"><span id={`${name}-${option.value}-name`} class="block font-medium">{option.name}</span><span id={`${name}-${option.value}`} class="block text-sm text-muted">{option.text}</span></span>
            </label>
          )}
        </For>
      </div>
    </fieldset>
  );
}

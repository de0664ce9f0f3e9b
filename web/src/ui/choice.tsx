import { createUniqueId, For } from 'solid-js';

interface ChoiceProps<Option extends string> {
  legend: string;
  options: readonly Option[];
  words: Readonly<Record<Option, string>>;
  chosen: Option;
  onChoose: (option: Option) => void;
}

/** One of few, all of them in sight: radio buttons that look like a switch. */
export function Choice<Option extends string>(props: ChoiceProps<Option>) {
  const name = createUniqueId();
  return (
    <fieldset class="min-w-0">
      <legend class="mb-1.5 text-xs font-medium text-muted">{props.legend}</legend>
      <div class="flex rounded-lg bg-sunken p-0.5">
        <For each={props.options}>
          {(option) => (
            <label class="relative flex-auto">
              <input type="radio" name={name} class="peer sr-only" checked={props.chosen === option} onChange={() => { props.onChoose(option); }} />
              <span class="control flex cursor-pointer items-center justify-center rounded-md px-2 text-sm text-muted peer-checked:bg-surface peer-checked:font-medium peer-checked:text-ink peer-checked:shadow-sm forced-colors:peer-checked:underline peer-focus-visible:outline-2 peer-focus-visible:outline-accent">{props.words[option]}</span>
            </label>
          )}
        </For>
      </div>
    </fieldset>
  );
}

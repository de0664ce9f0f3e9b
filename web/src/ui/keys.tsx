import { For } from 'solid-js';

/** Keys as they are pressed, one cap for each press. */
export function Keys(props: { keys: readonly string[] }) {
  return (
    <span class="inline-flex shrink-0 gap-1">
      <For each={props.keys}>{(key) => <kbd class="min-w-5 rounded border border-line bg-sunken px-1 text-center font-sans text-xs leading-5 text-muted">{key}</kbd>}</For>
    </span>
  );
}

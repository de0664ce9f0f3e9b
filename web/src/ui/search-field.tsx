import { createEffect, createSignal, onCleanup, untrack } from 'solid-js';

const QUIET_MS = 250;
const CHARACTERS_MAX = 100;

/** A field that searches once somebody stops writing; `value` is what is searched for now. */
export function SearchField(props: { label: string; value: string; class?: string; onSearch: (text: string) => void }) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => { clearTimeout(timer); });
  const [text, setText] = createSignal(props.value);
  // What is searched for is shown where it is something else than what is being written; a space between words is not.
  createEffect(() => { const asked = props.value; if (untrack(text).trim() !== asked) setText(asked); });
  const write = (written: string) => { setText(written); clearTimeout(timer); timer = setTimeout(() => { props.onSearch(written.trim()); }, QUIET_MS); };
  return <input type="search" class={`field-box control ${props.class ?? 'sm:max-w-xs'}`} maxlength={CHARACTERS_MAX} aria-label={props.label} placeholder={props.label} value={text()} onInput={(event) => { write(event.currentTarget.value); }} />;
}

import { createUniqueId, Show } from 'solid-js';

/** On or off, at once. */
export function Toggle(props: { label: string; hint?: string; isOn: boolean; onChange: (isOn: boolean) => void }) {
  const id = createUniqueId();
  return (
    <label class="flex items-start gap-3">
      <input type="checkbox" role="switch" class="peer sr-only" checked={props.isOn} aria-describedby={props.hint ? id : undefined} onChange={(event) => { props.onChange(event.currentTarget.checked); }} />
      <span class="relative mt-0.5 h-6 w-10 shrink-0 cursor-pointer rounded-full border border-edge bg-sunken transition-colors after:absolute after:top-0.5 after:left-0.5 after:size-4.5 after:rounded-full after:border after:border-transparent after:bg-edge after:transition-transform peer-checked:border-accent peer-checked:bg-accent peer-checked:after:translate-x-4 peer-checked:after:bg-on-accent peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent" aria-hidden="true" />
      <span class="min-w-0"><span class="block font-medium">{props.label}</span><Show when={props.hint}><span id={id} class="block text-sm text-muted">{props.hint}</span></Show></span>
    </label>
  );
}

import { Show, type ParentProps } from 'solid-js';

/** A card with a heading, for a part of a page. */
export function Section(props: ParentProps<{ title: string; hint?: string }>) {
  return (
    <section class="card p-4 sm:p-5">
      <h2 class="font-semibold">{props.title}</h2>
      <Show when={props.hint}><p class="text-sm text-muted">{props.hint}</p></Show>
      <div class="mt-4 flex flex-col gap-4">{props.children}</div>
    </section>
  );
}

import Check from 'lucide-solid/icons/check';
import { createUniqueId, Show, type ParentProps } from 'solid-js';
import { t } from '../../../i18n/index.js';

/** One step of several, in their order; done ones say so. */
export function Step(props: ParentProps<{ number: number; title: string; hint: string; isDone: boolean }>) {
  const id = createUniqueId();
  return (
    <li class="card p-4 sm:p-5">
      <section aria-labelledby={id}>
        <div class="flex gap-3">
          <span class={`flex size-7 shrink-0 items-center justify-center rounded-full text-sm font-semibold ${props.isDone ? 'bg-accent text-on-accent' : 'bg-sunken text-muted'}`} aria-hidden="true"><Show when={props.isDone} fallback={props.number}><Check size={16} /></Show></span>
          <div class="min-w-0 pt-0.5">
            <h2 id={id} class="font-semibold">{props.title}<Show when={props.isDone}><span class="sr-only">{` (${t().singleSignOn.done})`}</span></Show></h2>
            <p class="text-sm text-muted">{props.hint}</p>
          </div>
        </div>
        <div class="mt-4 flex flex-col gap-4 sm:pl-10">{props.children}</div>
      </section>
    </li>
  );
}

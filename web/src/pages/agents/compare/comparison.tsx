import ArrowRight from 'lucide-solid/icons/arrow-right';
import { createMemo, For, Match, Show, Switch, type JSX } from 'solid-js';
import { t } from '../../../i18n/index.js';
import { Badge } from '../../../ui/parts.js';
import type { Draft } from '../draft.js';
import { choiceText, fieldName, numberText } from '../field-words.js';
import { compareDrafts, type Difference, type EntryDifference } from './differences.js';
import { TextChange } from './text-change.js';

/** Longer texts are opened by whoever wants to read them. */
const OPEN_CHARACTERS = 400;

/** A setting as it was and as it is: `400 ms → 600 ms`. */
function ValueChange(props: { before: string; after: string }) {
  return (
    <p class="flex flex-wrap items-center gap-x-2 text-sm">
      <span class="sr-only">{t().compare.fromTo(props.before, props.after)}</span>
      <span class="text-muted line-through" aria-hidden="true">{props.before}</span><ArrowRight size={14} class="text-muted" aria-hidden="true" /><span class="font-medium" aria-hidden="true">{props.after}</span>
    </p>
  );
}

/** A text that came or went as a whole; a long one opens. */
function Whole(props: { text: string }) {
  const box = 'rounded-lg border border-line bg-canvas px-3 py-2 text-sm break-words whitespace-pre-wrap text-muted';
  return (
    <Show when={props.text.length > OPEN_CHARACTERS} fallback={<p class={box}>{props.text}</p>}>
      <details class={`group ${box}`}><summary class="list-none group-open:mb-2 max-lg:min-h-[44px]"><span class="group-open:hidden">{props.text.slice(0, OPEN_CHARACTERS).replace(/\S+$/, '')} … </span><span class="font-medium text-ink underline group-open:hidden">{t().compare.readAll}</span><span class="hidden font-medium text-ink underline group-open:inline">{t().compare.readLess}</span></summary>{props.text}</details>
    </Show>
  );
}

function EntryChange(props: { entry: EntryDifference }): JSX.Element {
  const { entry } = props;
  const [title, text] = [entry.kind === 'removed' ? entry.before.title : entry.after.title, entry.kind === 'removed' ? entry.before.text : entry.after.text];
  return (
    <li class="flex flex-col gap-1.5">
      <p class="flex items-center gap-2 text-sm"><Badge tone={{ added: 'good', removed: 'danger', changed: 'warning' }[entry.kind] as 'good'}>{t().compare[entry.kind]}</Badge><span class="min-w-0 font-medium break-words">{title}</span></p>
      <Show when={entry.kind === 'changed' && entry.before.title !== entry.after.title && entry}>{(renamed) => <p class="text-sm text-muted">{t().compare.renamed((renamed() as { before: { title: string } }).before.title)}</p>}</Show>
      <Switch fallback={<Whole text={text} />}>
        <Match when={entry.kind === 'changed' && entry.before.text !== entry.after.text && entry}>{(both) => { const { before, after } = both() as Extract<EntryDifference, { kind: 'changed' }>; return <TextChange before={before.text} after={after.text} />; }}</Match>
        <Match when={entry.kind === 'changed'}>{null}</Match>
      </Switch>
    </li>
  );
}

function bodyOf(difference: Difference): JSX.Element {
  switch (difference.kind) {
    case 'text': return <TextChange before={difference.before} after={difference.after} />;
    case 'choice': return <ValueChange before={choiceText(difference.field, difference.before)} after={choiceText(difference.field, difference.after)} />;
    case 'switch': return <ValueChange before={t().compare.onOff(difference.before)} after={t().compare.onOff(difference.after)} />;
    case 'number': return <div><ValueChange before={numberText(difference.name, difference.before)} after={numberText(difference.name, difference.after)} /><p class="text-sm text-muted">{t().turnTaking[difference.name][1]}</p></div>;
    case 'knowledge': return (
      <>
        <ul class="flex flex-col gap-4"><For each={difference.entries}>{(entry) => <EntryChange entry={entry} />}</For></ul>
        <Show when={difference.isReordered}><p class="text-sm text-muted">{t().compare.reordered}</p></Show>
      </>
    );
  }
}

/** What `after` says that `before` did not, field by field. */
export function Comparison(props: { before: Draft; after: Draft }) {
  const differences = createMemo(() => compareDrafts(props.before, props.after));
  return (
    <Show when={differences().length > 0} fallback={<p class="text-muted">{t().compare.same}</p>}>
      <ul class="flex flex-col divide-y divide-line">
        <For each={differences()}>
          {(difference) => (
            <li class="grid gap-x-6 gap-y-1.5 py-3.5 first:pt-0 last:pb-0 md:grid-cols-[11rem_minmax(0,1fr)]">
              <h3 class="text-sm font-medium">{fieldName(difference.field)}</h3>
              <div class="flex min-w-0 flex-col gap-3">{bodyOf(difference)}</div>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}

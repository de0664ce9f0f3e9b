import { createQuery } from '@urql/solid';
import ListFilter from 'lucide-solid/icons/list-filter';
import Search from 'lucide-solid/icons/search';
import X from 'lucide-solid/icons/x';
import { createEffect, createSignal, For, on, onCleanup, Show } from 'solid-js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { Popover } from '../../../ui/popover.js';
import { activeChips, CHIP_KINDS, CHIPS, chipText, type ChipKind } from './chips.js';
import { FilterEditor } from './filter-editors.js';
import { changeFilters, TEXT_CHARACTERS_MAX, TEXT_CHARACTERS_MIN, type Filters } from './filters.js';
import { agentNamesQuery } from './list-documents.js';

/** Whoever pauses for so long has typed what they look for. */
const TYPING_MS = 300;

interface FilterBarProps {
  filters: Filters;
  /** `isTyping`: one of many small changes, no step to come back to. */
  onChange: (filters: Filters, isTyping?: boolean) => void;
}

/** Words that were said in a call; looked for when somebody stops typing. */
function SearchField(props: FilterBarProps) {
  const [text, setText] = createSignal(props.filters.text ?? '');
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => { clearTimeout(timer); });
  createEffect(on(() => props.filters.text, (now) => { if ((now ?? '') !== text().trim() && (now ?? '').length >= TEXT_CHARACTERS_MIN) setText(now ?? ''); else if (now === undefined && text().trim().length >= TEXT_CHARACTERS_MIN) setText(''); }, { defer: true }));
  const look = () => {
    clearTimeout(timer);
    const wanted = text().trim();
    const value = wanted.length >= TEXT_CHARACTERS_MIN ? wanted : undefined;
    if (value !== props.filters.text) props.onChange(changeFilters(props.filters, { text: value }), true);
  };
  return (
    <search class="relative w-full sm:w-64">
      <Search size={16} class="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-muted" aria-hidden="true" />
      <input type="search" class="field-box control pl-8.5 text-sm" aria-label={t().calls.searchLabel} placeholder={t().calls.searchPlaceholder} maxlength={TEXT_CHARACTERS_MAX} value={text()}
        onInput={(event) => { setText(event.currentTarget.value); clearTimeout(timer); timer = setTimeout(look, TYPING_MS); }}
        onKeyDown={(event) => { if (event.key === 'Enter') look(); }} />
    </search>
  );
}

function Chip(props: FilterBarProps & { kind: ChipKind; agentName: (id: string) => string | undefined; onRemove: () => void }) {
  const name = () => t().calls.chips.kinds[props.kind];
  return (
    <div class="inline-flex max-w-full items-stretch rounded-lg border border-line bg-surface" onKeyDown={(event) => { if (event.key === 'Delete' || event.key === 'Backspace') { if (event.target instanceof HTMLButtonElement && event.currentTarget === event.target.parentElement) { event.preventDefault(); props.onRemove(); } } }}>
      <Popover label={name()} class="p-1.5" button={(attributes) => (
        <button type="button" class="control min-w-0 truncate rounded-l-lg pr-1 pl-2.5 text-sm hover:bg-sunken" {...attributes}>
          <span class="text-muted">{name()}:</span> <span class="font-medium">{chipText(props.kind, props.filters, props.agentName)}</span>
        </button>
      )}>
        {(close) => <FilterEditor kind={props.kind} filters={props.filters} onChange={props.onChange} onDone={close} />}
      </Popover>
      <button type="button" class="control flex w-8 items-center justify-center rounded-r-lg text-muted hover:bg-sunken hover:text-ink max-lg:w-12" aria-label={t().calls.chips.remove(name())} title={t().calls.chips.remove(name())} onClick={() => props.onRemove()}><X size={14} aria-hidden="true" /></button>
    </div>
  );
}

/** First what to narrow by, then how. */
function AddFilter(props: FilterBarProps & { close: () => void }) {
  const [kind, setKind] = createSignal<ChipKind>();
  const offered = () => CHIP_KINDS.filter((candidate) => !activeChips(props.filters).includes(candidate));
  return (
    <Show when={kind()} keyed fallback={(
      <ul class="flex w-56 flex-col">
        <For each={offered()}>{(candidate) => <li><button type="button" class="control w-full rounded-md px-2.5 text-left text-sm hover:bg-sunken" onClick={() => setKind(candidate)}>{t().calls.chips.kinds[candidate]}</button></li>}</For>
      </ul>
    )}>
      {(chosen) => <div ref={(element) => { queueMicrotask(() => element.querySelector<HTMLElement>('button, input')?.focus()); }}><FilterEditor kind={chosen} filters={props.filters} onChange={props.onChange} onDone={props.close} /></div>}
    </Show>
  );
}

/** What the list is narrowed by: words, and a chip for each condition. */
export function FilterBar(props: FilterBarProps) {
  let adder: HTMLButtonElement | undefined;
  const [agents] = createQuery({ query: agentNamesQuery, pause: () => props.filters.agentId === undefined });
  const agentName = (id: string) => agents.data?.agents.nodes.find((agent) => agent?.id === id)?.name;
  const remove = (kind: ChipKind) => {
    props.onChange(changeFilters(props.filters, Object.fromEntries(CHIPS[kind].map((name) => [name, undefined]))));
    adder?.focus();
  };
  return (
    <div class="flex flex-wrap items-center gap-2">
      <SearchField {...props} />
      <For each={activeChips(props.filters)}>{(kind) => <Chip {...props} kind={kind} agentName={agentName} onRemove={() => { remove(kind); }} />}</For>
      <Popover label={t().calls.addFilter} class="p-1.5" button={(attributes) => <Button look="quiet" class="border border-dashed border-line px-2.5 text-sm" ref={adder} {...attributes}><ListFilter size={15} aria-hidden="true" />{t().calls.addFilter}</Button>}>
        {(close) => <AddFilter {...props} close={close} />}
      </Popover>
      <Show when={activeChips(props.filters).length > 0 || props.filters.text}><Button look="quiet" class="px-2.5 text-sm" onClick={() => { props.onChange({}); adder?.focus(); }}>{t().calls.clearAll}</Button></Show>
    </div>
  );
}

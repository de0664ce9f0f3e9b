import ArrowDown from 'lucide-solid/icons/arrow-down';
import ArrowUp from 'lucide-solid/icons/arrow-up';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import FileText from 'lucide-solid/icons/file-text';
import Plus from 'lucide-solid/icons/plus';
import Trash from 'lucide-solid/icons/trash';
import { createMemo, createSignal, For, Show } from 'solid-js';
import { produce } from 'solid-js/store';
import { locale, t } from '../../../i18n/index.js';
import { Button, IconButton } from '../../../ui/button.js';
import { TextArea, TextField } from '../../../ui/field.js';
import { toast } from '../../../ui/toast.js';
import type { AgentEditor } from '../agent-editor.js';
import { DRAFT_LIMITS, knowledgeCharacters, newKey, type KnowledgeDraft } from '../draft.js';
import { PasteDialog } from './paste-dialog.js';

/** More entries than this are filtered. */
const FILTERED_FROM = 10;
/** From this share of a limit on, the limit is shown. */
const NEAR = 0.8;

interface EntryProps {
  editor: AgentEditor;
  entry: KnowledgeDraft;
  index: number;
  count: number;
  isHidden: boolean;
  canMove: boolean;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

/** One entry: a line with its subject, which opens to be written. */
function Entry(props: EntryProps) {
  const place = (name: 'title' | 'text') => `knowledge.${props.entry.key}.${name}`;
  const title = () => props.entry.title || t().editor.entry(props.index + 1);
  const length = () => props.entry.text.trim().length;
  // One that is new begins open; afterwards its reader decides.
  const isNew = props.entry.title === '' && props.entry.text === '';
  return (
    <li class={props.isHidden ? 'hidden' : ''} data-entry={props.entry.key}>
      <details class="group" open={isNew}>
        <summary class="control flex list-none items-center gap-2 rounded-md px-2 hover:bg-sunken">
          <ChevronRight size={16} class="shrink-0 text-muted transition-transform group-open:rotate-90" aria-hidden="true" />
          <span class="min-w-0 truncate font-medium sm:max-w-[60%] sm:shrink-0">{title()}</span>
          <span class="hidden min-w-0 flex-1 truncate text-sm text-muted group-open:invisible sm:block">{props.entry.text}</span>
        </summary>
        <div class="flex flex-col gap-3 px-2 pt-1 pb-4 sm:pl-8">
          <TextField label={t().editor.entryTitle} maxlength={DRAFT_LIMITS.titleCharacters} data-place={place('title')} fault={props.editor.faultOf(place('title'))} value={props.entry.title} onValue={(value) => props.editor.edit('knowledge', props.index, 'title', value)} />
          <TextArea label={t().editor.entryText} data-place={place('text')} fault={props.editor.faultOf(place('text'))} value={props.entry.text} onValue={(value) => props.editor.edit('knowledge', props.index, 'text', value)}
            hint={length() >= NEAR * DRAFT_LIMITS.textCharacters ? t().editor.characters(length().toLocaleString(locale()), DRAFT_LIMITS.textCharacters.toLocaleString(locale())) : undefined} />
          <div class="-mx-2 -my-1 flex items-center">
            <IconButton label={t().editor.moveUp(title())} data-move="-1" disabled={!props.canMove || props.index === 0} class="disabled:opacity-40" onClick={() => { props.onMove(-1); }}><ArrowUp size={17} aria-hidden="true" /></IconButton>
            <IconButton label={t().editor.moveDown(title())} data-move="1" disabled={!props.canMove || props.index === props.count - 1} class="disabled:opacity-40" onClick={() => { props.onMove(1); }}><ArrowDown size={17} aria-hidden="true" /></IconButton>
            <Button look="quiet" class="ml-auto text-sm" aria-label={t().editor.removeEntry(title())} onClick={() => props.onRemove()}><Trash size={15} aria-hidden="true" />{t().common.remove}</Button>
          </div>
        </div>
      </details>
    </li>
  );
}

/** How much there is; with its limits once they come near. */
function Size(props: { entries: readonly KnowledgeDraft[] }) {
  const characters = createMemo(() => knowledgeCharacters(props.entries));
  const shown = (value: number) => value.toLocaleString(locale());
  const isNear = () => props.entries.length >= NEAR * DRAFT_LIMITS.knowledgeEntries || characters() >= NEAR * DRAFT_LIMITS.knowledgeCharacters;
  return (
    <p class={`text-sm ${isNear() ? 'text-warning' : 'text-muted'}`}>
      <Show when={isNear()} fallback={t().editor.knowledgeSize(props.entries.length, characters())}>{t().editor.knowledgeNear(shown(props.entries.length), shown(DRAFT_LIMITS.knowledgeEntries), shown(characters()), shown(DRAFT_LIMITS.knowledgeCharacters))}</Show>
    </p>
  );
}

/** The facts that an agent answers from. */
export function KnowledgeEditor(props: { editor: AgentEditor }) {
  let list: HTMLUListElement | undefined;
  const [filter, setFilter] = createSignal('');
  const [isPasting, setPasting] = createSignal(false);
  const [announcement, setAnnouncement] = createSignal('');
  const entries = () => props.editor.draft.knowledge;
  const { edit } = props.editor;
  const isShown = ({ title, text }: KnowledgeDraft) => { const words = filter().trim().toLowerCase(); return words === '' || `${title}\n${text}`.toLowerCase().includes(words); };
  const shownCount = () => entries().filter(isShown).length;
  const add = () => {
    setFilter('');
    edit('knowledge', (all) => [...all, { key: newKey(), title: '', text: '' }]);
    // The new entry is drawn by now: one goes on writing there.
    list?.querySelector<HTMLInputElement>('li:last-child input')?.focus();
  };
  const remove = (index: number) => {
    const entry = { ...entries()[index]! };
    edit(produce((draft) => { draft.knowledge.splice(index, 1); }));
    (list?.querySelectorAll<HTMLElement>('summary')[Math.min(index, entries().length - 1)])?.focus();
    if (entry.title.trim() === '' && entry.text.trim() === '') return;
    const putBack = () => { edit(produce((draft) => { if (draft.knowledge.every(({ key }) => key !== entry.key)) draft.knowledge.splice(Math.min(index, draft.knowledge.length), 0, entry); })); };
    toast({ text: t().editor.removedEntry(entry.title || t().editor.entry(index + 1)), undo: putBack });
  };
  const move = (index: number, by: -1 | 1) => {
    const { key, title } = entries()[index]!;
    edit(produce((draft) => { draft.knowledge.splice(index + by, 0, ...draft.knowledge.splice(index, 1)); }));
    setAnnouncement(t().editor.moved(title, index + by + 1, entries().length));
    // The entry took the focus out of the page as it moved.
    const row = list?.querySelector(`[data-entry="${key}"]`);
    (row?.querySelector<HTMLElement>(`[data-move="${by}"]:enabled`) ?? row?.querySelector<HTMLElement>('[data-move]:enabled'))?.focus();
  };
  const paste = (added: readonly { title: string; text: string }[]) => {
    setPasting(false);
    const fresh = added.map((entry) => ({ ...entry, key: newKey() }));
    const keys = new Set(fresh.map(({ key }) => key));
    edit('knowledge', (all) => [...all, ...fresh]);
    toast({ text: t().editor.pasted(fresh.length), undo: () => { edit('knowledge', (all) => all.filter(({ key }) => !keys.has(key))); } });
  };
  return (
    <div class="flex flex-col gap-3">
      <Show when={entries().length > FILTERED_FROM}><input type="search" class="field-box control sm:max-w-xs" aria-label={t().editor.filterEntries} placeholder={t().editor.filterEntries} value={filter()} onInput={(event) => setFilter(event.currentTarget.value)} /></Show>
      <Show when={entries().length > 0} fallback={<p class="text-sm text-muted">{t().editor.noKnowledge}</p>}>
        <ul ref={list} class="-mx-2 flex flex-col divide-y divide-line"><For each={entries()}>{(entry, index) => <Entry editor={props.editor} entry={entry} index={index()} count={entries().length} isHidden={!isShown(entry)} canMove={filter() === ''} onMove={(by) => { move(index(), by); }} onRemove={() => { remove(index()); }} />}</For></ul>
        <Show when={shownCount() === 0}><p class="text-sm text-muted">{t().editor.noEntryFound}</p></Show>
      </Show>
      <Show when={props.editor.faultOf('knowledge')}>{(sentence) => <p class="text-sm text-danger">{sentence()}</p>}</Show>
      <div class="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div class="flex flex-wrap gap-2"><Button onClick={add}><Plus size={16} aria-hidden="true" />{t().editor.addKnowledge}</Button><Button look="quiet" onClick={() => setPasting(true)}><FileText size={16} aria-hidden="true" />{t().editor.pasteText}</Button></div>
        <Show when={entries().length > 0}><Size entries={entries()} /></Show>
      </div>
      <p class="sr-only" role="status">{announcement()}</p>
      <PasteDialog isOpen={isPasting()} present={entries()} onClose={() => setPasting(false)} onAdd={paste} />
    </div>
  );
}

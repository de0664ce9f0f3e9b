import ChevronRight from 'lucide-solid/icons/chevron-right';
import Plus from 'lucide-solid/icons/plus';
import Trash from 'lucide-solid/icons/trash';
import { For, Show } from 'solid-js';
import { produce, type SetStoreFunction } from 'solid-js/store';
import { t } from '../../i18n/index.js';
import { Button, IconButton } from '../../ui/button.js';
import { TextArea, TextField } from '../../ui/field.js';
import { DRAFT_LIMITS, newKey, type Draft } from './draft.js';

interface Props { draft: Draft; edit: SetStoreFunction<Draft>; faultOf: (field: string) => string | undefined }

/** One entry: a line with its subject, which opens to be written. */
function Entry(props: Props & { index: number; onRemove: () => void }) {
  const entry = () => props.draft.knowledge[props.index] ?? { key: '', title: '', text: '' };
  const place = (name: 'title' | 'text') => `knowledge.${entry().key}.${name}`;
  const title = () => entry().title || t().editor.entry(props.index + 1);
  // One that is new begins open; afterwards its reader decides.
  const isNew = entry().title === '' && entry().text === '';
  return (
    <li>
      <details class="group" open={isNew}>
        <summary class="control flex list-none items-center gap-2 rounded-md px-2 hover:bg-sunken">
          <ChevronRight size={16} class="shrink-0 text-muted transition-transform group-open:rotate-90" aria-hidden="true" />
          <span class="min-w-0 truncate font-medium sm:max-w-[60%] sm:shrink-0">{title()}</span>
          <span class="hidden min-w-0 flex-1 truncate text-sm text-muted group-open:invisible sm:block">{entry().text}</span>
        </summary>
        <div class="flex flex-col gap-3 px-2 pt-1 pb-4 sm:pl-8">
          <div class="flex items-end gap-2">
            <div class="flex-1"><TextField label={t().editor.entryTitle} maxlength={DRAFT_LIMITS.titleCharacters} data-place={place('title')} fault={props.faultOf(place('title'))} value={entry().title} onValue={(value) => props.edit('knowledge', props.index, 'title', value)} /></div>
            <IconButton label={t().editor.removeEntry(title())} onClick={() => props.onRemove()}><Trash size={17} aria-hidden="true" /></IconButton>
          </div>
          <TextArea label={t().editor.entryText} maxlength={DRAFT_LIMITS.textCharacters} data-place={place('text')} fault={props.faultOf(place('text'))} value={entry().text} onValue={(value) => props.edit('knowledge', props.index, 'text', value)} />
        </div>
      </details>
    </li>
  );
}

/** The facts that an agent answers from. */
export function KnowledgeEditor(props: Props) {
  let list: HTMLUListElement | undefined;
  const add = () => {
    props.edit('knowledge', (entries) => [...entries, { key: newKey(), title: '', text: '' }]);
    // The new entry is drawn by now: one goes on writing there.
    list?.querySelector<HTMLInputElement>('li:last-child input')?.focus();
  };
  const remove = (index: number) => { props.edit(produce((draft) => { draft.knowledge.splice(index, 1); })); };
  return (
    <div class="flex flex-col gap-3">
      <Show when={props.draft.knowledge.length > 0} fallback={<p class="text-sm text-muted">{t().editor.noKnowledge}</p>}>
        <ul ref={list} class="-mx-2 flex flex-col divide-y divide-line"><For each={props.draft.knowledge}>{(_entry, index) => <Entry {...props} index={index()} onRemove={() => { remove(index()); }} />}</For></ul>
      </Show>
      <div><Button onClick={add}><Plus size={16} aria-hidden="true" />{t().editor.addKnowledge}</Button></div>
    </div>
  );
}

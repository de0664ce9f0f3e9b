import Plus from 'lucide-solid/icons/plus';
import Trash from 'lucide-solid/icons/trash';
import { Index, Show } from 'solid-js';
import { produce, type SetStoreFunction } from 'solid-js/store';
import { t } from '../../i18n/index.js';
import { Button, IconButton } from '../../ui/button.js';
import { TextArea, TextField } from '../../ui/field.js';
import type { Draft } from './draft.js';

interface Props { draft: Draft; setDraft: SetStoreFunction<Draft>; faultOf: (field: string) => string | undefined }

/** The facts that an agent answers from. */
export function KnowledgeEditor(props: Props) {
  let list: HTMLUListElement | undefined;
  const add = () => {
    props.setDraft('knowledge', (entries) => [...entries, { title: '', text: '' }]);
    // The new entry is drawn by now: one goes on writing there.
    list?.querySelector<HTMLInputElement>('li:last-child input')?.focus();
  };
  const remove = (index: number) => { props.setDraft(produce((draft) => { draft.knowledge.splice(index, 1); })); };
  return (
    <div class="flex flex-col gap-3">
      <Show when={props.draft.knowledge.length === 0}><p class="text-sm text-muted">{t().editor.noKnowledge}</p></Show>
      <ul ref={list} class="flex flex-col gap-3">
        <Index each={props.draft.knowledge}>
          {(entry, index) => (
            <li class="rounded-lg border border-line p-3">
              <fieldset class="flex flex-col gap-3">
                <legend class="sr-only">{t().editor.entry(index + 1)}</legend>
                <div class="flex items-end gap-2">
                  <div class="flex-1"><TextField label={t().editor.entryTitle} maxlength={200} fault={props.faultOf(`knowledge.${index}.title`)} value={entry().title} onValue={(value) => props.setDraft('knowledge', index, 'title', value)} /></div>
                  <IconButton label={t().editor.removeEntry(entry().title || t().editor.entry(index + 1))} onClick={() => { remove(index); }}><Trash size={17} aria-hidden="true" /></IconButton>
                </div>
                <TextArea label={t().editor.entryText} maxlength={50_000} fault={props.faultOf(`knowledge.${index}.text`)} value={entry().text} onValue={(value) => props.setDraft('knowledge', index, 'text', value)} />
              </fieldset>
            </li>
          )}
        </Index>
      </ul>
      <div><Button onClick={add}><Plus size={16} aria-hidden="true" />{t().editor.addKnowledge}</Button></div>
    </div>
  );
}

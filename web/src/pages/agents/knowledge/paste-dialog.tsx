import { createMemo, createSignal, For, Show } from 'solid-js';
import { locale, t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { TextArea } from '../../../ui/field.js';
import { DRAFT_LIMITS, knowledgeCharacters, type KnowledgeDraft } from '../draft.js';
import { WideDialog } from '../compare/wide-dialog.js';
import { splitText } from './split-text.js';

/** Subjects listed before a longer list is cut. */
const LISTED_MAX = 12;

/** A longer text, e.g. from a web page or a handbook, becomes entries: shown before they are added. */
export function PasteDialog(props: { isOpen: boolean; present: readonly KnowledgeDraft[]; onClose: () => void; onAdd: (entries: { title: string; text: string }[]) => void }) {
  const [text, setText] = createSignal('');
  const pieces = createMemo(() => splitText(text()));
  const isTooMuch = () => props.present.length + pieces().length > DRAFT_LIMITS.knowledgeEntries || knowledgeCharacters(props.present) + knowledgeCharacters(pieces().map((piece) => ({ ...piece, key: '' }))) > DRAFT_LIMITS.knowledgeCharacters;
  const shown = (value: number) => value.toLocaleString(locale());
  const close = () => { setText(''); props.onClose(); };
  const add = () => { const entries = pieces(); setText(''); props.onAdd(entries); };
  return (
    <WideDialog isOpen={props.isOpen} title={t().editor.pasteTitle} onClose={close} actions={<><Button look="quiet" onClick={close}>{t().common.cancel}</Button><Button look="primary" disabled={pieces().length === 0 || isTooMuch()} onClick={add}>{t().editor.pasteAction(pieces().length)}</Button></>}>
      <TextArea label={t().editor.pasteLabel} hint={t().editor.pasteHint} class="min-h-40" value={text()} onValue={setText} fault={isTooMuch() ? t().editor.tooMuchKnowledge(shown(DRAFT_LIMITS.knowledgeEntries), shown(DRAFT_LIMITS.knowledgeCharacters)) : undefined} />
      <Show when={pieces().length > 0}>
        <h3 class="mt-4 text-sm font-medium">{t().editor.pasteResult}</h3>
        <ol class="mt-1 flex flex-col divide-y divide-line text-sm">
          <For each={pieces().slice(0, LISTED_MAX)}>{(piece) => <li class="flex gap-3 py-1.5"><span class="min-w-0 shrink-0 basis-2/5 truncate font-medium">{piece.title}</span><span class="min-w-0 truncate text-muted">{piece.text}</span></li>}</For>
        </ol>
        <Show when={pieces().length > LISTED_MAX}><p class="text-sm text-muted">{t().editor.pasteMore(pieces().length - LISTED_MAX)}</p></Show>
      </Show>
    </WideDialog>
  );
}

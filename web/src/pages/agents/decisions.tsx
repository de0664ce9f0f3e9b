import { createSignal, Show } from 'solid-js';
import { formatMoment } from '../../i18n/format.js';
import { t } from '../../i18n/index.js';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/parts.js';
import type { AgentEditor } from './agent-editor.js';
import { useArchive } from './archive.js';
import { Comparison, WideDialog } from './compare/wide-dialog.js';
import { copyOf } from './draft.js';
import { withStash } from './draft-stash.js';
import { fieldNames } from './field-words.js';
import { mayWrite } from './may-write.js';
import { withFields } from './merge.js';

/** Words of an earlier visit that never reached the server. */
function Offer(props: { editor: AgentEditor }) {
  const [isOpen, setOpen] = createSignal(false);
  const choose = (act: () => void) => () => { setOpen(false); act(); };
  return (
    <Show when={props.editor.offer()}>
      {(kept) => {
        const choices = () => <><Button onClick={choose(props.editor.takeOffer)}>{t().editor.takeOffer}</Button><Button onClick={choose(props.editor.dropOffer)}>{t().editor.dropOffer}</Button></>;
        return (
          <div class="mb-4">
            <Notice tone="warning" title={t().editor.offerTitle} actions={<>{choices()}<Button look="quiet" onClick={() => setOpen(true)}>{t().editor.seeDifference}</Button></>}>{t().editor.offerText(formatMoment(new Date(kept().atMs).toISOString()))}</Notice>
            <WideDialog isOpen={isOpen()} title={t().editor.offerDifferenceTitle} onClose={() => setOpen(false)} actions={<><Button look="quiet" onClick={() => setOpen(false)}>{t().common.close}</Button>{choices()}</>}>
              <Comparison before={copyOf(props.editor.draft)} after={withStash(props.editor.draft, kept())} />
            </WideDialog>
          </div>
        );
      }}
    </Show>
  );
}

/** Words that somebody else stored in a field that was being written here. */
function Clash(props: { editor: AgentEditor }) {
  const [isOpen, setOpen] = createSignal(false);
  const choose = (act: () => void) => () => { setOpen(false); act(); };
  return (
    <Show when={props.editor.conflict()}>
      {(conflict) => {
        const choices = () => <><Button onClick={choose(props.editor.keepMine)}>{t().editor.keepMine}</Button><Button onClick={choose(props.editor.takeTheirs)}>{t().editor.takeTheirs}</Button></>;
        return (
          <div class="mb-4">
            <Notice tone="danger" title={t().editor.conflictTitle} actions={<>{choices()}<Button look="quiet" onClick={() => setOpen(true)}>{t().editor.seeDifference}</Button></>}>{t().editor.conflictText(fieldNames(conflict().clashes))}</Notice>
            <WideDialog isOpen={isOpen()} title={t().editor.differenceTitle} onClose={() => setOpen(false)} actions={<><Button look="quiet" onClick={() => setOpen(false)}>{t().common.close}</Button>{choices()}</>}>
              <Comparison before={conflict().theirs} after={withFields(conflict().theirs, props.editor.draft, conflict().clashes)} />
            </WideDialog>
          </div>
        );
      }}
    </Show>
  );
}

/** An agent that is out of use can be read and written; nobody can call it. */
function Archived(props: { editor: AgentEditor }) {
  const { restore } = useArchive();
  const bringBack = () => { void restore(props.editor.agent()).then((agent) => { if (agent) props.editor.meet(agent); }); };
  return <Show when={props.editor.agent().archivedAt}><div class="mb-4"><Notice tone="warning" actions={mayWrite() ? <Button onClick={bringBack}>{t().agents.restore}</Button> : undefined}>{t().agents.archivedNotice}</Notice></div></Show>;
}

/** What only a person can decide, above all else on the page. */
export function Decisions(props: { editor: AgentEditor }) {
  return <><Archived editor={props.editor} /><Offer editor={props.editor} /><Clash editor={props.editor} /></>;
}

import { createMemo, Match, Show, Switch } from 'solid-js';
import { t } from '../../i18n/index.js';
import { languageName } from '../../i18n/format.js';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/parts.js';
import type { AgentEditor } from './agent-editor.js';
import { changedFields, draftOf, type Draft } from './draft.js';
import { Comparison, WideDialog } from './compare/wide-dialog.js';
import { SaveStateLine } from './save-state.js';

/** What callers will meet, where they met nothing before. */
function FirstVersion(props: { draft: Draft }) {
  const row = (name: string, value: string) => <div class="grid gap-x-6 py-2.5 md:grid-cols-[11rem_minmax(0,1fr)]"><dt class="text-sm font-medium">{name}</dt><dd class="min-w-0 text-sm break-words text-muted">{value}</dd></div>;
  return (
    <dl class="divide-y divide-line">
      {row(t().editor.greeting, props.draft.greeting || t().publish.noGreeting)}
      {row(t().editor.language, languageName(props.draft.language))}
      {row(t().editor.voice, props.draft.voice || t().editor.voicePlaceholder)}
      {row(t().editor.knowledge, t().agents.knowledgeCount(props.draft.knowledge.length))}
    </dl>
  );
}

/** Shows what callers will meet instead of what they meet now, and publishes it. */
export function PublishDialog(props: { editor: AgentEditor; isOpen: boolean; onClose: () => void; onPublished: (number: number) => void }) {
  const stored = createMemo(() => draftOf(props.editor.agent()));
  const live = createMemo(() => { const version = props.editor.published(); return version ? draftOf(version, stored().knowledge) : undefined; });
  const next = () => (props.editor.published()?.number ?? 0) + 1;
  const changes = createMemo(() => { const before = live(); return before ? changedFields(before, stored()).length : undefined; });
  const isNothing = () => changes() === 0;
  const publish = async () => {
    if (!await props.editor.publish()) return;
    props.onClose();
    props.onPublished(props.editor.published()?.number ?? 1);
  };
  return (
    <WideDialog isOpen={props.isOpen} title={isNothing() ? t().publish.nothingTitle : t().publish.title(next())} onClose={props.onClose} actions={(
      <>
        <span class="mr-auto"><SaveStateLine editor={props.editor} /></span>
        <Button look="quiet" onClick={() => props.onClose()}>{isNothing() ? t().common.close : t().common.cancel}</Button>
        <Button look="primary" disabled={isNothing() || props.editor.sendable().length > 0} isBusy={props.editor.isPublishing()} onClick={() => { void publish(); }}>{t().publish.action}</Button>
      </>
    )}>
      <Show when={props.editor.unsent().length > 0 && props.editor.faults().length > 0}><div class="mb-4"><Notice tone="warning">{t().publish.heldBack}</Notice></div></Show>
      <Switch>
        <Match when={live() === undefined}><p class="mb-3 text-muted">{t().publish.first}</p><FirstVersion draft={stored()} /></Match>
        <Match when={isNothing()}><p class="text-muted">{t().publish.nothing(props.editor.published()?.number ?? 1)}</p></Match>
        <Match when={live()}>{(before) => <><p class="mb-4 text-muted">{t().publish.changes(changes() ?? 0, props.editor.published()?.number ?? 1)}</p><Comparison before={before()} after={stored()} /></>}</Match>
      </Switch>
    </WideDialog>
  );
}

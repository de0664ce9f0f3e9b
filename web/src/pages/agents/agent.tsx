import { A, useParams, useSearchParams } from '@solidjs/router';
import { useClient } from '@urql/solid';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import Bot from 'lucide-solid/icons/headset';
import { createResource, Match, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../api/faults.js';
import { t } from '../../i18n/index.js';
import { formatMoment } from '../../i18n/format.js';
import { TalkPanel } from '../../talk/talk-panel.js';
import { Button, buttonClass } from '../../ui/button.js';
import { Badge, EmptyState, FailedState, Notice, SkeletonRows } from '../../ui/parts.js';
import { toast } from '../../ui/toast.js';
import { usePageTitle } from '../../ui/title.js';
import { agentQuery, type AgentFields as Agent } from './agent-documents.js';
import { createAgentEditor, type AgentEditor } from './agent-editor.js';
import { AgentFields } from './agent-fields.js';
import { fieldNames } from './field-words.js';
import { LeaveGuard } from './leave-guard.js';
import { SaveStateLine } from './save-state.js';

/** What callers meet, against what is written. */
function PublishedState(props: { editor: AgentEditor }) {
  return (
    <Show when={props.editor.published()} fallback={<Badge tone="warning">{t().agents.neverPublished}</Badge>}>
      {(version) => <Show when={props.editor.isPublished()} fallback={<Badge tone="warning">{t().agents.unpublished}</Badge>}><Badge tone="good">{t().agents.published(version().number)}</Badge></Show>}
    </Show>
  );
}

/** What needs a decision: words of an earlier visit, and words that somebody else stored over the same field. */
function Decisions(props: { editor: AgentEditor }) {
  return (
    <>
      <Show when={props.editor.offer()}>
        {(kept) => <div class="mb-4"><Notice tone="warning" title={t().editor.offerTitle} actions={<><Button onClick={props.editor.takeOffer}>{t().editor.takeOffer}</Button><Button onClick={props.editor.dropOffer}>{t().editor.dropOffer}</Button></>}>{t().editor.offerText(formatMoment(new Date(kept().atMs).toISOString()))}</Notice></div>}
      </Show>
      <Show when={props.editor.conflict()}>
        {(conflict) => <div class="mb-4"><Notice tone="danger" title={t().editor.conflictTitle} actions={<><Button onClick={props.editor.keepMine}>{t().editor.keepMine}</Button><Button onClick={props.editor.takeTheirs}>{t().editor.takeTheirs}</Button></>}>{t().editor.conflictText(fieldNames(conflict().clashes))}</Notice></div>}
      </Show>
    </>
  );
}

function Editor(props: { agent: Agent }) {
  const editor = createAgentEditor(props.agent);
  const [search, setSearch] = useSearchParams<{ view?: string }>();
  usePageTitle(() => editor.agent().name);
  const publish = () => { void editor.publish().then((isDone) => { if (isDone) toast(t().editor.publishedToast(editor.published()?.number ?? 1)); }); };
  const isTalk = () => search.view === 'talk';
  const tabClass = (isOn: boolean) => `control flex-1 rounded-md text-sm ${isOn ? 'bg-surface font-medium shadow-sm' : 'text-muted'}`;
  return (
    <>
      <LeaveGuard editor={editor} />
      <div class="sticky top-[3.4rem] z-10 -mx-4 mb-4 border-b border-line bg-canvas px-4 pb-3 sm:-mx-6 sm:px-6 lg:top-0 lg:-mt-7 lg:pt-6">
        <A href="/agents" class="-ml-1 inline-flex min-h-6 items-center gap-1 rounded px-1 text-sm text-muted hover:text-ink"><ArrowLeft size={14} aria-hidden="true" />{t().editor.back}</A>
        <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <div class="flex min-w-0 items-center gap-3"><h1 class="truncate text-2xl font-semibold tracking-tight">{editor.agent().name}</h1><PublishedState editor={editor} /></div>
          <div class="flex flex-wrap items-center gap-x-4 gap-y-1">
            <SaveStateLine editor={editor} />
            <Button look="primary" disabled={editor.isPublished() && editor.unsent().length === 0} isBusy={editor.isPublishing()} onClick={publish}>{t().editor.publish}</Button>
          </div>
        </div>
        <div class="mt-3 flex rounded-lg bg-sunken p-0.5 lg:hidden">
          <button type="button" class={tabClass(!isTalk())} aria-pressed={!isTalk()} onClick={() => { setSearch({ view: undefined }); }}>{t().editor.edit}</button>
          <button type="button" class={tabClass(isTalk())} aria-pressed={isTalk()} onClick={() => { setSearch({ view: 'talk' }); }}>{t().editor.talk}</button>
        </div>
      </div>
      <Decisions editor={editor} />
      <div class="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div class={isTalk() ? 'max-lg:hidden' : ''}><AgentFields editor={editor} /></div>
        <div class={`lg:sticky lg:top-28 ${isTalk() ? '' : 'max-lg:hidden'}`}>
          <TalkPanel agentId={editor.agent().id} publishedNumber={editor.published()?.number} hasNewerDraft={editor.unsent().length > 0 || !editor.isPublished()} />
        </div>
      </div>
    </>
  );
}

/** One agent: its draft, and talking to what is published beside it. */
export function AgentPage() {
  const params = useParams<{ id: string }>();
  const client = useClient();
  // Asked once: afterwards the editor knows more about the agent than any cache.
  const [answer, { refetch }] = createResource(() => params.id, async (id) => ({ id, ...await client.query(agentQuery, { id }, { requestPolicy: 'network-only' }) }));
  const result = () => (answer.latest?.id === params.id ? answer.latest : undefined);
  return (
    <Switch fallback={<SkeletonRows class="h-40" />}>
      <Match when={result()?.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={() => { void refetch(); }} />}</Match>
      <Match when={result()?.data?.agent === null}><h1 class="sr-only">{t().frame.notFoundTitle}</h1><EmptyState icon={<Bot size={36} />} title={t().frame.notFoundTitle} text={t().editor.notFound}><A class={buttonClass('primary')} href="/agents">{t().frame.toAgents}</A></EmptyState></Match>
      <Match when={result()?.data?.agent} keyed>{(agent) => <Editor agent={agent} />}</Match>
    </Switch>
  );
}

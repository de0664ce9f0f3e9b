import { A, useParams, useSearchParams } from '@solidjs/router';
import { useClient } from '@urql/solid';
import Bot from 'lucide-solid/icons/headset';
import { createResource, createSignal, Match, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../api/faults.js';
import { useActions } from '../../frame/actions.js';
import { t } from '../../i18n/index.js';
import { TalkPanel } from '../../talk/talk-panel.js';
import { buttonClass } from '../../ui/button.js';
import { copyText } from '../../ui/copy.js';
import { BackLink, EmptyState, FailedPage, SkeletonRows } from '../../ui/parts.js';
import { toast } from '../../ui/toast.js';
import { usePageTitle } from '../../ui/title.js';
import { agentQuery, type AgentFields as Agent } from './agent-documents.js';
import { createAgentEditor } from './agent-editor.js';
import { AgentFields } from './agent-fields.js';
import { AgentHeading, VIEWS } from './agent-heading.js';
import { Decisions } from './decisions.js';
import { LeaveGuard } from './leave-guard.js';
import { mayWrite } from './may-write.js';
import { PublishDialog } from './publish-dialog.js';
import { VersionView } from './versions/version-view.js';
import { Versions } from './versions/versions.js';

function Editor(props: { agent: Agent }) {
  const editor = createAgentEditor(props.agent);
  const [search, setSearch] = useSearchParams<{ view?: string }>();
  usePageTitle(() => editor.agent().name);
  const view = () => VIEWS.find((candidate) => candidate === search.view) ?? 'edit';
  const [isPublishOpen, setPublishOpen] = createSignal(false);
  let talkPlace: HTMLDivElement | undefined;
  const openPublish = () => { setPublishOpen(true); void editor.flush(); };
  const show = (next: string | undefined) => { setSearch({ view: next, version: undefined, compare: undefined }); };
  const goTalk = () => { show('talk'); talkPlace?.focus(); };
  const tellPublished = (number: number) => { toast({ text: t().editor.publishedToast(number), next: { name: t().editor.talkToIt, run: goTalk } }); };
  useActions(() => [
    ...(mayWrite() ? [{ id: 'agent.publish', name: t().editor.publish, run: openPublish }] : []), { id: 'agent.versions', name: t().editor.versions, run: () => { show('versions'); } },
    { id: 'agent.copy-id', name: t().agents.copyId, run: () => { void copyText(editor.agent().id); } },
  ]);
  return (
    <>
      <LeaveGuard editor={editor} />
      <AgentHeading editor={editor} view={view()} onPublish={openPublish} />
      <Decisions editor={editor} />
      <div class="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div class={view() === 'talk' ? 'max-lg:hidden' : ''}>
          <div class={view() === 'versions' ? 'hidden' : ''}><Show when={mayWrite()} fallback={<section class="card p-4 sm:p-5"><p class="pb-2 text-sm text-muted">{t().editor.readOnly}</p><VersionView draft={editor.draft} /></section>}><AgentFields editor={editor} /></Show></div>
          <Show when={view() === 'versions'}><Versions editor={editor} /></Show>
        </div>
        <div ref={talkPlace} tabindex="-1" class={`outline-none lg:sticky lg:top-[calc(7rem+var(--banner))] ${view() === 'talk' ? '' : 'max-lg:hidden'}`}>
          <TalkPanel agentId={editor.agent().id} publishedNumber={editor.published()?.number} hasNewerDraft={editor.unsent().length > 0 || !editor.isPublished()} />
        </div>
      </div>
      <PublishDialog editor={editor} isOpen={isPublishOpen()} onClose={() => setPublishOpen(false)} onPublished={tellPublished} />
    </>
  );
}

/** One agent: its draft and its versions, and talking to what is published beside them. */
export function AgentPage() {
  const params = useParams<{ id: string }>();
  const client = useClient();
  // Asked once: afterwards the editor knows more about the agent than any cache.
  const [answer, { refetch }] = createResource(() => params.id, async (id) => ({ id, ...await client.query(agentQuery, { id }, { requestPolicy: 'network-only' }) }));
  const result = () => (answer.latest?.id === params.id ? answer.latest : undefined);
  return (
    <Switch fallback={<SkeletonRows class="h-40" />}>
      <Match when={result()?.error}>{(error) => <FailedPage sentence={sentenceOf(error())} onRetry={() => { void refetch(); }} back={<BackLink href="/agents">{t().editor.back}</BackLink>} />}</Match>
      <Match when={result()?.data?.agent === null}><h1 class="sr-only">{t().frame.notFoundTitle}</h1><EmptyState icon={<Bot size={36} />} title={t().frame.notFoundTitle} text={t().editor.notFound}><A class={buttonClass('primary')} href="/agents">{t().frame.toAgents}</A></EmptyState></Match>
      <Match when={result()?.data?.agent} keyed>{(agent) => <Editor agent={agent} />}</Match>
    </Switch>
  );
}

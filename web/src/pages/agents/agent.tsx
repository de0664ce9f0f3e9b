import { A, useBeforeLeave, useParams, useSearchParams } from '@solidjs/router';
import { createQuery } from '@urql/solid';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import Bot from 'lucide-solid/icons/headset';
import { createSignal, For, Match, onCleanup, Show, Switch, type ParentProps } from 'solid-js';
import { sentenceOf } from '../../api/faults.js';
import { t } from '../../i18n/index.js';
import { languageName } from '../../i18n/format.js';
import { TalkPanel } from '../../talk/talk-panel.js';
import { Button, buttonClass } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Field, TextArea, TextField } from '../../ui/field.js';
import { Badge, EmptyState, FailedState, Notice, SkeletonRows } from '../../ui/parts.js';
import { toast } from '../../ui/toast.js';
import { usePageTitle } from '../../ui/title.js';
import { agentQuery, type AgentFields } from './agent-documents.js';
import { createAgentEditor, type AgentEditor } from './agent-editor.js';
import { KnowledgeEditor } from './knowledge-editor.js';
import { TurnTakingEditor } from './turn-taking-editor.js';

/** Offered in the list; an agent that has another keeps it. */
const LANGUAGES = ['en', 'en-GB', 'en-US', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'sv', 'da', 'ja', 'zh'];

function Section(props: ParentProps<{ title: string; hint?: string }>) {
  return (
    <section class="card p-4 sm:p-5">
      <h2 class="font-semibold">{props.title}</h2>
      <Show when={props.hint}><p class="text-sm text-muted">{props.hint}</p></Show>
      <div class="mt-4 flex flex-col gap-4">{props.children}</div>
    </section>
  );
}

function Fields(props: { editor: AgentEditor }) {
  const { draft, setDraft, faultOf } = props.editor;
  const languages = () => [...new Set([draft.language, ...LANGUAGES])];
  return (
    <div class="flex flex-col gap-4">
      <Section title={t().editor.basics}>
        <TextField label={t().editor.name} required maxlength={120} fault={faultOf('name')} value={draft.name} onValue={(value) => setDraft('name', value)} />
        <TextArea label={t().editor.greeting} hint={t().editor.greetingHint} maxlength={1_000} class="min-h-14" value={draft.greeting} onValue={(value) => setDraft('greeting', value)} />
        <TextArea label={t().editor.instructions} hint={t().editor.instructionsHint} maxlength={20_000} class="min-h-36" value={draft.instructions} onValue={(value) => setDraft('instructions', value)} />
        <div class="grid gap-4 sm:grid-cols-2">
          <TextField label={t().editor.voice} hint={t().editor.voiceHint} placeholder={t().editor.voicePlaceholder} maxlength={120} value={draft.voice} onValue={(value) => setDraft('voice', value)} />
          <Field label={t().editor.language}>
            {(ids) => <select class="field-box control" {...ids} value={draft.language} onChange={(event) => setDraft('language', event.currentTarget.value)}><For each={languages()}>{(tag) => <option value={tag} selected={tag === draft.language}>{languageName(tag)}</option>}</For></select>}
          </Field>
        </div>
      </Section>
      <Section title={t().editor.knowledge} hint={t().editor.knowledgeHint}><KnowledgeEditor draft={draft} setDraft={setDraft} faultOf={faultOf} /></Section>
      <Section title={t().editor.turnTaking} hint={t().editor.turnTakingHint}><TurnTakingEditor draft={draft} setDraft={setDraft} faultOf={faultOf} /></Section>
    </div>
  );
}

/** Asks before unsaved words are lost, inside the console and when the tab is closed. */
function LeaveGuard(props: { isDirty: boolean }) {
  const [goOn, setGoOn] = createSignal<() => void>();
  useBeforeLeave((event) => {
    if (!props.isDirty || event.defaultPrevented || (typeof event.to === 'string' && new URL(event.to, location.href).pathname === location.pathname)) return;
    event.preventDefault();
    setGoOn(() => () => { event.retry(true); });
  });
  const onUnload = (event: BeforeUnloadEvent) => { if (props.isDirty) event.preventDefault(); };
  addEventListener('beforeunload', onUnload);
  onCleanup(() => { removeEventListener('beforeunload', onUnload); });
  return (
    <Dialog isOpen={goOn() !== undefined} title={t().editor.leaveTitle} onClose={() => setGoOn(undefined)}>
      <p class="text-muted">{t().editor.leaveText}</p>
      <div class="mt-5 flex justify-end gap-2">
        <Button look="danger" onClick={() => goOn()?.()}>{t().editor.leave}</Button>
        <Button look="primary" onClick={() => setGoOn(undefined)}>{t().editor.stay}</Button>
      </div>
    </Dialog>
  );
}

function State(props: { editor: AgentEditor }) {
  return (
    <Show when={!props.editor.isDirty()} fallback={<Badge tone="warning">{t().editor.unsaved}</Badge>}>
      <Show when={props.editor.published()} fallback={<Badge tone="warning">{t().agents.neverPublished}</Badge>}>
        {(version) => <Show when={props.editor.isPublished()} fallback={<Badge tone="warning">{t().agents.unpublished}</Badge>}><Badge tone="good">{t().agents.published(version().number)}</Badge></Show>}
      </Show>
    </Show>
  );
}

function Editor(props: { agent: AgentFields }) {
  const editor = createAgentEditor(props.agent);
  const [search, setSearch] = useSearchParams<{ view?: string }>();
  usePageTitle(() => editor.agent().name);
  const save = () => { void editor.save().then((isSaved) => { if (isSaved) toast(t().editor.saved); }); };
  const onKey = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') { event.preventDefault(); if (editor.isDirty()) save(); }
  };
  addEventListener('keydown', onKey);
  onCleanup(() => { removeEventListener('keydown', onKey); });
  const isTalk = () => search.view === 'talk';
  const tabClass = (isOn: boolean) => `control flex-1 rounded-md text-sm ${isOn ? 'bg-surface font-medium shadow-sm' : 'text-muted'}`;
  return (
    <>
      <LeaveGuard isDirty={editor.isDirty()} />
      <div class="sticky top-[3.4rem] z-10 -mx-4 mb-4 border-b border-line bg-canvas px-4 pb-3 sm:-mx-6 sm:px-6 lg:top-0 lg:-mt-7 lg:pt-6">
        <A href="/agents" class="-ml-1 inline-flex min-h-6 items-center gap-1 rounded px-1 text-sm text-muted hover:text-ink"><ArrowLeft size={14} aria-hidden="true" />{t().editor.back}</A>
        <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <div class="flex min-w-0 items-center gap-3"><h1 class="truncate text-2xl font-semibold tracking-tight">{editor.agent().name}</h1><State editor={editor} /></div>
          <div class="flex gap-2">
            <Button disabled={!editor.isDirty()} isBusy={editor.busy() === 'save'} onClick={save}>{t().editor.save}</Button>
            <Button look="primary" disabled={editor.isPublished() && !editor.isDirty()} isBusy={editor.busy() === 'publish'} onClick={() => { void editor.publish(); }}>{t().editor.publish}</Button>
          </div>
        </div>
        <div class="mt-3 flex rounded-lg bg-sunken p-0.5 lg:hidden">
          <button type="button" class={tabClass(!isTalk())} aria-pressed={!isTalk()} onClick={() => { setSearch({ view: undefined }); }}>{t().editor.edit}</button>
          <button type="button" class={tabClass(isTalk())} aria-pressed={isTalk()} onClick={() => { setSearch({ view: 'talk' }); }}>{t().editor.talk}</button>
        </div>
      </div>
      <Show when={editor.conflict()}>
        <div class="mb-4"><Notice tone="danger" title={t().editor.conflictTitle} actions={<><Button onClick={editor.keepMine}>{t().editor.keepMine}</Button><Button onClick={editor.takeTheirs}>{t().editor.takeTheirs}</Button></>}>{t().editor.conflictText}</Notice></div>
      </Show>
      <div class="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div class={isTalk() ? 'max-lg:hidden' : ''}><Fields editor={editor} /></div>
        <div class={`lg:sticky lg:top-28 ${isTalk() ? '' : 'max-lg:hidden'}`}>
          <TalkPanel agentId={editor.agent().id} publishedNumber={editor.published()?.number} hasNewerDraft={editor.isDirty() || !editor.isPublished()} />
        </div>
      </div>
    </>
  );
}

/** One agent: its draft, and talking to what is published beside it. */
export function AgentPage() {
  const params = useParams<{ id: string }>();
  const [result, refetch] = createQuery({ query: agentQuery, variables: () => ({ id: params.id }), requestPolicy: 'network-only' });
  return (
    <Switch>
      <Match when={result.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={() => { refetch(); }} />}</Match>
      <Match when={!result.data}><SkeletonRows class="h-40" /></Match>
      <Match when={result.data?.agent === null}><h1 class="sr-only">{t().frame.notFoundTitle}</h1><EmptyState icon={<Bot size={36} />} title={t().frame.notFoundTitle} text={t().editor.notFound}><A class={buttonClass('primary')} href="/agents">{t().frame.toAgents}</A></EmptyState></Match>
      <Match when={result.data?.agent?.id} keyed>{(_id) => <Editor agent={result.data!.agent!} />}</Match>
    </Switch>
  );
}

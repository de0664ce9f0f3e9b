import { A, useNavigate } from '@solidjs/router';
import Archive from 'lucide-solid/icons/archive';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import Copy from 'lucide-solid/icons/copy';
import Ellipsis from 'lucide-solid/icons/ellipsis';
import { For, Show } from 'solid-js';
import { t } from '../../i18n/index.js';
import { Button, IconButton } from '../../ui/button.js';
import { copyText } from '../../ui/copy.js';
import { Menu } from '../../ui/menu.js';
import { BackLink, Badge } from '../../ui/parts.js';
import type { AgentEditor } from './agent-editor.js';
import { useArchive } from './archive.js';
import { mayWrite } from './may-write.js';
import { SaveStateLine } from './save-state.js';

/** What the address shows: `?view=talk`, `?view=versions`, else the editor. Talking stands beside the others where there is room. */
export const VIEWS = ['edit', 'talk', 'versions'] as const;
export type View = (typeof VIEWS)[number];

/** What callers meet, against what is written. */
function PublishedState(props: { editor: AgentEditor }) {
  return (
    <Show when={props.editor.published()} fallback={<Badge tone="warning">{t().agents.neverPublished}</Badge>}>
      {(version) => <Show when={props.editor.isPublished()} fallback={<Badge tone="warning">{t().agents.unpublished}</Badge>}><Badge tone="good">{t().agents.published(version().number)}</Badge></Show>}
    </Show>
  );
}

function Views(props: { agentId: string; view: View }) {
  const tabClass = (view: View) => `control inline-flex flex-1 items-center justify-center rounded-md px-4 text-sm lg:flex-none ${view === 'talk' ? 'lg:hidden' : ''} ${view === props.view ? 'bg-surface font-medium shadow-sm' : 'text-muted hover:text-ink'}`;
  // Where talking stands beside, the editor is what is shown with it.
  const wideClass = (view: View) => (props.view === 'talk' && view === 'edit' ? 'lg:bg-surface lg:font-medium lg:shadow-sm' : '');
  return (
    <nav class="col-span-2 flex rounded-lg bg-sunken p-0.5 lg:order-1" aria-label={t().editor.views}>
      <For each={VIEWS}>{(view) => <a class={`${tabClass(view)} ${wideClass(view)}`} href={`/agents/${props.agentId}${view === 'edit' ? '' : `?view=${view}`}`} aria-current={view === props.view ? 'page' : undefined}>{t().editor[view]}</a>}</For>
    </nav>
  );
}

function Actions(props: { editor: AgentEditor }) {
  const navigate = useNavigate();
  const { archive } = useArchive();
  const agent = () => props.editor.agent();
  const putAway = () => { void props.editor.flush().then(() => archive(agent())).then((archived) => { if (archived) navigate('/agents'); }); };
  const groups = () => [
    { items: [{ name: t().agents.copyId, icon: () => <Copy size={15} />, onChoose: () => { void copyText(agent().id); } }] },
    { items: agent().archivedAt === null && mayWrite() ? [{ name: t().agents.archive, icon: () => <Archive size={15} />, onChoose: putAway }] : [] },
  ];
  return <Menu label={t().agents.actions(agent().name)} groups={groups()} button={(attributes) => <IconButton label={t().agents.actions(agent().name)} {...attributes}><Ellipsis size={18} aria-hidden="true" /></IconButton>} />;
}

/** The agent's name and how it stands; what can be done with it, and its views. Stays in sight. */
export function AgentHeading(props: { editor: AgentEditor; view: View; onPublish: () => void }) {
  return (
    <div class="sticky top-[calc(3.4rem+var(--banner))] z-10 -mx-4 mb-4 border-b border-line bg-canvas px-4 pt-1 pb-3 max-lg:-mt-5 sm:-mx-6 sm:px-6 lg:top-(--banner) lg:-mt-7 lg:pt-6">
      <BackLink href="/agents" class="max-lg:hidden">{t().editor.back}</BackLink>
      <div class="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1.5 lg:flex">
        <div class="flex min-w-0 items-center gap-x-1">
          <A href="/agents" class="control -ml-2.5 inline-flex aspect-square items-center justify-center rounded-lg text-muted lg:hidden" aria-label={t().editor.back}><ArrowLeft size={18} aria-hidden="true" /></A>
          <h1 class="min-w-0 truncate text-xl font-semibold tracking-tight lg:text-2xl">{props.editor.agent().name}</h1>
        </div>
        <div class="flex shrink-0 items-center gap-1 lg:order-last">
          <Show when={mayWrite()}><Button look={props.editor.isPublished() && props.editor.unsent().length === 0 ? 'plain' : 'primary'} isBusy={props.editor.isPublishing()} onClick={() => props.onPublish()}>{t().editor.publish}</Button></Show>
          <Actions editor={props.editor} />
        </div>
        <div class="col-span-2 flex min-w-0 flex-wrap items-center justify-between gap-x-3 lg:contents">
          <div class="shrink-0"><PublishedState editor={props.editor} /></div>
          <div class="flex min-w-0 lg:order-2 lg:ml-auto lg:max-w-96"><Show when={mayWrite()}><SaveStateLine editor={props.editor} /></Show></div>
        </div>
        <Views agentId={props.editor.agent().id} view={props.view} />
      </div>
    </div>
  );
}

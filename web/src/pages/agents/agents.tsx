import { A, useNavigate, useSearchParams } from '@solidjs/router';
import { createQuery, useClient } from '@urql/solid';
import Bot from 'lucide-solid/icons/headset';
import Plus from 'lucide-solid/icons/plus';
import { createSignal, For, Match, Show, Switch } from 'solid-js';
import { faultOfField, sentenceOf, sentenceOfFault } from '../../api/faults.js';
import { t } from '../../i18n/index.js';
import { formatAgo, languageName } from '../../i18n/format.js';
import { Button, buttonClass } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { TextField } from '../../ui/field.js';
import { Badge, EmptyState, FailedState, PageHeading, SkeletonRows } from '../../ui/parts.js';
import { usePageTitle } from '../../ui/title.js';
import { agentCreateMutation, agentsQuery } from './agent-documents.js';

const PAGE_ITEMS = 30;

function CreateDialog(props: { isOpen: boolean; onClose: () => void }) {
  const client = useClient();
  const navigate = useNavigate();
  const [name, setName] = createSignal('');
  const [isBusy, setBusy] = createSignal(false);
  const [fault, setFault] = createSignal<string>();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const { data, error } = await client.mutation(agentCreateMutation, { input: { name: name() } });
    setBusy(false);
    const errors = data?.agentCreate.errors ?? [];
    const first = faultOfField(errors, 'name') ?? errors[0];
    setFault(error ? sentenceOf(error) : first && sentenceOfFault(first));
    if (data?.agentCreate.agent) navigate(`/agents/${data.agentCreate.agent.id}`);
  };
  return (
    <Dialog isOpen={props.isOpen} title={t().agents.createTitle} onClose={() => props.onClose()}>
      <form class="flex flex-col gap-4" onSubmit={(event) => { void submit(event); }}>
        <TextField label={t().agents.nameLabel} placeholder={t().agents.namePlaceholder} required maxlength={120} fault={fault()} value={name()} onValue={setName} />
        <div class="flex justify-end gap-2">
          <Button look="quiet" onClick={() => props.onClose()}>{t().common.cancel}</Button>
          <Button look="primary" type="submit" isBusy={isBusy()}>{t().agents.createAction}</Button>
        </div>
      </form>
    </Dialog>
  );
}

/** All agents of the organization, newest first. */
export function AgentsPage() {
  usePageTitle(() => t().agents.title);
  const [search, setSearch] = useSearchParams<{ new?: string; after?: string }>();
  const [agents, refetch] = createQuery({ query: agentsQuery, variables: () => ({ first: PAGE_ITEMS, after: search.after ?? null }), requestPolicy: 'cache-and-network' });
  const open = () => { setSearch({ new: '1' }); };
  const nodes = () => agents.data?.agents.nodes.filter((agent) => agent !== null) ?? [];
  return (
    <>
      <PageHeading title={t().agents.title}><Button look="primary" onClick={open}><Plus size={16} aria-hidden="true" />{t().agents.create}</Button></PageHeading>
      <Switch>
        <Match when={agents.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={() => { refetch({ requestPolicy: 'network-only' }); }} />}</Match>
        <Match when={!agents.data}><SkeletonRows class="h-18" /></Match>
        <Match when={nodes().length === 0}><EmptyState icon={<Bot size={36} />} title={t().agents.emptyTitle} text={t().agents.emptyText}><Button look="primary" onClick={open}>{t().agents.create}</Button></EmptyState></Match>
        <Match when={nodes().length > 0}>
          <ul class="card divide-y divide-line overflow-hidden">
            <For each={nodes()}>
              {(agent) => (
                <li>
                  <A href={`/agents/${agent.id}`} class="grid gap-x-4 gap-y-1 px-4 py-3 outline-offset-[-2px] hover:bg-sunken sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
                    <div class="min-w-0">
                      <p class="truncate font-medium">{agent.name}</p>
                      <p class="truncate text-sm text-muted">{agent.greeting || t().common.none}</p>
                    </div>
                    <div class="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted sm:justify-end">
                      <span>{languageName(agent.language)} · {t().agents.knowledgeCount(agent.knowledge.length)}</span>
                      <Show when={agent.publishedVersion} fallback={<Badge tone="warning">{t().agents.neverPublished}</Badge>}>{(version) => <Badge tone="good">{t().agents.published(version().number)}</Badge>}</Show>
                      <span class="min-w-28 sm:text-right">{formatAgo(agent.updatedAt)}</span>
                    </div>
                  </A>
                </li>
              )}
            </For>
          </ul>
          <Show when={agents.data?.agents.pageInfo.hasNextPage}>
            <div class="mt-4 flex justify-end"><A class={buttonClass()} href={`?after=${encodeURIComponent(agents.data?.agents.pageInfo.endCursor ?? '')}`}>{t().common.next}</A></div>
          </Show>
        </Match>
      </Switch>
      <CreateDialog isOpen={search.new === '1'} onClose={() => { setSearch({ new: undefined }); }} />
    </>
  );
}

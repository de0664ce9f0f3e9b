import { A, useSearchParams } from '@solidjs/router';
import { createQuery, useClient } from '@urql/solid';
import ArrowRight from 'lucide-solid/icons/arrow-right';
import Building from 'lucide-solid/icons/building';
import Copy from 'lucide-solid/icons/copy';
import Ellipsis from 'lucide-solid/icons/ellipsis';
import FolderInput from 'lucide-solid/icons/folder-input';
import Plus from 'lucide-solid/icons/plus';
import { createSignal, For, Match, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../../api/faults.js';
import { may } from '../../../api/may.js';
import { loadViewer, viewer } from '../../../api/session.js';
import { useOrganizationSwitch } from '../../../frame/organization-switch.js';
import { formatDate } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { Avatar } from '../../../ui/avatar.js';
import { Button, buttonClass, IconButton } from '../../../ui/button.js';
import { Confirm } from '../../../ui/confirm.js';
import { copyText } from '../../../ui/copy.js';
import { Menu } from '../../../ui/menu.js';
import { Badge, EmptyState, FailedState, PageHeading, SkeletonRows } from '../../../ui/parts.js';
import { SelectField } from '../../../ui/select-field.js';
import { usePageTitle } from '../../../ui/title.js';
import { toast } from '../../../ui/toast.js';
import { CreateClient } from './create-client.js';
import { reachOf } from './delegation.js';
import { createGoals, createMove } from './move-organization.js';
import { clientsQuery, type ClientFields } from './tree-documents.js';

const PAGE_ITEMS = 50;

/** How far a client lets its agency in, in a few words. */
function reachText(permissions: readonly string[]): string {
  const reach = reachOf(permissions);
  return reach === undefined ? t().clients.reachOther(permissions.length) : t().clients.reaches[reach];
}

interface RowProps { client: ClientFields; onGo: (id: string) => void; onMove: (client: ClientFields) => void }

function Row(props: RowProps) {
  const permissions = () => props.client.delegation?.permissions ?? [];
  const isOpen = () => permissions().length > 0;
  const label = () => t().clients.actions(props.client.name);
  const items = () => [
    { name: t().clients.copyId, icon: () => <Copy size={15} />, onChoose: () => { void copyText(props.client.id); } },
    ...(may('clients:update') ? [{ name: t().clients.move, icon: () => <FolderInput size={15} />, onChoose: () => { props.onMove({ ...props.client }); } }] : []),
  ];
  return (
    <li class="flex items-center gap-3 py-2.5 pr-2 pl-4">
      <Avatar name={props.client.name} isSquare />
      <div class="grid min-w-0 flex-1 gap-x-4 gap-y-1 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
        <div class="min-w-0"><p class="font-medium break-words max-sm:line-clamp-2 sm:truncate">{props.client.name}</p><p class="truncate text-sm text-muted max-sm:hidden">{props.client.slug}</p></div>
        <div class="flex flex-wrap items-center gap-1.5">
          <Show when={props.client.suspendedAt}><Badge tone="danger">{t().platform.suspended}</Badge></Show>
          <Show when={props.client.deletionAt}>{(at) => <Badge tone="danger">{t().clients.closing(formatDate(at()))}</Badge>}</Show>
          <Badge tone={isOpen() ? 'good' : 'neutral'}>{reachText(permissions())}</Badge>
        </div>
      </div>
      <Show when={isOpen()}><Button aria-label={t().clients.workIn(props.client.name)} class="max-sm:aspect-square max-sm:px-0!" onClick={() => props.onGo(props.client.id)}><span class="max-sm:hidden">{t().clients.work}</span><ArrowRight size={16} aria-hidden="true" /></Button></Show>
      <Menu label={label()} groups={[{ items: items() }]} button={(attributes) => <IconButton label={label()} {...attributes}><Ellipsis size={17} aria-hidden="true" /></IconButton>} />
    </li>
  );
}

/** Asks where a client is to go, and moves it. */
function MoveDialog(props: { client: ClientFields | undefined; onClose: () => void; onMoved: () => void }) {
  const move = createMove();
  const goals = createGoals(() => props.client !== undefined);
  const [chosen, setChosen] = createSignal('');
  const options = () => [{ value: '', name: t().clients.moveOut }, ...goals().filter(({ id }) => id !== viewer()?.organization.id).map(({ id, name }) => ({ value: id, name }))];
  const confirm = async (): Promise<string | undefined> => {
    const client = props.client!;
    const sentence = await move(client.id, chosen() || null);
    if (sentence !== undefined) return sentence;
    toast(t().clients.moved(client.name));
    props.onMoved();
    return undefined;
  };
  return (
    <Confirm isOpen={props.client !== undefined} title={t().clients.moveTitle(props.client?.name ?? '')} text={t().clients.moveText} action={t().clients.moveAction} isDanger onConfirm={confirm} onClose={() => props.onClose()}>
      <SelectField label={t().clients.moveTo} value={chosen()} options={options()} onValue={setChosen} />
    </Confirm>
  );
}

function NotAnAgency() {
  return <EmptyState icon={<Building size={36} />} title={t().clients.notAgencyTitle} text={t().clients.notAgencyText}><A class={buttonClass()} href="/settings/agency">{t().clients.toAgency}</A></EmptyState>;
}

/** The clients of the agency: how far each lets its people in, and the way there. */
export function ClientsPage() {
  usePageTitle(() => t().settings.pages.clients);
  const client = useClient();
  const [search, setSearch] = useSearchParams<{ new?: string; after?: string; before?: string }>();
  const { go } = useOrganizationSwitch();
  const isAgency = () => viewer()?.organization.kind === 'AGENCY';
  const [result, refetch] = createQuery({
    query: clientsQuery, requestPolicy: 'cache-and-network', pause: () => !isAgency(),
    variables: () => (search.before ? { last: PAGE_ITEMS, before: search.before } : { first: PAGE_ITEMS, after: search.after ?? null }),
  });
  const [moved, setMoved] = createSignal<ClientFields>();
  const refresh = () => { refetch({ requestPolicy: 'network-only' }); };
  // The way from one organization to another lists them too.
  const changed = () => { refresh(); void loadViewer(client); };
  const connection = () => result.data?.viewer?.organization.children;
  const nodes = () => (connection()?.nodes ?? []).filter((node) => node !== null);
  const mayCreate = () => isAgency() && may('clients:create');
  const open = () => { setSearch({ new: '1' }); };
  const close = () => { if (search.new !== undefined) setSearch({ new: undefined }); };
  const made = ({ id, name }: { id: string; name: string }) => {
    close();
    changed();
    toast({ text: t().clients.created(name), next: { name: t().clients.goThere, run: () => { go(id); } } });
  };
  return (
    <>
      <PageHeading title={t().settings.pages.clients}><Show when={mayCreate()}><Button look="primary" onClick={open}><Plus size={16} aria-hidden="true" />{t().clients.create}</Button></Show></PageHeading>
      <Show when={isAgency()}><p class="-mt-3 mb-5 max-w-2xl text-sm text-pretty text-muted">{t().clients.intro}</p></Show>
      <Switch>
        <Match when={!isAgency()}><NotAnAgency /></Match>
        <Match when={result.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={refresh} />}</Match>
        <Match when={!result.data}><SkeletonRows class="h-16" /></Match>
        <Match when={connection() === null}><FailedState sentence={t().faults.byCode.FORBIDDEN} onRetry={refresh} /></Match>
        <Match when={nodes().length === 0}><EmptyState icon={<Building size={36} />} title={t().clients.emptyTitle} text={t().clients.emptyText}><Show when={mayCreate()}><Button look="primary" onClick={open}>{t().clients.create}</Button></Show></EmptyState></Match>
        <Match when={connection()?.pageInfo}>
          {(info) => (
            <>
              <ul class="card divide-y divide-line" aria-label={t().settings.pages.clients}><For each={nodes()}>{(node) => <Row client={node} onGo={go} onMove={setMoved} />}</For></ul>
              <Show when={info().hasPreviousPage || info().hasNextPage}>
                <nav aria-label={t().clients.pages} class="mt-4 flex justify-end gap-2">
                  <Show when={info().hasPreviousPage}><a class={buttonClass()} href={`?before=${encodeURIComponent(info().startCursor ?? '')}`}>{t().common.back}</a></Show>
                  <Show when={info().hasNextPage}><a class={buttonClass()} href={`?after=${encodeURIComponent(info().endCursor ?? '')}`}>{t().common.further}</a></Show>
                </nav>
              </Show>
            </>
          )}
        </Match>
      </Switch>
      <CreateClient isOpen={mayCreate() && search.new === '1'} onClose={close} onMade={made} />
      <MoveDialog client={moved()} onClose={() => setMoved(undefined)} onMoved={changed} />
    </>
  );
}

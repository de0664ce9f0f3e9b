import { useSearchParams } from '@solidjs/router';
import { createQuery, useClient } from '@urql/solid';
import Ellipsis from 'lucide-solid/icons/ellipsis';
import UserMinus from 'lucide-solid/icons/user-minus';
import { createSignal, For, Match, Show, Switch } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../../api/faults.js';
import { may } from '../../../api/may.js';
import type { ResultOf } from '../../../api/graphql.js';
import { roleName } from '../../../api/roles.js';
import { viewer } from '../../../api/session.js';
import { formatDate } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { Avatar } from '../../../ui/avatar.js';
import { Button, buttonClass, IconButton } from '../../../ui/button.js';
import { Confirm } from '../../../ui/confirm.js';
import { Menu } from '../../../ui/menu.js';
import { Badge, FailedState, PageHeading, SkeletonRows } from '../../../ui/parts.js';
import { usePageTitle } from '../../../ui/title.js';
import { toast } from '../../../ui/toast.js';
import { Invitations, InviteDialog } from './invitations.js';
import { memberRemoveMutation, memberRoleSetMutation, membersQuery, roleNamesQuery, type MemberFields } from '../setting-documents.js';

const PAGE_ITEMS = 50;

const nameOf = ({ user }: MemberFields): string => user.name || user.email;

const isOwner = (role: MemberFields['role'] | undefined): boolean => role?.key === 'owner' || role?.key === 'agency-owner';

/** Only an owner changes anything about an owner; oneself one does not remove, one leaves. */
const mayOn = (permission: string, { user, role }: MemberFields): boolean => may(permission) && user.id !== viewer()?.user.id && (!isOwner(role) || isOwner(viewer()?.role));

type RoleChoice = ResultOf<typeof roleNamesQuery>['roles'][number];

interface RowProps {
  /** Roles that one may give: those that allow no more than one may oneself. */
  roles: readonly RoleChoice[];
  onRole: (member: MemberFields, role: RoleChoice) => void;
  onRemove: (member: MemberFields) => void;
}

/** What can be done with a member: another role at once, out after a question. */
function MemberMenu(props: RowProps & { member: MemberFields }) {
  const groups = () => [
    ...(mayOn('members:update', props.member) ? [{ label: t().members.columns.role, items: props.roles.map((role) => ({ name: roleName(role), isChecked: role.id === props.member.role.id, onChoose: () => { if (role.id !== props.member.role.id) props.onRole(props.member, role); } })) }] : []),
    ...(mayOn('members:remove', props.member) ? [{ items: [{ name: t().members.remove, tone: 'danger' as const, icon: () => <UserMinus size={15} />, onChoose: () => props.onRemove(props.member) }] }] : []),
  ];
  const label = () => t().members.actions(nameOf(props.member));
  return <Show when={groups().some(({ items }) => items.length > 0)}><Menu label={label()} class="min-w-52" groups={groups()} button={(attributes) => <IconButton label={label()} {...attributes}><Ellipsis size={17} aria-hidden="true" /></IconButton>} /></Show>;
}

/** One member: a row of a table on wide screens, two lines on narrow ones. */
function Row(props: RowProps & { member: MemberFields }) {
  const name = () => nameOf(props.member);
  return (
    <tr class="grid grid-cols-[minmax(0,1fr)_auto_auto] items-center gap-x-3 px-4 py-3 md:table-row">
      <td class="min-w-0 md:w-full md:max-w-0 md:px-4 md:py-2.5">
        <div class="flex items-center gap-3">
          <Avatar name={name()} />
          <div class="min-w-0">
            <p class="truncate font-medium">{name()}<Show when={props.member.user.id === viewer()?.user.id}><span class="font-normal text-muted"> · {t().members.you}</span></Show></p>
            <Show when={props.member.user.name}><p class="truncate text-sm text-muted">{props.member.user.email}</p></Show>
          </div>
        </div>
      </td>
      <td class="md:px-4"><Badge>{roleName(props.member.role)}</Badge></td>
      <td class="col-span-2 pl-10 text-sm whitespace-nowrap text-muted md:px-4"><span class="md:hidden">{t().members.columns.joined}</span> {formatDate(props.member.joinedAt)}</td>
      <td class="max-md:col-start-3 max-md:row-span-2 max-md:row-start-1 md:pr-2 md:text-right">
        <MemberMenu {...props} />
      </td>
    </tr>
  );
}

function Table(props: RowProps & { members: readonly MemberFields[] }) {
  const columns = () => t().members.columns;
  return (
    <div class="card overflow-hidden">
      <table class="block w-full md:table">
        <thead class="hidden border-b border-line text-left text-xs text-muted md:table-header-group">
          <tr><th scope="col" class="px-4 py-2 font-medium">{columns().name}</th><th scope="col" class="px-4 font-medium">{columns().role}</th><th scope="col" class="px-4 font-medium">{columns().joined}</th><th scope="col" class="w-12"><span class="sr-only">{columns().actions}</span></th></tr>
        </thead>
        <tbody class="block divide-y divide-line md:table-row-group"><For each={props.members}>{(member) => <Row {...props} member={member} />}</For></tbody>
      </table>
    </div>
  );
}

/** Giving members another role, with a way back. */
function createRoles(onDone: () => void) {
  const client = useClient();
  const [result] = createQuery({ query: roleNamesQuery, requestPolicy: 'cache-and-network', pause: () => !(may('members:update') || may('members:invite')) || !may('roles:read') });
  const set = async (member: MemberFields, roleId: string, before?: MemberFields['role']): Promise<void> => {
    const { data, error } = await client.mutation(memberRoleSetMutation, { input: { userId: member.user.id, roleId } });
    const { member: now, errors } = data?.memberRoleSet ?? { member: null, errors: [] };
    onDone();
    if (error || errors[0]) toast(error ? sentenceOf(error) : sentenceOfFault(errors[0]!), 'danger');
    else if (before && now) toast({ text: t().members.roleSet(nameOf(member), roleName(now.role)), undo: () => set(member, before.id) });
  };
  return {
    list: () => (result.data?.roles ?? []).filter(({ permissions }) => permissions.every(may)),
    set: (member: MemberFields, role: RoleChoice) => { void set({ ...member, user: { ...member.user } }, role.id, { ...member.role }); },
  };
}

/** Taking somebody out: who is asked about, and how it ends. */
function createRemoving(onDone: () => void) {
  const client = useClient();
  const [asked, ask] = createSignal<MemberFields>();
  const remove = async (): Promise<string | undefined> => {
    const member = asked();
    if (!member) return undefined;
    const { data, error } = await client.mutation(memberRemoveMutation, { input: { userId: member.user.id } });
    const fault = data?.memberRemove.errors[0];
    if (error || fault) return error ? sentenceOf(error) : sentenceOfFault(fault!);
    toast(t().members.removed(nameOf(member)));
    onDone();
    return undefined;
  };
  return { asked, ask, remove };
}

/** Who belongs to the organization, in which role and since when. */
export function MembersPage() {
  usePageTitle(() => t().settings.pages.members);
  const [search] = useSearchParams<{ after?: string; before?: string }>();
  const [result, refetch] = createQuery({
    query: membersQuery, requestPolicy: 'cache-and-network',
    variables: () => (search.before ? { last: PAGE_ITEMS, before: search.before } : { first: PAGE_ITEMS, after: search.after ?? null }),
  });
  const refresh = () => { refetch({ requestPolicy: 'network-only' }); };
  const removing = createRemoving(refresh);
  const roles = createRoles(refresh);
  const [isInviting, setInviting] = createSignal(false);
  const [generation, setGeneration] = createSignal(0);
  const mayInvite = () => may('members:invite') && may('roles:read');
  const connection = () => result.data?.viewer?.organization.members;
  const members = () => connection()?.nodes ?? [];
  return (
    <>
      <PageHeading title={t().settings.pages.members}><Show when={mayInvite()}><Button look="primary" onClick={() => setInviting(true)}>{t().members.invite}</Button></Show></PageHeading>
      <p class="-mt-3 mb-5 text-sm text-muted">{t().members.intro}</p>
      <Switch>
        <Match when={result.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={refresh} />}</Match>
        <Match when={!result.data}><SkeletonRows class="h-14" rows={3} /></Match>
        <Match when={connection()?.pageInfo}>
          {(info) => (
            <>
              <Table members={members()} roles={roles.list()} onRole={roles.set} onRemove={removing.ask} />
              <Show when={info().hasPreviousPage || info().hasNextPage}>
                <nav aria-label={t().members.pages} class="mt-4 flex justify-end gap-2">
                  <Show when={info().hasPreviousPage}><a class={buttonClass()} href={`?before=${encodeURIComponent(info().startCursor ?? '')}`}>{t().common.back}</a></Show>
                  <Show when={info().hasNextPage}><a class={buttonClass()} href={`?after=${encodeURIComponent(info().endCursor ?? '')}`}>{t().common.further}</a></Show>
                </nav>
              </Show>
            </>
          )}
        </Match>
      </Switch>
      <Show when={mayInvite()}>
        <Invitations generation={generation()} />
        <InviteDialog isOpen={isInviting()} roles={roles.list()} onClose={() => setInviting(false)} onDone={() => setGeneration((last) => last + 1)} />
      </Show>
      <Confirm isOpen={removing.asked() !== undefined} title={t().members.removeTitle(removing.asked() ? nameOf(removing.asked()!) : '')} text={t().members.removeText} action={t().members.remove} isDanger onConfirm={removing.remove} onClose={() => { removing.ask(undefined); }} />
    </>
  );
}

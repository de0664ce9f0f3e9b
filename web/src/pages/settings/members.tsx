import { useSearchParams } from '@solidjs/router';
import { createQuery } from '@urql/solid';
import { For, Match, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../api/faults.js';
import { roleName } from '../../api/roles.js';
import { viewer } from '../../api/session.js';
import { formatDate } from '../../i18n/format.js';
import { t } from '../../i18n/index.js';
import { Avatar } from '../../ui/avatar.js';
import { buttonClass } from '../../ui/button.js';
import { Badge, FailedState, PageHeading, SkeletonRows } from '../../ui/parts.js';
import { usePageTitle } from '../../ui/title.js';
import { membersQuery, type MemberFields } from './setting-documents.js';

const PAGE_ITEMS = 50;

/** One member: a row of a table on wide screens, two lines on narrow ones. */
function Row(props: { member: MemberFields }) {
  const name = () => props.member.user.name || props.member.user.email;
  return (
    <tr class="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-3 md:table-row">
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
    </tr>
  );
}

function Table(props: { members: readonly MemberFields[] }) {
  const columns = () => t().members.columns;
  return (
    <div class="card overflow-hidden">
      <table class="block w-full md:table">
        <thead class="hidden border-b border-line text-left text-xs text-muted md:table-header-group">
          <tr><th scope="col" class="px-4 py-2 font-medium">{columns().name}</th><th scope="col" class="px-4 font-medium">{columns().role}</th><th scope="col" class="px-4 font-medium">{columns().joined}</th></tr>
        </thead>
        <tbody class="block divide-y divide-line md:table-row-group"><For each={props.members}>{(member) => <Row member={member} />}</For></tbody>
      </table>
    </div>
  );
}

/** Who belongs to the organization, in which role and since when. */
export function MembersPage() {
  usePageTitle(() => t().settings.pages.members);
  const [search] = useSearchParams<{ after?: string; before?: string }>();
  const [result, refetch] = createQuery({
    query: membersQuery, requestPolicy: 'cache-and-network',
    variables: () => (search.before ? { last: PAGE_ITEMS, before: search.before } : { first: PAGE_ITEMS, after: search.after ?? null }),
  });
  const connection = () => result.data?.viewer?.organization.members;
  const members = () => connection()?.nodes ?? [];
  return (
    <>
      <PageHeading title={t().settings.pages.members} />
      <p class="-mt-3 mb-5 text-sm text-muted">{t().members.intro}</p>
      <Switch>
        <Match when={result.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={() => { refetch({ requestPolicy: 'network-only' }); }} />}</Match>
        <Match when={!result.data}><SkeletonRows class="h-14" rows={3} /></Match>
        <Match when={connection()?.pageInfo}>
          {(info) => (
            <>
              <Table members={members()} />
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
    </>
  );
}

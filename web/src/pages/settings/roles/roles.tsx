import { createQuery } from '@urql/solid';
import Plus from 'lucide-solid/icons/plus';
import { createMemo, createSignal, Match, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../../api/faults.js';
import { may } from '../../../api/may.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { Confirm } from '../../../ui/confirm.js';
import { createMediaQuery } from '../../../ui/media.js';
import { FailedState, PageHeading, SkeletonRows } from '../../../ui/parts.js';
import { usePageTitle } from '../../../ui/title.js';
import { matrixGroups, shownRoles, type MatrixGroup } from './matrix.js';
import { RoleDialog } from './role-dialog.js';
import { rolesQuery, type RoleFields } from './role-documents.js';
import { createRoleEdits } from './role-edits.js';
import { RoleList, RoleTable } from './role-table.js';

const namesOf = (groups: readonly MatrixGroup[]): string => groups.flatMap(({ permissions }) => permissions.map(({ name }) => name)).join();

/** Who may do what: every role, and what it allows. */
export function RolesPage() {
  usePageTitle(() => t().settings.pages.roles);
  const [result, refetch] = createQuery({ query: rolesQuery, requestPolicy: 'cache-and-network' });
  const isWide = createMediaQuery('(min-width: 64rem)');
  const roles = createMemo(() => shownRoles(result.data?.roles ?? [], may));
  // Rows stay what they are while a tick is set, and the focus with them.
  const groups = createMemo(() => matrixGroups(result.data?.permissions ?? [], roles()), [], { equals: (one, other) => namesOf(one) === namesOf(other) });
  const refresh = () => { refetch({ requestPolicy: 'network-only' }); };
  const edits = createRoleEdits(refresh);
  const [asked, setAsked] = createSignal<RoleFields | 'new'>();
  const [removed, setRemoved] = createSignal<RoleFields>();
  const table = () => ({ edits, onRename: setAsked, onRemove: setRemoved });
  return (
    <>
      <PageHeading title={t().settings.pages.roles}><Show when={may('roles:create')}><Button look="primary" onClick={() => { setAsked('new'); }}><Plus size={16} aria-hidden="true" />{t().roleMatrix.create}</Button></Show></PageHeading>
      <p class="-mt-3 mb-5 max-w-2xl text-sm text-muted">{t().roleMatrix.intro}</p>
      <Switch>
        <Match when={result.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={refresh} />}</Match>
        <Match when={!result.data}><SkeletonRows class="h-9" rows={14} /></Match>
        <Match when={roles().length > 0}><Show when={isWide()} fallback={<RoleList {...table()} roles={roles()} groups={groups()} />}><RoleTable {...table()} roles={roles()} groups={groups()} /></Show></Match>
      </Switch>
      <RoleDialog asked={asked()} roles={roles()} edits={edits} onClose={() => { setAsked(undefined); }} />
      <Confirm isOpen={removed() !== undefined} title={t().roleMatrix.removeTitle(removed()?.name ?? '')} text={t().roleMatrix.removeText} action={t().common.remove} isDanger onConfirm={() => edits.remove(removed()!)} onClose={() => { setRemoved(undefined); }} />
    </>
  );
}

import { createQuery } from '@urql/solid';
import { createMemo, Match, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../../api/faults.js';
import { may } from '../../../api/may.js';
import { t } from '../../../i18n/index.js';
import { createMediaQuery } from '../../../ui/media.js';
import { FailedState, PageHeading, SkeletonRows } from '../../../ui/parts.js';
import { usePageTitle } from '../../../ui/title.js';
import { matrixGroups, shownRoles } from './matrix.js';
import { rolesQuery } from './role-documents.js';
import { RoleList, RoleTable } from './role-table.js';

/** Who may do what: every role, and what it allows. */
export function RolesPage() {
  usePageTitle(() => t().settings.pages.roles);
  const [result, refetch] = createQuery({ query: rolesQuery, requestPolicy: 'cache-and-network' });
  const isWide = createMediaQuery('(min-width: 64rem)');
  const roles = createMemo(() => shownRoles(result.data?.roles ?? [], may));
  const groups = createMemo(() => matrixGroups(result.data?.permissions ?? [], roles()));
  return (
    <>
      <PageHeading title={t().settings.pages.roles} />
      <p class="-mt-3 mb-5 max-w-2xl text-sm text-muted">{t().roleMatrix.intro}</p>
      <Switch>
        <Match when={result.error}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={() => { refetch({ requestPolicy: 'network-only' }); }} />}</Match>
        <Match when={!result.data}><SkeletonRows class="h-9" rows={14} /></Match>
        <Match when={roles().length > 0}><Show when={isWide()} fallback={<RoleList roles={roles()} groups={groups()} />}><RoleTable roles={roles()} groups={groups()} /></Show></Match>
      </Switch>
    </>
  );
}

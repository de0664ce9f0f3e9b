import Check from 'lucide-solid/icons/check';
import Minus from 'lucide-solid/icons/minus';
import { For, Show } from 'solid-js';
import { roleName } from '../../../api/roles.js';
import { viewer } from '../../../api/session.js';
import { t } from '../../../i18n/index.js';
import type { MatrixGroup } from './matrix.js';
import type { RoleFields } from './role-documents.js';
import { groupText, permissionText, roleText } from './role-words.js';

interface TableProps { roles: readonly RoleFields[]; groups: readonly MatrixGroup[] }

function Cell(props: { isAllowed: boolean }) {
  return (
    <td class="border-l border-line text-center">
      <Show when={props.isAllowed} fallback={<><Minus size={14} class="inline text-line" aria-hidden="true" /><span class="sr-only">{t().roleMatrix.no}</span></>}><Check size={17} class="inline text-accent" aria-hidden="true" /><span class="sr-only">{t().roleMatrix.yes}</span></Show>
    </td>
  );
}

/** Permissions by roles; the names of the permissions stay while one goes to the side. */
export function RoleTable(props: TableProps) {
  const isOwn = (role: RoleFields) => viewer()?.role.id === role.id;
  return (
    <div class="card overflow-x-auto" role="region" aria-label={t().settings.pages.roles} tabindex="0">
      <table class="w-full border-separate border-spacing-0 text-sm">
        <thead>
          <tr>
            <th scope="col" class="sticky left-0 z-[1] min-w-52 border-b border-line bg-surface px-4 py-2 text-left text-xs font-medium text-muted">{t().roleMatrix.permission}</th>
            <For each={props.roles}>
              {(role) => (
                <th scope="col" class={`min-w-22 border-b border-l border-line px-2 py-2 align-bottom font-medium ${isOwn(role) ? 'bg-accent-soft text-accent' : ''}`} title={roleText(role)}>
                  <span class="block leading-tight">{roleName(role)}</span><span class="block text-xs font-normal text-muted">{t().roleMatrix.members(role.memberCount)}</span>
                </th>
              )}
            </For>
          </tr>
        </thead>
        <For each={props.groups}>
          {(group) => (
            <tbody class="[&_td]:border-b [&_td]:border-line">
              <tr><th scope="rowgroup" colspan={props.roles.length + 1} class="border-b border-line bg-sunken px-4 py-1.5 text-left text-xs font-medium text-muted"><span class="sticky left-4">{groupText(group.group)}</span></th></tr>
              <For each={group.permissions}>
                {(permission) => (
                  <tr class="hover:[&_td]:bg-sunken">
                    <th scope="row" class="sticky left-0 z-[1] border-b border-line bg-surface px-4 py-1.5 text-left font-normal" title={permission.name}>{permissionText(permission)}</th>
                    <For each={props.roles}>{(role) => <Cell isAllowed={role.permissions.includes(permission.name)} />}</For>
                  </tr>
                )}
              </For>
            </tbody>
          )}
        </For>
      </table>
    </div>
  );
}

/** The same on narrow screens: each role opens to what it allows. */
export function RoleList(props: TableProps) {
  return (
    <ul class="card divide-y divide-line">
      <For each={props.roles}>
        {(role) => (
          <li>
            <details>
              <summary class="px-4 py-3"><span class="font-medium">{roleName(role)}</span><span class="text-sm text-muted"> · {t().roleMatrix.members(role.memberCount)}</span><span class="block text-sm text-muted">{roleText(role)}</span></summary>
              <div class="flex flex-col gap-3 border-t border-line bg-canvas px-4 py-3">
                <For each={props.groups.filter(({ permissions }) => permissions.some(({ name }) => role.permissions.includes(name)))}>
                  {(group) => (
                    <div>
                      <p class="text-xs font-medium text-muted">{groupText(group.group)}</p>
                      <ul class="text-sm"><For each={group.permissions.filter(({ name }) => role.permissions.includes(name))}>{(permission) => <li class="flex items-center gap-2 py-0.5"><Check size={15} class="shrink-0 text-accent" aria-hidden="true" />{permissionText(permission)}</li>}</For></ul>
                    </div>
                  )}
                </For>
              </div>
            </details>
          </li>
        )}
      </For>
    </ul>
  );
}

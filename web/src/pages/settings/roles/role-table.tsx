import Check from 'lucide-solid/icons/check';
import Ellipsis from 'lucide-solid/icons/ellipsis';
import Minus from 'lucide-solid/icons/minus';
import Pencil from 'lucide-solid/icons/pencil';
import Trash from 'lucide-solid/icons/trash';
import { For, Match, Show, Switch } from 'solid-js';
import { may } from '../../../api/may.js';
import { roleName } from '../../../api/roles.js';
import { viewer } from '../../../api/session.js';
import { t } from '../../../i18n/index.js';
import { IconButton } from '../../../ui/button.js';
import { Menu } from '../../../ui/menu.js';
import type { MatrixGroup } from './matrix.js';
import type { PermissionFields, RoleFields } from './role-documents.js';
import type { RoleEdits } from './role-edits.js';
import { groupText, permissionText, roleText } from './role-words.js';

interface TableProps {
  roles: readonly RoleFields[];
  groups: readonly MatrixGroup[];
  edits: RoleEdits;
  onRename: (role: RoleFields) => void;
  onRemove: (role: RoleFields) => void;
}

interface TickProps { role: RoleFields; permission: PermissionFields; edits: RoleEdits }

/** A permission of one's own role, given or taken at once. What one may not do oneself cannot be given. */
function Tick(props: TickProps) {
  const isFixed = () => !may(props.permission.name);
  return (
    <input type="checkbox" class="size-4.5 shrink-0 accent-accent align-middle" aria-label={`${roleName(props.role)}: ${permissionText(props.permission)}`} title={isFixed() ? t().apiKeys.notYours : undefined}
      disabled={isFixed()} aria-busy={props.edits.saving() === props.role.id} checked={props.role.permissions.includes(props.permission.name)} onChange={(event) => { props.edits.toggle(props.role, props.permission.name, event.currentTarget.checked); }} />
  );
}

function OwnMenu(props: Omit<TableProps, 'roles' | 'groups'> & { role: RoleFields }) {
  const items = () => [
    ...(props.edits.mayChange(props.role) ? [{ name: t().roleMatrix.rename, icon: () => <Pencil size={15} />, onChoose: () => props.onRename(props.role) }] : []),
    ...(may('roles:delete') ? [{ name: t().common.remove, tone: 'danger' as const, icon: () => <Trash size={15} />, onChoose: () => props.onRemove(props.role) }] : []),
  ];
  return (
    <Show when={!props.role.isTemplate && items().length > 0}>
      <Menu label={t().roleMatrix.actions(props.role.name)} class="min-w-44" groups={[{ items: items() }]} button={(attributes) => <IconButton label={t().roleMatrix.actions(props.role.name)} class="lg:min-h-7!" {...attributes}><Ellipsis size={16} aria-hidden="true" /></IconButton>} />
    </Show>
  );
}

function Cell(props: TickProps) {
  return (
    <td class="border-l border-line text-center">
      <Switch fallback={<><Minus size={14} class="inline text-line" aria-hidden="true" /><span class="sr-only">{t().roleMatrix.no}</span></>}>
        <Match when={props.edits.mayChange(props.role)}><Tick {...props} /></Match>
        <Match when={props.role.permissions.includes(props.permission.name)}><Check size={17} class="inline text-accent" aria-hidden="true" /><span class="sr-only">{t().roleMatrix.yes}</span></Match>
      </Switch>
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
                  <OwnMenu {...props} role={role} />
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
                    <For each={props.roles}>{(role) => <Cell role={role} permission={permission} edits={props.edits} />}</For>
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
                <OwnMenu {...props} role={role} />
                <For each={props.groups.filter(({ permissions }) => props.edits.mayChange(role) || permissions.some(({ name }) => role.permissions.includes(name)))}>
                  {(group) => (
                    <div>
                      <p class="text-xs font-medium text-muted">{groupText(group.group)}</p>
                      <ul class="text-sm">
                        <For each={group.permissions.filter(({ name }) => props.edits.mayChange(role) || role.permissions.includes(name))}>
                          {(permission) => (
                            <Show when={props.edits.mayChange(role)} fallback={<li class="flex items-center gap-2 py-0.5"><Check size={15} class="shrink-0 text-accent" aria-hidden="true" />{permissionText(permission)}</li>}>
                              <li><label class="control flex items-center gap-2.5"><Tick role={role} permission={permission} edits={props.edits} />{permissionText(permission)}</label></li>
                            </Show>
                          )}
                        </For>
                      </ul>
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

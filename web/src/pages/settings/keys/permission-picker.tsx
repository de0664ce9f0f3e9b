import { For } from 'solid-js';
import { may } from '../../../api/may.js';
import { t } from '../../../i18n/index.js';
import { KEY_PERMISSIONS, PERMISSION_GROUPS, permissionWords } from './key-permissions.js';

interface PickerProps { chosen: readonly string[]; fault: string | undefined; onChange: (chosen: string[]) => void }

/** What a key may do, by the things it is about. What one may not do oneself cannot be given. */
export function PermissionPicker(props: PickerProps) {
  const set = (permission: string, isOn: boolean) => { props.onChange(isOn ? [...props.chosen, permission] : props.chosen.filter((other) => other !== permission)); };
  return (
    <fieldset aria-describedby={props.fault ? 'permissions-fault' : undefined}>
      <legend class="text-sm font-medium">{t().apiKeys.mayDo}</legend>
      <div class="mt-1.5 gap-x-6 rounded-lg border border-line px-3 pt-3 sm:columns-2">
        <For each={PERMISSION_GROUPS}>
          {(group) => (
            <div role="group" class="break-inside-avoid pb-3" aria-label={t().permissions.groups[group]}>
              <p class="text-xs font-medium text-muted" aria-hidden="true">{t().permissions.groups[group]}</p>
              <For each={KEY_PERMISSIONS[group]}>
                {(permission) => (
                  <label class={`control flex items-center gap-2.5 text-sm lg:min-h-8 ${may(permission) ? 'cursor-pointer' : 'text-muted'}`} title={may(permission) ? undefined : t().apiKeys.notYours}>
                    <input type="checkbox" class="size-4 shrink-0 accent-accent" disabled={!may(permission)} checked={props.chosen.includes(permission)} onChange={(event) => { set(permission, event.currentTarget.checked); }} />{permissionWords(permission)}
                  </label>
                )}
              </For>
            </div>
          )}
        </For>
      </div>
      {props.fault && <p id="permissions-fault" class="mt-1 text-sm text-danger">{props.fault}</p>}
    </fieldset>
  );
}

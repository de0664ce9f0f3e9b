import { useClient } from '@urql/solid';
import { createSignal } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../../api/faults.js';
import { may } from '../../../api/may.js';
import { loadViewer, viewer } from '../../../api/session.js';
import { t } from '../../../i18n/index.js';
import { toast } from '../../../ui/toast.js';
import { roleCreateMutation, roleDeleteMutation, roleUpdateMutation, type RoleFields } from './role-documents.js';

export interface RoleText { readonly name: string; readonly description: string }

/** What can be done with roles; `refresh` fetches them anew. */
export function createRoleEdits(refresh: () => void) {
  const client = useClient();
  const [saving, setSaving] = createSignal<string>();
  const update = async (id: string, input: { name?: string; description?: string; permissions?: string[] }): Promise<string | undefined> => {
    const { data, error } = await client.mutation(roleUpdateMutation, { input: { id, ...input } });
    const fault = data?.roleUpdate.errors[0];
    refresh();
    // One's own role has changed: so has what one is offered.
    if (viewer()?.role.id === id) await loadViewer(client);
    return error ? sentenceOf(error) : fault && sentenceOfFault(fault);
  };
  const setPermissions = async (role: RoleFields, permissions: readonly string[], before?: readonly string[]): Promise<void> => {
    setSaving(role.id);
    const sentence = await update(role.id, { permissions: [...permissions] });
    setSaving(undefined);
    if (sentence !== undefined) toast(sentence, 'danger');
    else if (before) toast({ text: t().roleMatrix.saved(role.name), undo: () => setPermissions(role, before) });
  };
  return {
    /** The role that is being written. */
    saving,
    mayChange: (role: RoleFields) => !role.isTemplate && may('roles:update'),
    toggle: (role: RoleFields, permission: string, isOn: boolean) => { const before = [...role.permissions]; void setPermissions(role, isOn ? [...before, permission] : before.filter((name) => name !== permission), before); },
    rename: (role: RoleFields, text: RoleText) => update(role.id, text),
    create: async (text: RoleText, permissions: readonly string[]): Promise<string | undefined> => {
      const { data, error } = await client.mutation(roleCreateMutation, { input: { ...text, permissions: [...permissions] } });
      const fault = data?.roleCreate.errors[0];
      if (error || fault) return error ? sentenceOf(error) : sentenceOfFault(fault!);
      refresh();
      return undefined;
    },
    remove: async (role: RoleFields): Promise<string | undefined> => {
      const { data, error } = await client.mutation(roleDeleteMutation, { input: { id: role.id } });
      const fault = data?.roleDelete.errors[0];
      if (error || fault) return error ? sentenceOf(error) : sentenceOfFault(fault!);
      toast(t().roleMatrix.removed(role.name));
      refresh();
      return undefined;
    },
  };
}

export type RoleEdits = ReturnType<typeof createRoleEdits>;

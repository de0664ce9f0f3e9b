import { createEffect, on, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { may } from '../../../api/may.js';
import { roleName } from '../../../api/roles.js';
import { t } from '../../../i18n/index.js';
import { Confirm } from '../../../ui/confirm.js';
import { TextArea, TextField } from '../../../ui/field.js';
import { SelectField } from '../../../ui/select-field.js';
import type { RoleFields } from './role-documents.js';
import type { RoleEdits } from './role-edits.js';

interface RoleDialogProps {
  /** `new`, or the role that gets another name; undefined while nothing is asked. */
  asked: RoleFields | 'new' | undefined;
  roles: readonly RoleFields[];
  edits: RoleEdits;
  onClose: () => void;
}

/** A role of one's own: what it is called, what it is for, and which one it begins with. */
export function RoleDialog(props: RoleDialogProps) {
  const [values, setValues] = createStore({ name: '', description: '', basedOn: '' });
  const renamed = () => (props.asked === 'new' ? undefined : props.asked);
  createEffect(on(() => props.asked, () => { setValues({ name: renamed()?.name ?? '', description: renamed()?.description ?? '', basedOn: props.roles.find(({ key }) => key === 'viewer')?.id ?? props.roles[0]?.id ?? '' }); }));
  const save = () => {
    const text = { name: values.name.trim(), description: values.description.trim() };
    const role = renamed();
    if (role) return props.edits.rename(role, text);
    // Nobody gives what they do not have.
    return props.edits.create(text, (props.roles.find(({ id }) => id === values.basedOn)?.permissions ?? []).filter(may));
  };
  return (
    <Confirm isOpen={props.asked !== undefined} title={renamed() ? t().roleMatrix.renameTitle : t().roleMatrix.createTitle} text={renamed() ? t().roleMatrix.renameText : t().roleMatrix.createText} action={renamed() ? t().common.save : t().roleMatrix.create} onConfirm={save} onClose={() => props.onClose()}>
      <TextField label={t().roleMatrix.name} required maxlength={120} autocomplete="off" value={values.name} onValue={(name) => setValues({ name })} />
      <TextArea label={t().roleMatrix.description} isOptional maxlength={500} class="min-h-14!" value={values.description} onValue={(description) => setValues({ description })} />
      <Show when={!renamed()}><SelectField label={t().roleMatrix.basedOn} value={values.basedOn} options={props.roles.map((role) => ({ value: role.id, name: roleName(role) }))} onValue={(basedOn) => setValues({ basedOn })} /></Show>
    </Confirm>
  );
}

import { useClient } from '@urql/solid';
import { createSignal } from 'solid-js';
import { createOrganization } from '../api/organizations.js';
import { t } from '../i18n/index.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { TextField } from '../ui/field.js';

/** A new organization, which one goes to at once. */
export function NewOrganization(props: { onClose: () => void }) {
  const client = useClient();
  const [name, setName] = createSignal('');
  const [isBusy, setBusy] = createSignal(false);
  const [fault, setFault] = createSignal<string>();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const sentence = await createOrganization(client, name().trim());
    setFault(sentence);
    // Otherwise the page is about to begin anew.
    if (sentence !== undefined) setBusy(false);
  };
  return (
    <Dialog isOpen title={t().organizations.create} onClose={() => props.onClose()}>
      <form class="flex flex-col gap-4" onSubmit={(event) => { void submit(event); }}>
        <TextField label={t().organizationForm.name} hint={t().organizationForm.createHint} required maxlength={120} autocomplete="off" fault={fault()} value={name()} onValue={setName} />
        <div class="flex flex-wrap justify-end gap-2">
          <Button look="quiet" onClick={() => props.onClose()}>{t().common.cancel}</Button>
          <Button look="primary" type="submit" isBusy={isBusy()}>{t().organizationForm.createAction}</Button>
        </div>
      </form>
    </Dialog>
  );
}

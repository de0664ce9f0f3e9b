import { useNavigate } from '@solidjs/router';
import { useClient } from '@urql/solid';
import { createSignal } from 'solid-js';
import { faultOfField, sentenceOf, sentenceOfFault } from '../../api/faults.js';
import { t } from '../../i18n/index.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { TextField } from '../../ui/field.js';
import { agentCreateMutation } from './agent-documents.js';
import { DRAFT_LIMITS } from './draft.js';

/** A new agent needs a name; the editor has the rest. */
export function CreateAgentDialog(props: { isOpen: boolean; onClose: () => void }) {
  const client = useClient();
  const navigate = useNavigate();
  const [name, setName] = createSignal('');
  const [isBusy, setBusy] = createSignal(false);
  const [fault, setFault] = createSignal<string>();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const { data, error } = await client.mutation(agentCreateMutation, { input: { name: name() } });
    setBusy(false);
    const errors = data?.agentCreate.errors ?? [];
    const first = faultOfField(errors, 'name') ?? errors[0];
    setFault(error ? sentenceOf(error) : first && sentenceOfFault(first));
    if (data?.agentCreate.agent) navigate(`/agents/${data.agentCreate.agent.id}`);
  };
  return (
    <Dialog isOpen={props.isOpen} title={t().agents.createTitle} onClose={() => props.onClose()}>
      <form class="flex flex-col gap-4" onSubmit={(event) => { void submit(event); }}>
        <TextField label={t().agents.nameLabel} placeholder={t().agents.namePlaceholder} required maxlength={DRAFT_LIMITS.nameCharacters} fault={fault()} value={name()} onValue={setName} />
        <div class="flex justify-end gap-2">
          <Button look="quiet" onClick={() => props.onClose()}>{t().common.cancel}</Button>
          <Button look="primary" type="submit" isBusy={isBusy()}>{t().agents.createAction}</Button>
        </div>
      </form>
    </Dialog>
  );
}

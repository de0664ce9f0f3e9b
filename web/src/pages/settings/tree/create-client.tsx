import { useClient } from '@urql/solid';
import { createEffect, createSignal, on, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { faultOfField, sentenceOf, sentenceOfFault, type UserFault } from '../../../api/faults.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { TextField } from '../../../ui/field.js';
import { Notice } from '../../../ui/parts.js';
import { slugFrom } from './slug.js';
import { clientCreateMutation } from './tree-documents.js';

const FIELDS = ['name', 'slug'] as const;

/** A new client: what it is called, and the short name that its name suggests until somebody writes another. */
export function CreateClient(props: { isOpen: boolean; onClose: () => void; onMade: (client: { id: string; name: string }) => void }) {
  const client = useClient();
  const [values, setValues] = createStore<{ name: string; slug: string | undefined }>({ name: '', slug: undefined });
  const [isBusy, setBusy] = createSignal(false);
  const [faults, setFaults] = createSignal<readonly UserFault[]>([]);
  const [failure, setFailure] = createSignal<string>();
  createEffect(on(() => props.isOpen, (isOpen) => { if (isOpen) { setValues({ name: '', slug: undefined }); setFaults([]); setFailure(undefined); } }));
  const slug = () => values.slug ?? slugFrom(values.name);
  const about = (field: (typeof FIELDS)[number]) => { const fault = faultOfField(faults(), field); return fault && sentenceOfFault(fault); };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    // Without a short name of its own it gets one that is free.
    const { data, error } = await client.mutation(clientCreateMutation, { input: { name: values.name.trim(), ...(slug() === '' ? {} : { slug: slug() }) } });
    setBusy(false);
    const { organization, errors } = data?.clientCreate ?? { organization: null, errors: [] };
    const unplaced = errors.find((fault) => !FIELDS.some((field) => faultOfField([fault], field)));
    setFaults(errors);
    setFailure(error ? sentenceOf(error) : unplaced && sentenceOfFault(unplaced));
    if (organization) props.onMade(organization);
  };
  return (
    <Dialog isOpen={props.isOpen} title={t().clients.createTitle} onClose={() => props.onClose()}>
      <form class="flex flex-col gap-4" onSubmit={(event) => { void submit(event); }}>
        <p class="text-muted">{t().clients.createText}</p>
        <Show when={failure()}>{(sentence) => <Notice tone="danger">{sentence()}</Notice>}</Show>
        <TextField label={t().organizationForm.name} required maxlength={120} autocomplete="off" fault={about('name')} value={values.name} onValue={(name) => { setValues({ name }); }} />
        <TextField label={t().organizationForm.slug} hint={t().organizationForm.slugHint} isOptional maxlength={60} autocomplete="off" autocapitalize="none" spellcheck={false} fault={about('slug')} value={slug()} onValue={(written) => { setValues({ slug: written }); }} />
        <div class="flex flex-wrap justify-end gap-2">
          <Button look="plain" onClick={() => props.onClose()}>{t().common.cancel}</Button>
          <Button look="primary" type="submit" isBusy={isBusy()}>{t().clients.createAction}</Button>
        </div>
      </form>
    </Dialog>
  );
}

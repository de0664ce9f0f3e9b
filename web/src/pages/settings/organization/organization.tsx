import { useClient } from '@urql/solid';
import { createSignal, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { faultOfField, sentenceOf, sentenceOfFault, type UserFault } from '../../../api/faults.js';
import { may } from '../../../api/may.js';
import { loadViewer, viewer, type Viewer } from '../../../api/session.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { TextField } from '../../../ui/field.js';
import { Notice, PageHeading } from '../../../ui/parts.js';
import { Section } from '../../../ui/section.js';
import { usePageTitle } from '../../../ui/title.js';
import { toast } from '../../../ui/toast.js';
import { organizationUpdateMutation } from '../setting-documents.js';
import { DangerZone } from './danger-zone.js';
import { Limits } from './limits.js';

const FIELDS = ['name', 'slug'] as const;

function OrganizationForm(props: { viewer: Viewer }) {
  const client = useClient();
  const kept = () => props.viewer.organization;
  const [values, setValues] = createStore({ name: kept().name, slug: kept().slug });
  const [isBusy, setBusy] = createSignal(false);
  const [faults, setFaults] = createSignal<readonly UserFault[]>([]);
  const [failure, setFailure] = createSignal<string>();
  const mayChange = () => may('organization:update');
  const changed = () => FIELDS.filter((field) => values[field].trim() !== kept()[field]);
  const about = (field: (typeof FIELDS)[number]) => { const fault = faultOfField(faults(), field); return fault && sentenceOfFault(fault); };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const { data, error } = await client.mutation(organizationUpdateMutation, { input: Object.fromEntries(changed().map((field) => [field, values[field].trim()])) });
    const { organization, errors } = data?.organizationUpdate ?? { organization: null, errors: [] };
    setFaults(errors);
    const unplaced = errors.find((fault) => !FIELDS.some((field) => faultOfField([fault], field)));
    setFailure(error ? sentenceOf(error) : unplaced && sentenceOfFault(unplaced));
    if (organization) {
      setValues({ name: organization.name, slug: organization.slug });
      await loadViewer(client);
      toast(t().organizationForm.saved);
    }
    setBusy(false);
  };
  return (
    <Section title={t().organizationForm.names} {...(mayChange() ? {} : { hint: t().organizationForm.mayNotChange })}>
      <form class="flex flex-col gap-4" onSubmit={(event) => { void submit(event); }}>
        <Show when={failure()}>{(sentence) => <Notice tone="danger">{sentence()}</Notice>}</Show>
        <TextField label={t().organizationForm.name} required maxlength={120} autocomplete="off" readonly={!mayChange()} fault={about('name')} value={values.name} onValue={(value) => setValues('name', value)} />
        <TextField label={t().organizationForm.slug} hint={t().organizationForm.slugHint} required maxlength={60} autocomplete="off" autocapitalize="none" spellcheck={false} readonly={!mayChange()} fault={about('slug')} value={values.slug} onValue={(value) => setValues('slug', value)} />
        <Show when={mayChange()}><div><Button look="primary" type="submit" isBusy={isBusy()} disabled={changed().length === 0}>{t().common.save}</Button></div></Show>
      </form>
    </Section>
  );
}

/** The organization: what it is called, what it may use, and the ways out. */
export function OrganizationPage() {
  usePageTitle(() => t().settings.pages.organization);
  return (
    <>
      <PageHeading title={t().organizations.current} />
      <Show when={viewer()}>{(who) => <div class="flex flex-col gap-4"><OrganizationForm viewer={who()} /><Show when={may('limits:read')}><Limits /></Show><DangerZone viewer={who()} /></div>}</Show>
    </>
  );
}

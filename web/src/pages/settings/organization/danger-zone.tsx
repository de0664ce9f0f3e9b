import { useClient } from '@urql/solid';
import { createSignal, Show } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../../api/faults.js';
import { may } from '../../../api/may.js';
import { endSession, type Viewer } from '../../../api/session.js';
import { t } from '../../../i18n/index.js';
import { Confirm } from '../../../ui/confirm.js';
import { DangerRow } from './danger-row.js';
import { Deletion, Export, Transfer } from './ending.js';
import { organizationLeaveMutation } from './organization-documents.js';

/** Leaving: the session goes on in another organization of the person, or ends. */
function Leave(props: { viewer: Viewer }) {
  const client = useClient();
  const [isAsked, setAsked] = createSignal(false);
  const isOnly = () => props.viewer.organizations.length < 2;
  const leave = () => endSession(isOnly() ? '/sign-in' : '/', async () => {
    const { data, error } = await client.mutation(organizationLeaveMutation, { input: {} });
    const fault = data?.organizationLeave.errors[0];
    return error ? sentenceOf(error) : fault && sentenceOfFault(fault);
  });
  return (
    <DangerRow title={t().danger.leave} text={t().danger.leaveHint} action={t().danger.leaveAction} onAsk={() => { setAsked(true); }}>
      <Confirm isOpen={isAsked()} title={t().danger.leaveTitle(props.viewer.organization.name)} text={isOnly() ? t().danger.leaveOnlyText : t().danger.leaveText} action={t().danger.leaveAction} isDanger onConfirm={leave} onClose={() => { setAsked(false); }} />
    </DangerRow>
  );
}

/** What cannot be taken back, at the end of the page. */
export function DangerZone(props: { viewer: Viewer }) {
  return (
    <section aria-labelledby="danger-zone">
      <h2 id="danger-zone" class="mb-2 font-semibold text-danger">{t().danger.title}</h2>
      <div class="card divide-y divide-line border-danger/40">
        <Show when={may('organization:export')}><Export /></Show>
        <Show when={may('organization:transfer')}><Transfer viewer={props.viewer} /></Show>
        <Leave viewer={props.viewer} />
        <Show when={may('organization:delete')}><Deletion viewer={props.viewer} /></Show>
      </div>
    </section>
  );
}

import { useClient } from '@urql/solid';
import { createSignal, type ParentProps } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../../api/faults.js';
import { endSession, type Viewer } from '../../../api/session.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { Confirm } from '../../../ui/confirm.js';
import { organizationLeaveMutation } from './organization-documents.js';

/** One thing that has consequences: what it does, and its button. */
export function DangerRow(props: ParentProps<{ title: string; text: string; action: string; onAsk: () => void }>) {
  return (
    <div class="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3.5 sm:px-5">
      <div class="min-w-0 flex-1 basis-60"><h3 class="font-medium">{props.title}</h3><p class="text-sm text-muted">{props.text}</p></div>
      <Button look="danger" onClick={() => props.onAsk()}>{props.action}</Button>
      {props.children}
    </div>
  );
}

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
      <div class="card divide-y divide-line border-danger/40"><Leave viewer={props.viewer} /></div>
    </section>
  );
}

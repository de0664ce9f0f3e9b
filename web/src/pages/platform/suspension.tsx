import { useClient } from '@urql/solid';
import { createSignal, Show } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../api/faults.js';
import { formatDate } from '../../i18n/format.js';
import { t } from '../../i18n/index.js';
import { Button } from '../../ui/button.js';
import { Confirm } from '../../ui/confirm.js';
import { TextArea } from '../../ui/field.js';
import { Notice } from '../../ui/parts.js';
import { toast } from '../../ui/toast.js';
import { DangerRow } from '../settings/organization/danger-row.js';
import { resumeMutation, suspendMutation, type PlatformOrganizationFields } from './platform-documents.js';

/** As the api wants reasons, in characters. */
export const REASON_LENGTH = { minlength: 10, maxlength: 500 } as const;

interface SuspensionProps { organization: PlatformOrganizationFields; onChanged: () => void }

/** That it is suspended, why, and letting it go on. */
export function Suspended(props: SuspensionProps & { isMine: boolean }) {
  const client = useClient();
  const [isAsked, setAsked] = createSignal(false);
  const resume = async (): Promise<string | undefined> => {
    const { id, name } = props.organization;
    const { data, error } = await client.mutation(resumeMutation, { input: { id } });
    const fault = data?.organizationResume.errors[0];
    if (error || fault) return error ? sentenceOf(error) : sentenceOfFault(fault!);
    toast(t().platform.resumed(name));
    props.onChanged();
    return undefined;
  };
  return (
    <Show when={props.organization.suspendedAt}>
      {(at) => (
        <Notice tone="warning" title={t().platform.suspendedSince(formatDate(at()))} actions={<Show when={props.isMine}><Button onClick={() => { setAsked(true); }}>{t().platform.resume}</Button></Show>}>
          <p class="break-words">{props.organization.suspendedReason}</p>
          <Confirm isOpen={isAsked()} title={t().platform.resumeTitle(props.organization.name)} text={t().platform.resumeText} action={t().platform.resume} onConfirm={resume} onClose={() => { setAsked(false); }} />
        </Notice>
      )}
    </Show>
  );
}

/** Suspending it, for a reason that its people read. */
export function Suspend(props: SuspensionProps) {
  const client = useClient();
  const [isAsked, setAsked] = createSignal(false);
  const [reason, setReason] = createSignal('');
  const [endsCalls, setEndsCalls] = createSignal(false);
  const suspend = async (): Promise<string | undefined> => {
    const { id, name } = props.organization;
    const { data, error } = await client.mutation(suspendMutation, { input: { id, reason: reason().trim(), endsCalls: endsCalls() } });
    const fault = data?.organizationSuspend.errors[0];
    if (error || fault) return error ? sentenceOf(error) : sentenceOfFault(fault!);
    toast(t().platform.suspendedNow(name));
    props.onChanged();
    return undefined;
  };
  return (
    <div class="card border-danger/40">
      <DangerRow title={t().platform.suspend} text={t().platform.suspendHint} action={t().platform.suspend} onAsk={() => { setReason(''); setEndsCalls(false); setAsked(true); }}>
        <Confirm isOpen={isAsked()} title={t().platform.suspendTitle(props.organization.name)} text={t().platform.suspendText} action={t().platform.suspend} isDanger onConfirm={suspend} onClose={() => { setAsked(false); }}>
          <TextArea label={t().platform.reason} hint={t().platform.suspendReasonHint} required {...REASON_LENGTH} value={reason()} onValue={setReason} />
          <label class="control flex cursor-pointer items-center gap-2.5 text-sm"><input type="checkbox" class="size-4 shrink-0 accent-accent" checked={endsCalls()} onChange={(event) => { setEndsCalls(event.currentTarget.checked); }} />{t().platform.endsCalls}</label>
        </Confirm>
      </DangerRow>
    </div>
  );
}

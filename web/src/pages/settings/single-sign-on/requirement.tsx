import { useClient } from '@urql/solid';
import { createSignal, Show } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../../api/faults.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { Confirm } from '../../../ui/confirm.js';
import { toast } from '../../../ui/toast.js';
import { DangerRow } from '../organization/danger-row.js';
import { singleSignOnRemoveMutation, singleSignOnSetMutation, type ProviderFields } from './single-sign-on-documents.js';

/** Whether there is another way in for members with proven addresses. */
export function Requirement(props: { kept: ProviderFields | null; isReady: boolean; refresh: () => void }) {
  const client = useClient();
  const [isAsked, setAsked] = createSignal(false);
  const isRequired = () => props.kept?.isRequired === true;
  const set = async (): Promise<string | undefined> => {
    const { issuer, clientId, defaultRole } = props.kept!;
    const { data, error } = await client.mutation(singleSignOnSetMutation, { input: { issuer, clientId, defaultRoleId: defaultRole!.id, isRequired: !isRequired() } });
    const fault = data?.singleSignOnSet.errors[0];
    if (error || fault) return error ? sentenceOf(error) : sentenceOfFault(fault!);
    toast(t().singleSignOn.saved);
    props.refresh();
    return undefined;
  };
  return (
    <>
      <p class="text-sm">{isRequired() ? t().singleSignOn.isRequired : t().singleSignOn.isOptional}</p>
      <div><Button disabled={!props.isReady || !props.kept?.defaultRole} onClick={() => { setAsked(true); }}>{isRequired() ? t().singleSignOn.release : t().singleSignOn.require}</Button></div>
      <Confirm isOpen={isAsked()} title={isRequired() ? t().singleSignOn.releaseTitle : t().singleSignOn.requireTitle} text={isRequired() ? t().singleSignOn.releaseText : t().singleSignOn.requireText} action={isRequired() ? t().singleSignOn.release : t().singleSignOn.require} onConfirm={set} onClose={() => { setAsked(false); }} />
    </>
  );
}

/** Forgets the provider. */
export function Removal(props: { kept: ProviderFields | null; refresh: () => void }) {
  const client = useClient();
  const [isAsked, setAsked] = createSignal(false);
  const remove = async (): Promise<string | undefined> => {
    const { data, error } = await client.mutation(singleSignOnRemoveMutation, {});
    const fault = data?.singleSignOnRemove.errors[0];
    if (error || fault) return error ? sentenceOf(error) : sentenceOfFault(fault!);
    toast(t().singleSignOn.removed);
    props.refresh();
    return undefined;
  };
  return (
    <Show when={props.kept}>
      <div class="card border-danger/40">
        <DangerRow title={t().singleSignOn.remove} text={t().singleSignOn.removeHint} action={t().common.remove} onAsk={() => { setAsked(true); }}>
          <Confirm isOpen={isAsked()} title={t().singleSignOn.removeTitle} text={t().singleSignOn.removeText} action={t().common.remove} isDanger onConfirm={remove} onClose={() => { setAsked(false); }} />
        </DangerRow>
      </div>
    </Show>
  );
}

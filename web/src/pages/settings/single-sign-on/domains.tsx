import { useClient } from '@urql/solid';
import { createSignal, For, Show } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../../api/faults.js';
import { formatAgo } from '../../../i18n/format.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { Confirm } from '../../../ui/confirm.js';
import { TextField } from '../../../ui/field.js';
import { Badge, Notice } from '../../../ui/parts.js';
import { Secret } from '../../../ui/secret.js';
import { toast } from '../../../ui/toast.js';
import { organizationDomainAddMutation, organizationDomainRemoveMutation, organizationDomainVerifyMutation, type DomainFields } from './single-sign-on-documents.js';

const TONES = { PROVEN: 'good', PENDING: 'neutral', LOST: 'warning' } as const;

/** What the look for the record has found instead, in a sentence. */
const foundInstead = (found: readonly string[]) => (found.length === 0 ? t().singleSignOn.foundNothing : t().singleSignOn.foundOther(found.join(', ')));

function Domain(props: { domain: DomainFields; refresh: () => void; onRemove: () => void }) {
  const client = useClient();
  const [isBusy, setBusy] = createSignal(false);
  const [fault, setFault] = createSignal<string>();
  const isProven = () => props.domain.state === 'PROVEN';
  const check = async () => {
    setBusy(true);
    const { data, error } = await client.mutation(organizationDomainVerifyMutation, { input: { id: props.domain.id } });
    setBusy(false);
    const first = data?.organizationDomainVerify.errors[0];
    setFault(error ? sentenceOf(error) : first && ('found' in first && first.found ? `${sentenceOfFault(first)} ${foundInstead(first.found)}` : sentenceOfFault(first)));
    if (error || first) return;
    toast(t().singleSignOn.proven(props.domain.domain));
    props.refresh();
  };
  return (
    <li class="flex flex-col gap-3 py-3 first:pt-0 last:pb-0">
      <div class="flex items-center gap-3">
        <div class="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
          <p class="min-w-0 font-medium break-words">{props.domain.domain}</p>
          <Badge tone={TONES[props.domain.state]}>{t().singleSignOn.states[props.domain.state]}</Badge>
          <Show when={isProven() && props.domain.seenAt}>{(at) => <span class="text-sm text-muted">{t().singleSignOn.seen(formatAgo(at()))}</span>}</Show>
        </div>
        <Button look="quiet" class="-mr-2 px-2.5 text-sm text-danger!" aria-label={t().singleSignOn.removeDomainOf(props.domain.domain)} onClick={() => props.onRemove()}>{t().common.remove}</Button>
      </div>
      <Show when={!isProven()}>
        <p class="text-sm text-muted">{props.domain.state === 'LOST' ? t().singleSignOn.lostText : t().singleSignOn.recordText}</p>
        <Secret isMinor label={t().singleSignOn.recordName} text={props.domain.recordName} />
        <Secret isMinor label={t().singleSignOn.recordValue} text={props.domain.recordText} />
        <Show when={fault()}>{(sentence) => <Notice tone="warning">{sentence()}</Notice>}</Show>
        <div><Button isBusy={isBusy()} onClick={() => { void check(); }}>{t().singleSignOn.check}</Button></div>
      </Show>
    </li>
  );
}

function AddDomain(props: { isFirst: boolean; refresh: () => void }) {
  const client = useClient();
  const [domain, setDomain] = createSignal('');
  const [isBusy, setBusy] = createSignal(false);
  const [fault, setFault] = createSignal<string>();
  const add = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const { data, error } = await client.mutation(organizationDomainAddMutation, { input: { domain: domain().trim() } });
    setBusy(false);
    const first = data?.organizationDomainAdd.errors[0];
    setFault(error ? sentenceOf(error) : first && sentenceOfFault(first));
    if (error || first) return;
    setDomain('');
    props.refresh();
  };
  return (
    <form class={`flex flex-col gap-3 ${props.isFirst ? '' : 'border-t border-line pt-4'}`} onSubmit={(event) => { void add(event); }}>
      <TextField label={props.isFirst ? t().singleSignOn.domain : t().singleSignOn.anotherDomain} hint={t().singleSignOn.domainHint} required maxlength={253} autocomplete="off" autocapitalize="none" spellcheck={false} fault={fault()} value={domain()} onValue={setDomain} />
      <div><Button type="submit" isBusy={isBusy()}>{t().singleSignOn.addDomain}</Button></div>
    </form>
  );
}

/** The domains whose addresses the provider may speak for, each with the record that proves it. */
export function Domains(props: { domains: readonly DomainFields[]; refresh: () => void }) {
  const client = useClient();
  const [leaving, setLeaving] = createSignal<DomainFields>();
  const remove = async (): Promise<string | undefined> => {
    const { data, error } = await client.mutation(organizationDomainRemoveMutation, { input: { id: leaving()!.id } });
    const fault = data?.organizationDomainRemove.errors[0];
    if (error || fault) return error ? sentenceOf(error) : sentenceOfFault(fault!);
    props.refresh();
    return undefined;
  };
  return (
    <>
      <Show when={props.domains.length > 0}>
        <ul class="divide-y divide-line" aria-label={t().singleSignOn.domains}><For each={props.domains}>{(domain) => <Domain domain={domain} refresh={() => props.refresh()} onRemove={() => { setLeaving(domain); }} />}</For></ul>
      </Show>
      <AddDomain isFirst={props.domains.length === 0} refresh={() => props.refresh()} />
      <Confirm isOpen={leaving() !== undefined} title={t().singleSignOn.removeDomainTitle(leaving()?.domain ?? '')} text={t().singleSignOn.removeDomainText} action={t().common.remove} isDanger onConfirm={remove} onClose={() => { setLeaving(undefined); }} />
    </>
  );
}

import { useClient } from '@urql/solid';
import ShieldCheck from 'lucide-solid/icons/shield-check';
import { createSignal, Match, Show, Switch } from 'solid-js';
import { sentenceOf } from '../../../api/faults.js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { Notice } from '../../../ui/parts.js';
import { auditVerifyQuery, type AuditVerdict } from './audit-documents.js';

/** Follows the chain of the log when it is asked to. */
export function createVerification() {
  const client = useClient();
  const [verdict, setVerdict] = createSignal<AuditVerdict>();
  const [fault, setFault] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  const verify = async () => {
    setBusy(true);
    setVerdict(undefined);
    setFault(undefined);
    const { data, error } = await client.query(auditVerifyQuery, {}, { requestPolicy: 'network-only' });
    setBusy(false);
    setVerdict(data?.auditVerify);
    setFault(error && sentenceOf(error));
  };
  return { verdict, fault, isBusy, verify: () => { void verify(); } };
}

type Verification = ReturnType<typeof createVerification>;

export function VerifyButton(props: { verification: Verification }) {
  return <Button isBusy={props.verification.isBusy()} onClick={props.verification.verify}><Show when={!props.verification.isBusy()}><ShieldCheck size={16} aria-hidden="true" /></Show>{t().audit.verify}</Button>;
}

/** Whether the log is as it was written. */
export function Verdict(props: { verification: Verification }) {
  return (
    <div role="status" class="empty:hidden">
      <Switch>
        <Match when={props.verification.isBusy()}><p class="mb-4 text-sm text-muted">{t().audit.verifying}</p></Match>
        <Match when={props.verification.fault()}>{(sentence) => <div class="mb-4"><Notice tone="danger">{sentence()}</Notice></div>}</Match>
        <Match when={props.verification.verdict()}>
          {(verdict) => (
            <Show when={!verdict().isIntact} fallback={<p class="mb-4 flex items-center gap-2.5 rounded-lg border border-accent bg-accent-soft px-3.5 py-2.5 text-sm"><ShieldCheck size={17} class="shrink-0 text-accent" aria-hidden="true" />{t().audit.intact(verdict().events)}</p>}>
              <div class="mb-4"><Notice tone="danger" title={t().audit.brokenTitle}>{t().audit.broken(verdict().brokenAtSeq ?? 0)}</Notice></div>
            </Show>
          )}
        </Match>
      </Switch>
    </div>
  );
}

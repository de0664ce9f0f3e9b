import { createSignal, Show } from 'solid-js';
import { t } from '../../../i18n/index.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { Notice } from '../../../ui/parts.js';
import { Secret } from '../../../ui/secret.js';
import type { ServiceAccountFields } from './api-key-documents.js';
import { CreateKeyForm, type MadeKey } from './create-key.js';

/** A question that whoever holds the key may ask, ready to be tried. */
const curlOf = (token: string): string => `curl ${location.origin}/graphql -H "authorization: Bearer ${token}" -H "content-type: application/json" -d '{"query":"{ __typename }"}'`;

/** The key that was made: shown here and never again. */
function Made(props: { made: MadeKey; isAsked: boolean; onCopied: () => void; onDone: () => void }) {
  return (
    <div class="flex flex-col gap-4">
      <Notice tone="warning">{t().apiKeys.shownOnce}</Notice>
      <Secret label={t().apiKeys.key(props.made.name)} text={props.made.token} onCopied={() => props.onCopied()} />
      <Secret label={t().apiKeys.tryIt} text={curlOf(props.made.token)} isMinor onCopied={() => props.onCopied()} />
      <Show when={props.isAsked}><Notice tone="danger">{t().apiKeys.notCopied}</Notice></Show>
      <div class="flex justify-end"><Button look="plain" onClick={() => props.onDone()}>{props.isAsked ? t().apiKeys.closeAnyway : t().apiKeys.done}</Button></div>
    </div>
  );
}

interface KeyDialogProps {
  isOpen: boolean;
  accounts: readonly ServiceAccountFields[];
  agents: readonly { readonly id: string; readonly name: string }[];
  accountId: string | undefined;
  /** A key was made: the list has changed. */
  onMade: () => void;
  onClose: () => void;
}

/** Makes a key and shows it. It does not close over a key that nobody has copied without asking. */
export function KeyDialog(props: KeyDialogProps) {
  const [made, setMade] = createSignal<MadeKey>();
  const [isCopied, setCopied] = createSignal(false);
  const [isAsked, setAsked] = createSignal(false);
  const close = () => {
    if (made() && !isCopied() && !isAsked()) { setAsked(true); return; }
    props.onClose();
    setMade(undefined);
    setCopied(false);
    setAsked(false);
  };
  return (
    <Dialog isOpen={props.isOpen} title={made() ? t().apiKeys.madeTitle : t().apiKeys.createTitle} onClose={close} class="card w-[min(42rem,calc(100vw-1.5rem))] p-4 text-ink shadow-xl sm:p-6">
      <Show when={props.isOpen}>
        <Show when={made()} fallback={<CreateKeyForm accounts={props.accounts} agents={props.agents} accountId={props.accountId} onMade={(key) => { setMade(key); props.onMade(); }} onCancel={close} />}>
          {(key) => <Made made={key()} isAsked={isAsked()} onCopied={() => setCopied(true)} onDone={close} />}
        </Show>
      </Show>
    </Dialog>
  );
}

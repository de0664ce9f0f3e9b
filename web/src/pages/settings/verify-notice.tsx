import { useClient } from '@urql/solid';
import { createSignal, Show } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../api/faults.js';
import { viewer } from '../../api/session.js';
import { t } from '../../i18n/index.js';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/parts.js';
import { toast } from '../../ui/toast.js';
import { emailVerificationSendMutation } from '../account/account-documents.js';

/** An address that nobody has proved yet, and another link to do so. */
export function VerifyNotice() {
  const client = useClient();
  const [isBusy, setBusy] = createSignal(false);
  const send = async () => {
    setBusy(true);
    const { data, error } = await client.mutation(emailVerificationSendMutation, {});
    setBusy(false);
    const fault = data?.emailVerificationSend.errors[0];
    if (error || fault) toast(error ? sentenceOf(error) : sentenceOfFault(fault!), 'danger');
    else toast(t().links.verificationSent);
  };
  return (
    <Show when={viewer()?.user.emailVerifiedAt === null}>
      <Notice tone="warning" actions={<Button isBusy={isBusy()} onClick={() => { void send(); }}>{t().links.sendAgain}</Button>}>{t().links.notVerified}</Notice>
    </Show>
  );
}

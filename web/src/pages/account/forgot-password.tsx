import { A, useSearchParams } from '@solidjs/router';
import { useClient } from '@urql/solid';
import MailCheck from 'lucide-solid/icons/mail-check';
import { createSignal, Show } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../api/faults.js';
import { viewer } from '../../api/session.js';
import { t } from '../../i18n/index.js';
import { Button } from '../../ui/button.js';
import { TextField } from '../../ui/field.js';
import { passwordResetRequestMutation } from './account-documents.js';
import { AccountFrame } from './account-frame.js';

/** Asks for a link to a new password. The answer is the same whether there is such an account or not. */
export function ForgotPasswordPage() {
  const client = useClient();
  const [search] = useSearchParams<{ email?: string }>();
  const [email, setEmail] = createSignal(typeof search.email === 'string' ? search.email : viewer()?.user.email ?? '');
  const [isBusy, setBusy] = createSignal(false);
  const [fault, setFault] = createSignal<string>();
  const [sentTo, setSentTo] = createSignal<string>();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const { data, error } = await client.mutation(passwordResetRequestMutation, { input: { email: email().trim() } });
    setBusy(false);
    const first = data?.passwordResetRequest.errors[0];
    setFault(error ? sentenceOf(error) : first && sentenceOfFault(first));
    if (data && !first) setSentTo(email().trim());
  };
  return (
    <AccountFrame title={t().links.forgotTitle}>
      <Show when={sentTo()} fallback={(
        <form class="flex flex-col gap-4" onSubmit={(event) => { void submit(event); }}>
          <p class="text-muted">{t().links.forgotText}</p>
          <TextField label={t().account.email} type="email" autocomplete="username" required fault={fault()} value={email()} onValue={setEmail} />
          <Button look="primary" type="submit" isBusy={isBusy()}>{t().links.forgotAction}</Button>
        </form>
      )}>
        {(address) => (
          <div role="status" class="flex items-start gap-3">
            <MailCheck size={20} class="mt-0.5 shrink-0 text-accent" aria-hidden="true" />
            <p class="min-w-0 break-words">{t().links.forgotSent(address())}</p>
          </div>
        )}
      </Show>
      <p class="mt-4 text-center text-sm"><A class="line-link font-medium text-accent underline" href="/sign-in">{t().links.backToSignIn}</A></p>
    </AccountFrame>
  );
}

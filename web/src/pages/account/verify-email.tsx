import { A } from '@solidjs/router';
import { useClient } from '@urql/solid';
import MailCheck from 'lucide-solid/icons/mail-check';
import { createSignal, Match, onMount, Show, Switch } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../api/faults.js';
import { setViewer, viewer } from '../../api/session.js';
import { t } from '../../i18n/index.js';
import { buttonClass } from '../../ui/button.js';
import { Notice, SkeletonRows } from '../../ui/parts.js';
import { emailVerifyMutation } from './account-documents.js';
import { AccountFrame } from './account-frame.js';
import { takeLinkToken } from './link-token.js';

/** Proves an address by the link that was sent there. */
export function VerifyEmailPage() {
  const client = useClient();
  const token = takeLinkToken();
  const [isDone, setDone] = createSignal(false);
  const [fault, setFault] = createSignal(token === '' ? t().faults.byCode.LINK_INVALID : undefined);
  const verify = async () => {
    const { data, error } = await client.mutation(emailVerifyMutation, { input: { token } });
    const first = data?.emailVerify.errors[0];
    if (data?.emailVerify.viewer) setViewer(data.emailVerify.viewer);
    if (error || first) setFault(error ? sentenceOf(error) : sentenceOfFault(first!));
    else setDone(true);
  };
  onMount(() => { if (token !== '') void verify(); });
  const onward = () => <A class={buttonClass('primary')} href={viewer() ? '/' : '/sign-in'}>{viewer() ? t().links.goOn : t().account.signIn}</A>;
  return (
    <AccountFrame title={t().links.verifyTitle}>
      <Switch fallback={<SkeletonRows class="h-8" rows={2} />}>
        <Match when={fault()}>
          {(sentence) => (
            <div class="flex flex-col gap-4">
              <Notice tone="warning">{sentence()}</Notice>
              <Show when={viewer()} fallback={onward()}><A class={buttonClass('primary')} href="/settings/profile">{t().links.askAgain}</A></Show>
            </div>
          )}
        </Match>
        <Match when={isDone()}>
          <div class="flex flex-col gap-4"><p role="status" class="flex items-start gap-3"><MailCheck size={20} class="mt-0.5 shrink-0 text-accent" aria-hidden="true" />{t().links.verified}</p>{onward()}</div>
        </Match>
      </Switch>
    </AccountFrame>
  );
}

import { A, useNavigate } from '@solidjs/router';
import { useClient } from '@urql/solid';
import { createSignal, Match, Show, Switch } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../api/faults.js';
import { setViewer, viewer } from '../../api/session.js';
import { t } from '../../i18n/index.js';
import { Button, buttonClass } from '../../ui/button.js';
import { TextField } from '../../ui/field.js';
import { Notice } from '../../ui/parts.js';
import { toast } from '../../ui/toast.js';
import { passwordResetMutation, type SecondFactorChallenge } from './account-documents.js';
import { AccountFrame } from './account-frame.js';
import { takeLinkToken } from './link-token.js';
import { SecondFactor } from './second-factor.js';

/** A new password by the link that was sent; whoever has a second factor is asked for it, and all are signed in. */
export function ResetPasswordPage() {
  const client = useClient();
  const navigate = useNavigate();
  const token = takeLinkToken();
  const [password, setPassword] = createSignal('');
  const [isBusy, setBusy] = createSignal(false);
  const [fault, setFault] = createSignal<string>();
  const [ended, setEnded] = createSignal(token === '' ? t().faults.byCode.LINK_INVALID : undefined);
  const [challenge, setChallenge] = createSignal<SecondFactorChallenge>();
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const { data, error } = await client.mutation(passwordResetMutation, { input: { token, password: password() } });
    setBusy(false);
    const { viewer: who, secondFactor, errors } = data?.passwordReset ?? { viewer: null, secondFactor: null, errors: [] };
    const first = errors[0];
    if (who) { setViewer(who); toast(t().links.resetDone); navigate('/', { replace: true }); }
    else if (secondFactor) { setPassword(''); setChallenge(secondFactor); }
    else if (first?.code === 'LINK_INVALID') setEnded(sentenceOfFault(first));
    else setFault(error ? sentenceOf(error) : first && sentenceOfFault(first));
  };
  return (
    <AccountFrame title={challenge() ? t().account.codeTitle : t().links.resetTitle}>
      <Switch fallback={(
        <form class="flex flex-col gap-4" onSubmit={(event) => { void submit(event); }}>
          <TextField label={t().links.newPassword} hint={t().account.passwordHint} type="password" autocomplete="new-password" required minlength={8} maxlength={256} fault={fault()} value={password()} onValue={setPassword} />
          <p class="text-sm text-muted">{t().links.resetText}</p>
          <Button look="primary" type="submit" isBusy={isBusy()}>{t().links.resetAction}</Button>
        </form>
      )}>
        <Match when={ended()}>{(sentence) => <div class="flex flex-col gap-4"><Notice tone="warning">{sentence()}</Notice><A class={buttonClass('primary')} href="/forgot-password">{t().links.forgotAction}</A></div>}</Match>
        <Match when={challenge()}>
          {(open) => <Show when={!viewer()} fallback={<A class={buttonClass('primary', 'w-full')} href="/">{t().links.goOn}</A>}><SecondFactor challenge={open()} onEnded={() => { navigate('/sign-in', { replace: true }); }} /></Show>}
        </Match>
      </Switch>
    </AccountFrame>
  );
}

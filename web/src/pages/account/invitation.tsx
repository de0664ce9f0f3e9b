import { A, useNavigate } from '@solidjs/router';
import { createQuery, useClient } from '@urql/solid';
import { createSignal, Match, Show, Switch } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../api/faults.js';
import { setViewer, viewer } from '../../api/session.js';
import { t } from '../../i18n/index.js';
import { Button, buttonClass } from '../../ui/button.js';
import { TextField } from '../../ui/field.js';
import { Notice, SkeletonRows } from '../../ui/parts.js';
import { toast } from '../../ui/toast.js';
import { invitationAcceptMutation, invitationQuery, type InvitationOffer, type SecondFactorChallenge } from './account-documents.js';
import { AccountFrame } from './account-frame.js';
import { takeLinkToken } from './link-token.js';
import { SecondFactor } from './second-factor.js';

/** Why an invitation lets nobody in; undefined where it does. */
function whyNot(offer: InvitationOffer | null): string | undefined {
  const words = t().faults.byCode;
  if (!offer) return words.INVITATION_NOT_FOUND;
  return { PENDING: undefined, ACCEPTED: words.INVITATION_USED, REVOKED: words.INVITATION_REVOKED, EXPIRED: words.INVITATION_EXPIRED }[offer.state];
}

/** Joins: at once for whoever is signed in with that address; otherwise with the password of the account, or of a new one. */
function Accept(props: { token: string; offer: InvitationOffer; onChallenge: (challenge: SecondFactorChallenge) => void }) {
  const client = useClient();
  const navigate = useNavigate();
  const [name, setName] = createSignal('');
  const [password, setPassword] = createSignal('');
  const [isBusy, setBusy] = createSignal(false);
  const [fault, setFault] = createSignal<string>();
  const isSignedIn = () => viewer() !== null && viewer() !== undefined;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const given = isSignedIn() ? {} : { password: password(), ...(name().trim() === '' ? {} : { name: name().trim() }) };
    const { data, error } = await client.mutation(invitationAcceptMutation, { input: { token: props.token, ...given } });
    setBusy(false);
    const { viewer: who, secondFactor, errors } = data?.invitationAccept ?? { viewer: null, secondFactor: null, errors: [] };
    const first = errors[0];
    if (who) { setViewer(who); toast(t().links.joined(props.offer.organizationName)); navigate('/', { replace: true }); }
    else if (secondFactor) { setPassword(''); props.onChallenge(secondFactor); }
    else setFault(error ? sentenceOf(error) : first && sentenceOfFault(first));
  };
  return (
    <form class="flex flex-col gap-4" onSubmit={(event) => { void submit(event); }}>
      <Show when={fault()}>{(sentence) => <Notice tone="danger">{sentence()}</Notice>}</Show>
      <p>{t().links.invited(props.offer.email)}</p>
      <Show when={!isSignedIn()}>
        <TextField label={t().account.name} autocomplete="name" maxlength={120} hint={t().links.invitedNameHint} value={name()} onValue={setName} />
        <TextField label={t().account.password} hint={t().links.invitedPasswordHint} type="password" autocomplete="current-password" required minlength={8} maxlength={256} value={password()} onValue={setPassword} />
      </Show>
      <Button look="primary" type="submit" isBusy={isBusy()}>{t().links.join}</Button>
    </form>
  );
}

/** The page behind the link of an invitation. */
export function InvitationPage() {
  const navigate = useNavigate();
  const token = takeLinkToken();
  const [challenge, setChallenge] = createSignal<SecondFactorChallenge>();
  const [result] = createQuery({ query: invitationQuery, variables: () => ({ token }), requestPolicy: 'network-only' });
  const offer = () => result.data?.invitation ?? null;
  const title = () => { const name = offer()?.organizationName; return challenge() ? t().account.codeTitle : name ? t().links.invitationTo(name) : t().links.invitationTitle; };
  return (
    <AccountFrame title={title()}>
      <Switch fallback={<SkeletonRows class="h-8" rows={3} />}>
        <Match when={challenge()}>
          {(open) => <Show when={!viewer()} fallback={<A class={buttonClass('primary', 'w-full')} href="/">{t().links.goOn}</A>}><SecondFactor challenge={open()} onEnded={() => { navigate('/sign-in', { replace: true }); }} /></Show>}
        </Match>
        <Match when={result.error}>{(error) => <Notice tone="danger">{sentenceOf(error())}</Notice>}</Match>
        <Match when={result.data && whyNot(offer())}>
          {(sentence) => <div class="flex flex-col gap-4"><Notice tone="warning">{sentence()}</Notice><A class={buttonClass('primary')} href={viewer() ? '/' : '/sign-in'}>{viewer() ? t().links.goOn : t().account.signIn}</A></div>}
        </Match>
        <Match when={offer()}>{(open) => <Accept token={token} offer={open()} onChallenge={setChallenge} />}</Match>
      </Switch>
    </AccountFrame>
  );
}

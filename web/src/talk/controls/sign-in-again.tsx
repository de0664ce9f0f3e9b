import { useClient } from '@urql/solid';
import { createSignal, Show } from 'solid-js';
import { sentenceOf, sentenceOfFault } from '../../api/faults.js';
import { setViewer, viewer } from '../../api/session.js';
import { t } from '../../i18n/index.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { TextField } from '../../ui/field.js';
import { Notice } from '../../ui/parts.js';
import { signInAgainMutation } from '../talk-documents.js';

/** The session ended in the middle of a call: signing in again without leaving the page, which would end the call too. */
export function SignInAgain(props: { isCallOver: boolean; onSignedIn: () => void }) {
  const client = useClient();
  const [isOpen, setOpen] = createSignal(false);
  const [password, setPassword] = createSignal('');
  const [isBusy, setBusy] = createSignal(false);
  const [fault, setFault] = createSignal<string>();
  const email = () => viewer()?.user.email ?? '';
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const { data, error } = await client.mutation(signInAgainMutation, { input: { email: email(), password: password() } });
    setBusy(false);
    const first = data?.signIn.errors[0];
    setFault(error ? sentenceOf(error) : first && sentenceOfFault(first));
    if (!data?.signIn.viewer) return;
    setPassword('');
    setOpen(false);
    setViewer(data.signIn.viewer);
    props.onSignedIn();
  };
  return (
    <>
      <Notice tone="warning" actions={<Button onClick={() => setOpen(true)}>{t().talk.signInAgain}</Button>}>{props.isCallOver ? t().talk.signedOutAfter : t().talk.signedOut}</Notice>
      <Dialog isOpen={isOpen()} title={t().talk.signInAgain} onClose={() => setOpen(false)}>
        <form class="flex flex-col gap-4" onSubmit={(event) => { void submit(event); }}>
          <Show when={fault()}>{(sentence) => <Notice tone="danger">{sentence()}</Notice>}</Show>
          <TextField label={t().account.email} type="email" autocomplete="username" readOnly value={email()} onValue={() => undefined} />
          <TextField label={t().account.password} type="password" autocomplete="current-password" required value={password()} onValue={setPassword} />
          <Button look="primary" type="submit" isBusy={isBusy()}>{t().account.signIn}</Button>
        </form>
      </Dialog>
    </>
  );
}

import { createEffect, createSignal, Show, type JSX } from 'solid-js';
import { t } from '../i18n/index.js';
import { Button } from './button.js';
import { Dialog } from './dialog.js';
import { Notice } from './parts.js';

interface ConfirmProps {
  isOpen: boolean;
  title: string;
  /** What follows, in plain words. */
  text: string;
  /** What the button does. */
  action: string;
  isDanger?: boolean;
  /** Further fields, such as a password or a reason; the button sends them too. */
  children?: JSX.Element;
  /** Does it. Answers a sentence where it could not be done; otherwise the box is to close. */
  onConfirm: () => Promise<string | undefined>;
  onClose: () => void;
}

/** Asks before something that cannot be taken back, and stays open with the reason where it fails. */
export function Confirm(props: ConfirmProps) {
  const [isBusy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  createEffect(() => { if (props.isOpen) setFailure(undefined); });
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const sentence = await props.onConfirm();
    setBusy(false);
    setFailure(sentence);
    if (sentence === undefined) props.onClose();
  };
  return (
    <Dialog isOpen={props.isOpen} title={props.title} onClose={() => props.onClose()}>
      <form class="flex flex-col gap-4" onSubmit={(event) => { void submit(event); }}>
        <Show when={failure()}>{(sentence) => <Notice tone="danger">{sentence()}</Notice>}</Show>
        <p class="text-muted">{props.text}</p>
        {props.children}
        <div class="flex flex-wrap justify-end gap-2">
          <Button look="plain" onClick={() => props.onClose()}>{t().common.cancel}</Button>
          <Button look={props.isDanger ? 'danger' : 'primary'} type="submit" isBusy={isBusy()}>{props.action}</Button>
        </div>
      </form>
    </Dialog>
  );
}

import { createEffect, createSignal, onCleanup, Show } from 'solid-js';
import { t } from '../../i18n/index.js';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/parts.js';
import type { Talk } from '../talk.js';
import { isConnected } from '../talk-phase.js';
import { SignInAgain } from './sign-in-again.js';

/** A log that returns at once was never worth a word. */
const WAITING_TOLD_MS = 1_000;

/** Whether this has been true for a while. */
function createLasting(isTrue: () => boolean) {
  const [isLasting, setLasting] = createSignal(false);
  createEffect(() => {
    if (!isTrue()) { setLasting(false); return; }
    const timer = setTimeout(() => setLasting(true), WAITING_TOLD_MS);
    onCleanup(() => { clearTimeout(timer); });
  });
  return isLasting;
}

/** What somebody in a call must know now, worst first; the call itself goes on through all of it. */
export function CallNotices(props: { talk: Talk }) {
  const { talk } = props;
  const { shown } = talk;
  const isOn = () => isConnected(shown.phase);
  const isWaiting = createLasting(() => isOn() && shown.follow === 'waiting');
  return (
    <div class="flex flex-col gap-2 px-3 not-empty:pb-3">
      <Show when={isOn() && shown.isStalled}><Notice tone="danger">{t().talk.stalled}</Notice></Show>
      <Show when={isOn() && shown.deaf}>{(fault) => <Notice tone="danger">{t().talk.deafText(fault().sentence)}</Notice>}</Show>
      <Show when={isOn() && shown.voice === 'blocked'}><Notice tone="warning" actions={<Button onClick={talk.unblock}>{t().talk.unblock}</Button>}>{t().talk.blocked}</Notice></Show>
      <Show when={isOn() && shown.voice === 'none'}><Notice tone="warning">{t().talk.voiceless}</Notice></Show>
      <Show when={isOn() && shown.isSilent && !shown.isMuted}><Notice tone="warning">{t().talk.silent}</Notice></Show>
      <Show when={shown.follow === 'signed-out'}><SignInAgain isCallOver={!isOn()} onSignedIn={talk.followNow} /></Show>
      <Show when={isWaiting()}><Notice tone="warning">{t().talk.follow.waiting}</Notice></Show>
      <Show when={isOn() && shown.follow === 'gone'}><Notice tone="warning">{t().talk.follow.gone}</Notice></Show>
    </div>
  );
}

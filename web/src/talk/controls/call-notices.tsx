import { Show } from 'solid-js';
import { t } from '../../i18n/index.js';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/parts.js';
import type { Talk } from '../talk.js';
import { isConnected } from '../talk-phase.js';
import { SignInAgain } from './sign-in-again.js';

/** What somebody in a call must know now, worst first; the call itself goes on through all of it. */
export function CallNotices(props: { talk: Talk }) {
  const { talk } = props;
  const { shown } = talk;
  const isOn = () => isConnected(shown.phase);
  const lostDetails = () => (shown.follow === 'waiting' || shown.follow === 'gone' ? t().talk.follow[shown.follow] : undefined);
  return (
    <div class="flex flex-col gap-2 px-3 not-empty:pb-3">
      <Show when={isOn() && shown.isStalled}><Notice tone="danger">{t().talk.stalled}</Notice></Show>
      <Show when={isOn() && shown.deaf}>{(fault) => <Notice tone="danger">{t().talk.deafText(fault().sentence)}</Notice>}</Show>
      <Show when={isOn() && shown.voice === 'blocked'}><Notice tone="warning" actions={<Button onClick={talk.unblock}>{t().talk.unblock}</Button>}>{t().talk.blocked}</Notice></Show>
      <Show when={isOn() && shown.voice === 'none'}><Notice tone="warning">{t().talk.voiceless}</Notice></Show>
      <Show when={isOn() && shown.isSilent && !shown.isMuted}><Notice tone="warning">{t().talk.silent}</Notice></Show>
      <Show when={shown.follow === 'signed-out'}><SignInAgain onSignedIn={talk.followNow} /></Show>
      <Show when={lostDetails()}>{(words) => <Notice tone="warning">{words()}</Notice>}</Show>
    </div>
  );
}

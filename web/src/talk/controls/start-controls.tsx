import { A } from '@solidjs/router';
import Keyboard from 'lucide-solid/icons/keyboard';
import Mic from 'lucide-solid/icons/mic';
import { onMount, Show } from 'solid-js';
import { endedSentence } from '../../i18n/ended-reason.js';
import { t } from '../../i18n/index.js';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/parts.js';
import type { Talk } from '../talk.js';
import { MicrophoneSettings, SoundButton, SoundSettings } from './sound-settings.js';

/** Why there is no call, or no more, and what to do about it. */
function Fault(props: { talk: Talk }) {
  return (
    <Show when={props.talk.shown.fault}>
      {(fault) => (
        <Notice tone="danger">
          {fault().sentence}
          <Show when={fault().kind === 'refused'}><details class="mt-1"><summary class="line-link list-none font-medium underline">{t().talk.howToAllow}</summary><p class="mt-1">{t().talk.allowSteps}</p></details></Show>
        </Notice>
      )}
    </Show>
  );
}

export interface TalkTarget {
  /** Number of the version that callers meet; undefined before the first one. */
  publishedNumber: number | undefined;
  /** What is being written differs from it. */
  hasNewerDraft: boolean;
}

/** Before a call and after it: devices, and the ways to begin. */
export function StartControls(props: { talk: Talk; target: TalkTarget; isSoundShown: boolean; onSound: () => void }) {
  const { talk } = props;
  const isConnecting = () => talk.shown.phase === 'connecting';
  const canStart = () => props.target.publishedNumber !== undefined;
  const label = () => ({ idle: t().talk.start, connecting: t().talk.connecting, ended: t().talk.again, failed: t().talk.tryAgain, running: '', held: '' })[talk.shown.phase];
  onMount(talk.warm);
  return (
    <div class="flex flex-col gap-3 border-t border-line p-3">
      <Fault talk={talk} />
      <Show when={talk.shown.phase === 'ended'}>
        <div class="flex flex-wrap items-center justify-between gap-2 text-sm">
          <span role="status">{talk.conversation.ended && endedSentence(talk.conversation.ended)}</span>
          <Show when={talk.shown.callId}>{(id) => <A class="line-link font-medium text-accent underline" href={`/calls/${id()}`}>{t().talk.openCall}</A>}</Show>
        </div>
      </Show>
      <Show when={canStart()} fallback={<p class="text-sm text-muted">{t().talk.needsPublish}</p>}>
        <MicrophoneSettings talk={talk}><SoundButton controls="talk-sound" isOpen={props.isSoundShown} onToggle={props.onSound} /></MicrophoneSettings>
        <Show when={props.isSoundShown}><div id="talk-sound"><SoundSettings talk={talk} /></div></Show>
        <p class="text-sm text-muted">{t().talk.meets(props.target.publishedNumber!)} <Show when={props.target.hasNewerDraft}>{t().talk.draftDiffers}</Show></p>
      </Show>
      <div class="flex flex-wrap gap-2">
        <Button look="primary" class="flex-1" disabled={!canStart()} isBusy={isConnecting()} onClick={() => { talk.start('spoken'); }}><Show when={!isConnecting()}><Mic size={16} aria-hidden="true" /></Show>{label()}</Button>
        <Show when={isConnecting()} fallback={<Button class="flex-1" disabled={!canStart()} onClick={() => { talk.start('typed'); }}><Keyboard size={16} aria-hidden="true" />{t().talk.typeInstead}</Button>}>
          <Button class="flex-1" onClick={talk.end}>{t().common.cancel}</Button>
        </Show>
      </div>
    </div>
  );
}

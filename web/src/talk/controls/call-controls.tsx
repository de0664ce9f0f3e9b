import Mic from 'lucide-solid/icons/mic';
import MicOff from 'lucide-solid/icons/mic-off';
import Pause from 'lucide-solid/icons/pause';
import PhoneOff from 'lucide-solid/icons/phone-off';
import Play from 'lucide-solid/icons/play';
import { Show } from 'solid-js';
import { formatClock } from '../../i18n/format.js';
import { t } from '../../i18n/index.js';
import { Button } from '../../ui/button.js';
import { createNow } from '../now.js';
import type { Talk } from '../talk.js';
import { Composer } from './composer.js';
import { LevelMeter } from './level-meter.js';
import { MicrophoneSettings, SoundButton, SoundSettings } from './sound-settings.js';
import { StateOrb } from './state-orb.js';

/** Open for as long as it is held down: with a finger, the mouse, or the space bar on it. */
function TalkKey(props: { talk: Talk }) {
  const press = (isDown: boolean) => { props.talk.setTalkKey(isDown); };
  const onKey = (event: KeyboardEvent) => { if ((event.key === ' ' || event.key === 'Enter') && !event.repeat) { event.preventDefault(); press(event.type === 'keydown'); } };
  return (
    <Button look={props.talk.shown.isTalkKeyDown ? 'primary' : 'plain'} class="flex-1 touch-none select-none" aria-pressed={props.talk.shown.isTalkKeyDown} onPointerDown={() => { press(true); }} onPointerUp={() => { press(false); }} onPointerCancel={() => { press(false); }} onPointerLeave={() => { press(false); }} onKeyDown={onKey} onKeyUp={onKey} onBlur={() => { press(false); }}>
      <Mic size={16} aria-hidden="true" />{t().talk.holdToTalk}
    </Button>
  );
}

function MuteButton(props: { talk: Talk }) {
  return (
    <Button aria-pressed={props.talk.shown.isMuted} aria-keyshortcuts="m" title={`${props.talk.shown.isMuted ? t().talk.unmute : t().talk.mute} (M)`} onClick={props.talk.toggleMute}>
      <Show when={props.talk.shown.isMuted} fallback={<Mic size={16} aria-hidden="true" />}><MicOff size={16} aria-hidden="true" /></Show>{props.talk.shown.isMuted ? t().talk.unmute : t().talk.mute}
    </Button>
  );
}

/** What the call does, in words. Only shown: read out at every turn, it would be heard instead of the call. */
function StateWords(props: { talk: Talk }) {
  const { talk } = props;
  const now = createNow();
  const words = () => {
    if (talk.shown.phase === 'held') return t().talk.held(formatClock(now() - talk.shown.heldAtMs));
    if (talk.shown.deaf) return t().talk.deaf;
    if (talk.shown.way === 'spoken' && talk.shown.isMuted) return t().talk.muted;
    return t().talk.states[talk.shown.agentState];
  };
  return <span class="min-w-0 text-sm font-medium">{words()}</span>;
}

/** What one does in a call that runs: speak, write, be silent, wait, hang up. */
export function CallControls(props: { talk: Talk; hasOrb: boolean; isSoundShown: boolean; onSound: () => void }) {
  const { talk } = props;
  const isHeld = () => talk.shown.phase === 'held';
  const isSpoken = () => talk.shown.way === 'spoken';
  const isPushToTalk = () => isSpoken() && talk.preferences.isPushToTalk();
  return (
    <div class="flex flex-col gap-2.5 border-t border-line p-3">
      <Show when={props.isSoundShown}><div id="talk-sound" class="flex flex-col gap-2 border-b border-line pb-3"><Show when={isSpoken()}><MicrophoneSettings talk={talk} /></Show><SoundSettings talk={talk} /></div></Show>
      <div class="flex min-h-9 items-center gap-2">
        <Show when={props.hasOrb}><StateOrb talk={talk} /></Show>
        <StateWords talk={talk} />
        <span class="ml-auto"><Show when={isSpoken() && !isHeld()}><LevelMeter level={talk.level()} /></Show></span>
        <SoundButton controls="talk-sound" isOpen={props.isSoundShown} onToggle={props.onSound} />
      </div>
      <div class="flex flex-wrap items-center gap-1.5 *:gap-1.5 *:px-2.5 max-sm:*:px-2">
        <Show when={isSpoken()}><Show when={isPushToTalk()} fallback={<MuteButton talk={talk} />}><TalkKey talk={talk} /></Show></Show>
        <Button aria-pressed={isHeld()} aria-keyshortcuts="h" title={`${isHeld() ? t().talk.resume : t().talk.hold} (H)`} onClick={() => { talk.setHeld(!isHeld()); }}>
          <Show when={isHeld()} fallback={<Pause size={16} aria-hidden="true" />}><Play size={16} aria-hidden="true" /></Show>{isHeld() ? t().talk.resume : t().talk.hold}
        </Button>
        <Button look="danger" class="ml-auto" onClick={talk.end}><PhoneOff size={16} aria-hidden="true" />{t().talk.end}</Button>
      </div>
      <Composer talk={talk} />
    </div>
  );
}

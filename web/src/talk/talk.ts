import { useClient } from '@urql/solid';
import { createEffect, createSignal, onCleanup, untrack } from 'solid-js';
import { keepPage } from '../api/session.js';
import { openSession, type CallSession } from './call-session.js';
import { createDevices } from './sound/devices.js';
import { warmLoudspeaker } from './sound/loudspeaker.js';
import { MicrophoneError, warmMicrophone } from './sound/microphone.js';
import { createMicrophoneTest } from './sound/microphone-test.js';
import { isConnected, isResting } from './talk-phase.js';
import { createTalkState, type TalkState } from './talk-state.js';

/** Longest text that the server takes at once, in characters. */
export const TEXT_CHARACTERS_MAX = 2_000;

/** As the server counts: a character is a code point, and blanks around the text do not count. */
export const charactersIn = (text: string): number => Array.from(text.trim()).length;

/** Choices that outlive a call, for this visit. */
function createPreferences() {
  const [isVoiceMuted, setVoiceMuted] = createSignal(false);
  const [isPushToTalk, setPushToTalk] = createSignal(false);
  return { isVoiceMuted, setVoiceMuted, isPushToTalk, setPushToTalk };
}

/** Keeps the call's devices in step with what is chosen while it runs. */
function followChoices(session: () => CallSession | undefined, { shown }: TalkState, devices: ReturnType<typeof createDevices>, preferences: ReturnType<typeof createPreferences>, onFault: (fault: MicrophoneError) => void) {
  createEffect(() => { session()?.sound.setVoiceMuted(preferences.isVoiceMuted()); });
  createEffect(() => { session()?.sound.setOpen(!shown.isMuted && (!preferences.isPushToTalk() || shown.isTalkKeyDown)); });
  createEffect<string>((before) => {
    const id = devices.loudspeakers.chosen().id;
    if (id !== before) void untrack(session)?.sound.setLoudspeaker(id).catch(() => undefined);
    return id;
  }, devices.loudspeakers.chosen().id);
  // A call that lost its microphone takes the next one that appears.
  createEffect(() => {
    const hasAny = devices.microphones.list().length > 0;
    if (hasAny && shown.deaf) untrack(session)?.sound.openMicrophone('').catch((error: unknown) => { if (error instanceof MicrophoneError) onFault(error); });
  });
}

/** One conversation at a time with an agent, through this browser: spoken, typed, or both. */
export function createTalk(agentId: () => string) {
  const client = useClient();
  const state = createTalkState();
  const { shown, set, conversation } = state;
  const devices = createDevices();
  const test = createMicrophoneTest();
  const preferences = createPreferences();
  const [session, setSession] = createSignal<CallSession>();
  const [switchFault, setSwitchFault] = createSignal<MicrophoneError['fault']>();

  const start = (way: 'spoken' | 'typed') => {
    if (!isResting(shown.phase)) return;
    session()?.dispose();
    setSwitchFault(undefined);
    state.begin(way);
    setSession(openSession({
      client, agentId: agentId(), way, microphoneId: devices.microphones.chosen().id, microphone: way === 'spoken' ? test.takeOver() : undefined,
      loudspeakerId: devices.loudspeakers.chosen().id, isVoiceMuted: preferences.isVoiceMuted(), on: state.listeners,
    }));
    test.stop();
  };
  const end = () => {
    if (shown.phase === 'connecting') { session()?.dispose(); state.move('idle'); } else session()?.stop();
  };
  const chooseMicrophone = async (id: string) => {
    devices.microphones.choose(id);
    setSwitchFault(undefined);
    if (test.state() !== 'off') await test.start(id);
    if (!isConnected(shown.phase) || shown.way === 'typed') return;
    try { await session()?.sound.openMicrophone(id); } catch (error) { setSwitchFault(error instanceof MicrophoneError ? error.fault : 'unknown'); }
  };
  followChoices(session, state, devices, preferences, ({ fault }) => { setSwitchFault(fault); });

  // Device names are told only to pages that may hear.
  createEffect(() => { if (shown.phase === 'running' || test.state() === 'on') void devices.refresh(); });
  createEffect(() => { if (!isResting(shown.phase)) onCleanup(keepPage()); });
  const followNow = () => { session()?.followNow(); };
  // The tab is being closed: the agent hears a goodbye instead of a line that went dead.
  const hangUp = () => { session()?.stop(); };
  addEventListener('online', followNow);
  addEventListener('pagehide', hangUp);
  onCleanup(() => { removeEventListener('online', followNow); removeEventListener('pagehide', hangUp); session()?.dispose(); });

  return {
    shown, conversation, devices, test, preferences, switchFault,
    level: () => (test.state() === 'on' ? test.level() : state.level()), voiceLevel: state.voiceLevel,
    warm: () => { warmLoudspeaker(); warmMicrophone(); },
    start, end, followNow, chooseMicrophone,
    toggleMute: () => { set('isMuted', (before) => !before); },
    setTalkKey: (isDown: boolean) => { set('isTalkKeyDown', isDown); },
    setHeld: (isHeld: boolean) => { if (isConnected(shown.phase)) { session()?.hold(isHeld); state.hold(isHeld); } },
    setDraft: (text: string) => { set('draft', text); },
    unblock: () => { session()?.sound.unblock(); },
    /** Sends what is written. */
    submit: () => {
      const text = shown.draft.trim();
      if (text === '' || charactersIn(text) > TEXT_CHARACTERS_MAX || shown.phase !== 'running') return;
      set('draft', '');
      state.say(text);
      session()?.sendText(text);
    },
  };
}

export type Talk = ReturnType<typeof createTalk>;

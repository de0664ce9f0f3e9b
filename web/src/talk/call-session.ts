import type { Client, CombinedError } from '@urql/core';
import { sentenceOf, sentenceOfFault, type UserFault } from '../api/faults.js';
import { t } from '../i18n/index.js';
import { createCallSound, type CallSound, type CallSoundListeners } from './call-sound.js';
import { followCall, type Following, type FollowState } from './follow-call.js';
import { openMediaSocket, type MediaListeners, type MediaSocket, type SocketFault } from './media-socket.js';
import { isMicrophoneAllowed, MicrophoneError, type Microphone, type MicrophoneFault } from './sound/microphone.js';
import { callEndMutation, callStartMutation, type CallEventData } from './talk-documents.js';

/** Why there is no call, or no more: for programs and, in a sentence, for people. */
export interface TalkFault { readonly kind: MicrophoneFault | SocketFault | 'server'; readonly sentence: string }

export const faultOf = (kind: MicrophoneFault | SocketFault): TalkFault => ({ kind, sentence: t().talk.faults[kind] });

export interface SessionOptions {
  readonly client: Client;
  readonly agentId: string;
  /** `typed`: no microphone is opened, or asked for. */
  readonly way: 'spoken' | 'typed';
  readonly microphoneId: string;
  /** One that is open already. */
  readonly microphone: Microphone | undefined;
  readonly loudspeakerId: string;
  readonly isVoiceMuted: boolean;
  readonly on: SessionListeners;
}

export interface SessionListeners extends Omit<CallSoundListeners, 'onFrame'>, Pick<MediaListeners, 'onReady' | 'onState' | 'onWords' | 'onHold' | 'onTextRefused' | 'onStalled' | 'onEnded'> {
  readonly onCall: (callId: string) => void;
  readonly onEvent: (event: CallEventData) => void;
  readonly onFollow: (state: FollowState) => void;
  /** It never ran. Nothing follows. */
  readonly onFailed: (fault: TalkFault) => void;
  /** It ran and is over. Of the log there may be more to come. */
  readonly onClosed: (fault: TalkFault | undefined) => void;
}

/** Why a call was not started, in a sentence. */
function refusal(error: CombinedError | undefined, fault: UserFault | undefined): TalkFault {
  if (error) return { kind: 'server', sentence: sentenceOf(error) };
  return fault ? { kind: 'server', sentence: sentenceOfFault(fault) } : faultOf('unknown');
}

type Media = { readonly url: string; readonly token: string };

/** Asks the api for a call. */
async function askForCall(client: Client, agentId: string): Promise<{ readonly callId: string; readonly media: Media } | { readonly fault: TalkFault }> {
  const { data, error } = await client.mutation(callStartMutation, { input: { agentId, transport: 'BROWSER' } });
  const answer = data?.callStart;
  return answer?.media && answer.call ? { callId: answer.call.id, media: answer.media } : { fault: refusal(error, answer?.errors[0]) };
}

/** What the server says goes to the sound of the call, and to whoever shows it. */
function dispatch(on: SessionListeners, sound: CallSound, onReady: () => void, onClosed: (fault: SocketFault | undefined) => void): MediaListeners {
  return {
    ...on, onReady, onClosed,
    onAudio: (samples) => { sound.play({ type: 'audio', samples }); },
    onMark: (name) => { sound.play({ type: 'mark', name }); },
    onClear: () => { sound.play({ type: 'clear' }); },
    onState: (state) => { sound.play({ type: 'speaking', isSpeaking: state === 'SPEAKING' }); on.onState(state); },
    onHold: (isHeld) => { sound.setHeld(isHeld); on.onHold(isHeld); },
  };
}

/** Opens the microphone; undefined where none is wanted, or one is open already. */
function openEars(sound: CallSound, { way, microphone, microphoneId }: Pick<SessionOptions, 'way' | 'microphone' | 'microphoneId'>): Promise<void> | undefined {
  if (microphone) { sound.takeMicrophone(microphone); return undefined; }
  const hearing = way === 'spoken' ? sound.openMicrophone(microphoneId) : undefined;
  // Its failure is told where it is waited for.
  hearing?.catch(() => undefined);
  return hearing;
}

/** One call from the press to its end: devices, call, socket and log. Everything of it stops with `dispose`. */
export function openSession(options: SessionOptions) {
  const { client, agentId, loudspeakerId, isVoiceMuted, on } = options;
  let socket: MediaSocket | undefined;
  let following: Following | undefined;
  let callId: string | undefined;
  let isReady = false;
  let isOver = false;
  const sound = createCallSound({
    ...on,
    onFrame: (samples) => { socket?.sendFrame(samples); },
    onReport: (report) => {
      on.onReport(report);
      socket?.sendPlayed(report.playedSamples);
      for (const name of report.marks) socket?.sendMark(name);
    },
  });

  const release = () => { isOver = true; socket?.close(); sound.close(); };
  /** A call that was asked for and never connected would wait for its caller. */
  const giveBack = () => { if (callId !== undefined && !isReady) void client.mutation(callEndMutation, { input: { id: callId } }).toPromise(); };
  const fail = (fault: TalkFault) => {
    if (isOver) return;
    release();
    following?.stop();
    giveBack();
    on.onFailed(fault);
  };
  const onClosed = (fault: SocketFault | undefined) => {
    if (isOver) return;
    if (!isReady) { fail(faultOf(fault ?? 'unknown')); return; }
    release();
    on.onClosed(fault && faultOf(fault));
  };
  const onReady = () => { isReady = true; on.onReady(); };

  const ask = async () => {
    const answer = await askForCall(client, agentId);
    if ('fault' in answer) { fail(answer.fault); return undefined; }
    ({ callId } = answer);
    if (!isOver) return answer.media;
    giveBack();
    return undefined;
  };

  const start = async () => {
    const voice = sound.openVoice(loudspeakerId, isVoiceMuted);
    const hearing = openEars(sound, options);
    // While somebody is being asked for the microphone no call is opened: a refusal would leave it behind.
    if (hearing && !(await isMicrophoneAllowed())) await hearing;
    if (isOver) return;
    const [media] = await Promise.all([ask(), hearing, voice]);
    if (!media || isOver) return;
    on.onCall(callId!);
    following = followCall({ client, callId: callId!, onEvent: on.onEvent, onState: on.onFollow });
    socket = openMediaSocket(media.url, media.token, dispatch(on, sound, onReady, onClosed));
  };
  start().catch((error: unknown) => { fail(faultOf(error instanceof MicrophoneError ? error.fault : 'unknown')); });

  return {
    sound,
    sendText: (text: string) => { socket?.sendText(text); },
    hold: (isHeld: boolean) => { sound.setHeld(isHeld); socket?.sendHold(isHeld); },
    /** Follows the log again at once. */
    followNow: () => { following?.retry(); },
    stop: () => { socket?.stop(); },
    /** Ends it, whatever it does. */
    dispose: () => {
      if (!isOver) { socket?.stop(); release(); giveBack(); }
      following?.stop();
    },
  };
}

export type CallSession = ReturnType<typeof openSession>;

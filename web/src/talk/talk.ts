import type { CombinedError } from '@urql/core';
import { useClient } from '@urql/solid';
import { createSignal, onCleanup } from 'solid-js';
import { createStore, produce, reconcile } from 'solid-js/store';
import { sentenceOf, sentenceOfFault, type UserFault } from '../api/faults.js';
import { graphql } from '../api/graphql.js';
import { t } from '../i18n/index.js';
import { DeviceError, openDevices, type AudioDevices } from './audio-devices.js';
import { followCall } from './call-events.js';
import { applyEvent, emptyConversation } from './conversation.js';
import { openMediaSocket, type MediaSocket, type SocketFault } from './media-socket.js';

const callStartMutation = graphql(`
  mutation CallStart($input: CallStartInput!) {
    callStart(input: $input) { call { id } media { url token } errors { code message path } }
  }
`);

export type TalkPhase = 'idle' | 'connecting' | 'running' | 'ended';

/** Why a call was not started, in a sentence. */
function refusal(error: CombinedError | undefined, fault: UserFault | undefined): string {
  if (error) return sentenceOf(error);
  return fault ? sentenceOfFault(fault) : t().talk.faults.unknown;
}

/** What the panel shows of a conversation. */
function createTalkState() {
  const [phase, setPhase] = createSignal<TalkPhase>('idle');
  const [state, setState] = createSignal<'LISTENING' | 'THINKING' | 'SPEAKING'>('LISTENING');
  const [isMuted, setMuted] = createSignal(false);
  const [level, setLevel] = createSignal(0);
  const [playedSamples, setPlayedSamples] = createSignal(0);
  const [fault, setFault] = createSignal<string>();
  const [callId, setCallId] = createSignal<string>();
  const [conversation, setConversation] = createStore(emptyConversation());
  const reset = () => {
    setConversation(reconcile(emptyConversation()));
    setFault(undefined);
    setMuted(false);
    setPlayedSamples(0);
    setState('LISTENING');
    setPhase('connecting');
  };
  return { phase, setPhase, state, setState, isMuted, setMuted, level, setLevel, playedSamples, setPlayedSamples, fault, setFault, callId, setCallId, conversation, setConversation, reset };
}

/** One conversation at a time with an agent, through microphone and loudspeaker of this browser. */
export function createTalk(agentId: () => string) {
  const client = useClient();
  const shown = createTalkState();
  const { phase, setPhase, state, setState, isMuted, setMuted, level, setLevel, playedSamples, setPlayedSamples, fault, setFault, callId, setCallId, conversation, setConversation } = shown;
  let devices: AudioDevices | undefined;
  let socket: MediaSocket | undefined;
  let stopFollowing: (() => void) | undefined;
  /** Grows with each call; what an earlier one still has to say is not heard. */
  let attempt = 0;

  const release = () => { socket?.close(); socket = undefined; devices?.close(); devices = undefined; setLevel(0); };
  const fail = (sentence: string) => { release(); setFault(sentence); setPhase('idle'); };
  const onClosed = (socketFault: SocketFault | undefined) => {
    if (phase() === 'connecting') { fail(t().talk.faults[socketFault ?? 'unknown']); return; }
    release();
    if (socketFault) setFault(t().talk.faults[socketFault]);
    setPhase('ended');
  };
  const onFrame = (samples: ArrayBuffer, peak: number) => {
    setLevel((before) => (isMuted() ? 0 : Math.max(peak, before * 0.85)));
    // A muted microphone sends silence: by it the server hears that a turn is over.
    socket?.sendFrame(isMuted() ? new ArrayBuffer(samples.byteLength) : samples);
  };
  const onPlayed = ({ playedSamples: samples, marks }: { playedSamples: number; marks: readonly string[] }) => {
    setPlayedSamples(samples);
    socket?.sendPlayed(samples);
    for (const name of marks) socket?.sendMark(name);
  };

  const connect = (url: string, token: string) => openMediaSocket(url, token, {
    onReady: () => setPhase('running'),
    onAudio: (samples) => { devices?.play({ type: 'audio', samples }); },
    onMark: (name) => { devices?.play({ type: 'mark', name }); },
    onClear: () => { devices?.play({ type: 'clear' }); },
    onState: setState,
    onEnded: (text) => setConversation('endedText', text),
    onClosed,
  });

  const start = async (): Promise<void> => {
    const own = ++attempt;
    const isStale = () => own !== attempt;
    stopFollowing?.();
    shown.reset();
    try {
      const opened = await openDevices({ onFrame, onPlayed, onLost: () => { socket?.stop(); setFault(t().talk.faults.noMicrophone); } });
      if (isStale()) { opened.close(); return; }
      devices = opened;
    } catch (error) {
      if (!isStale()) fail(t().talk.faults[error instanceof DeviceError ? error.fault : 'unknown']);
      return;
    }
    const { data, error } = await client.mutation(callStartMutation, { input: { agentId: agentId(), transport: 'BROWSER' } });
    if (isStale()) return;
    const answer = data?.callStart;
    if (!answer?.media || !answer.call) {
      fail(refusal(error, answer?.errors[0]));
      return;
    }
    setCallId(answer.call.id);
    stopFollowing = followCall(client, answer.call.id, (event) => { if (!isStale()) setConversation(produce((draft) => { applyEvent(draft, event); })); });
    socket = connect(answer.media.url, answer.media.token);
  };

  onCleanup(() => { attempt += 1; socket?.stop(); release(); stopFollowing?.(); });
  return {
    phase, state, isMuted, level, playedSamples, fault, callId, conversation,
    start: () => { void start(); },
    toggleMute: () => setMuted((before) => !before),
    end: () => { if (phase() === 'connecting') { attempt += 1; release(); setPhase('idle'); } else socket?.stop(); },
  };
}

export type Talk = ReturnType<typeof createTalk>;

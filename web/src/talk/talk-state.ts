import { createSignal } from 'solid-js';
import { createStore, produce, reconcile } from 'solid-js/store';
import { faultOf, type SessionListeners, type TalkFault } from './call-session.js';
import type { FollowState } from './follow-call.js';
import type { AgentState } from './media-socket.js';
import { isConnected, movePhase, type TalkPhase } from './talk-phase.js';
import type { CallEventData } from './talk-documents.js';
import { addNote, addTyped, applyEvent, applyWords, dropProvisional, dropTyped, emptyConversation, type Conversation } from './transcript/conversation.js';

export interface TalkShown {
  phase: TalkPhase;
  /** `typed`: without a microphone. */
  way: 'spoken' | 'typed';
  agentState: AgentState;
  isMuted: boolean;
  isTalkKeyDown: boolean;
  /** Whether the agent's voice is heard; `blocked` until a press. */
  voice: 'sounding' | 'blocked' | 'none';
  /** The call goes on without a microphone. */
  deaf: TalkFault | undefined;
  /** Nothing at all comes from the microphone. */
  isSilent: boolean;
  /** What is said is stuck in this browser. */
  isStalled: boolean;
  follow: FollowState;
  fault: TalkFault | undefined;
  callId: string | undefined;
  /** These three on the clock of `performance.now()`. */
  startedAtMs: number;
  heldAtMs: number;
  endedAtMs: number;
  playedSamples: number;
  /** What is being written. */
  draft: string;
}

const FRESH = {
  agentState: 'LISTENING', isMuted: false, isTalkKeyDown: false, voice: 'sounding', deaf: undefined, isSilent: false, isStalled: false, follow: 'live', fault: undefined, callId: undefined,
  startedAtMs: 0, heldAtMs: 0, endedAtMs: 0, playedSamples: 0,
} as const;

/** How long it took, for whoever measures: seen in `performance.getEntriesByName`. */
const PRESSED = 'parley.talk.pressed';
function measure(name: string): void {
  if (performance.getEntriesByName(PRESSED).length > 0) performance.measure(`parley.talk.${name}`, PRESSED);
}

/** What the panel shows of a conversation, and how the parts of a call change it. */
export function createTalkState() {
  const [shown, set] = createStore<TalkShown>({ phase: 'idle', way: 'spoken', draft: '', ...FRESH });
  const [conversation, setConversation] = createStore(emptyConversation());
  const [level, setLevel] = createSignal(0);
  const [voiceLevel, setVoiceLevel] = createSignal(0);
  const due: CallEventData[] = [];
  let flushing: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(flushing);
    flushing = undefined;
    const events = due.splice(0);
    if (events.length > 0) setConversation(produce((draft) => { for (const event of events) applyEvent(draft, event); }));
  };
  const change = (run: (draft: Conversation) => void) => { flush(); setConversation(produce(run)); };
  const move = (to: TalkPhase) => { set('phase', (from) => movePhase(from, to)); };

  const begin = (way: TalkShown['way']) => {
    performance.mark(PRESSED);
    due.length = 0;
    setConversation(reconcile(emptyConversation()));
    set({ ...FRESH, way });
    move('connecting');
  };
  const hold = (isHeld: boolean) => {
    if (!isConnected(shown.phase) || isHeld === (shown.phase === 'held')) return;
    move(isHeld ? 'held' : 'running');
    set('heldAtMs', performance.now());
  };
  const say = (text: string) => { change((draft) => { addTyped(draft, text); }); };

  const listeners: SessionListeners = {
    onCall: (callId) => { set('callId', callId); },
    onReady: () => { measure('ready'); move('running'); set('startedAtMs', performance.now()); },
    onState: (agentState) => { set('agentState', agentState); if (agentState !== 'SPEAKING') setVoiceLevel(0); },
    onHold: hold,
    onStalled: (isStalled) => { set('isStalled', isStalled); },
    onEnded: (reason) => { setConversation('ended', reason); },
    onTextRefused: () => {
      change((draft) => {
        const text = dropTyped(draft);
        // What was written is given back, before whatever has been written since.
        if (text !== undefined) set('draft', (since) => [text, since].filter(Boolean).join(' '));
      });
    },
    // The log tells it all, and better; these words are for the time that it cannot be read.
    onWords: (words) => { if (shown.follow !== 'live') change((draft) => { applyWords(draft, words); }); },
    // What arrives together is shown together: a log that is read again comes by the hundred.
    onEvent: (event) => { due.push(event); flushing ??= setTimeout(flush, 0); },
    onFollow: (follow) => {
      if (follow === 'live') change(dropProvisional);
      set('follow', follow);
    },
    onLevel: setLevel,
    onReport: ({ playedSamples, peak, gapMs, lostMs }) => {
      if (shown.playedSamples === 0 && playedSamples > 0) measure('first-sound');
      set('playedSamples', playedSamples);
      setVoiceLevel(peak);
      if (gapMs > 0) change((draft) => { addNote(draft, { type: 'voice-gap', durationMs: gapMs, count: 1 }); });
      if (lostMs > 0) change((draft) => { addNote(draft, { type: 'voice-lost', durationMs: lostMs, count: 1 }); });
    },
    onVoice: (voice) => { set('voice', voice); },
    onFallback: (label) => { change((draft) => { addNote(draft, { type: 'microphone', label }); }); },
    onDeaf: (fault) => { set('deaf', fault && faultOf(fault)); },
    onSilent: (isSilent) => { set('isSilent', isSilent); },
    onFailed: (fault) => { move('failed'); set('fault', fault); },
    onClosed: (fault) => { move('ended'); set({ fault, endedAtMs: performance.now(), isStalled: false, deaf: undefined, isSilent: false }); },
  };
  return { shown, set, conversation, level, voiceLevel, move, begin, hold, say, listeners };
}

export type TalkState = ReturnType<typeof createTalkState>;

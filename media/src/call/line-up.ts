import type { OpenedCall } from '@parley/plugin-host';
import { Answering } from '../stages/answering.js';
import { AudioRing } from '../stages/audio-ring.js';
import { Hearing } from '../stages/hearing.js';
import { Interruption } from '../stages/interruption.js';
import type { Listening } from '../stages/listening.js';
import type { Saying } from '../stages/saying.js';
import { createSpeaker } from '../stages/speaking.js';
import { thinkFrame } from '../stages/thinking.js';
import { noTools, runTool } from '../stages/tools.js';
import { TurnTaking, type CallerTurn } from '../stages/turn-taking.js';
import type { Utterance } from '../stages/utterance.js';
import type { Voice } from '../stages/voice.js';
import type { CallCore } from './core.js';
import { CALL_LIMITS } from './limits.js';
import { ENDED } from './reasons.js';

/** The stages between the caller's ear and mouth, in the order of the sound. */
export interface LineUp {
  readonly hearing: Hearing;
  readonly turnTaking: TurnTaking;
  readonly interruption: Interruption;
  readonly answering: Answering;
  /** Every frame of the caller. */
  audio(samples: Int16Array): void;
  speechStarted(position: number, onsetMs: number): void;
  speechProgress(speechMs: number): void;
  speechPaused(endMs: number, speechMs: number): void;
}

export interface LineUpParts {
  readonly core: CallCore;
  readonly opened: OpenedCall;
  readonly ring: AudioRing;
  readonly listening: Listening;
  readonly saying: Saying;
  readonly voice: Voice;
  readonly onCallerSpoke: () => void;
  /** The providers cannot go on. */
  readonly onHopeless: (error: unknown) => void;
}

/** A caller who says nothing that can be understood is asked again where the speech was this long. */
const UNCLEAR_SPEECH_MS_MIN = 1_000;

/** Builds the line: vad -> stt -> turn -> think -> speak -> playout. Only this function knows the order. */
export function lineUp(parts: LineUpParts): LineUp {
  const { core, opened, ring, saying, voice, listening } = parts;
  const { plan, clock, line } = core.options;
  const { agent } = plan;
  const turnAudio = opened.turn.abilities.needsAudio ? createTurnAudio(ring, line.sampleRateHz) : undefined;

  const hearing = new Hearing({
    stt: opened.stt, callId: plan.callId, language: agent.language, sampleRateHz: line.sampleRateHz, ring, signal: core.closing.signal,
    onWords: core.guard((words) => turnTaking.words(words)),
    onFailed: core.guard(parts.onHopeless),
  });

  const turnTaking: TurnTaking = new TurnTaking({
    numbers: agent.turnTaking, detector: opened.turn, language: agent.language, hearing,
    nowMs: () => core.nowMs(), after: (delayMs, callback) => core.after(delayMs, callback), onError: core.fail,
    takeTurnIndex: () => core.takeTurnIndex(), agentText: () => core.conversation.lastAgentText(),
    audio: (sinceMs) => turnAudio && { samples: turnAudio.since(listening.positionOf(sinceMs)), sampleRateHz: line.sampleRateHz },
    onSpeechStarted: (turnIndex) => core.transcript.event('speech-started', { turnIndex }),
    onWords(turnIndex, text, kind) {
      core.transcript.interim({ turnIndex, speaker: 'CALLER', text });
      interruption.words(text, kind, core.nowMs());
    },
    onLikelyComplete(turnIndex, text, speechMs) {
      if (!interruption.isOpen && !core.playout.isAudible(core.nowMs())) answering.speculate(turnIndex, text, speechMs);
    },
    onDecided: (turnIndex, decision, waitedMs, isHit) => core.transcript.decided(turnIndex, decision, waitedMs, isHit),
    onTurn,
  });

  const answering: Answering = new Answering({
    llm: opened.llm, frame: thinkFrame(agent, opened.llm), conversation: core.conversation, playout: core.playout, clock,
    after: (delayMs, callback) => core.after(delayMs, callback),
    openAnswer: (turn) => core.openUtterance('ANSWER', !agent.turnTaking.isInterruptible, answerTimes(turn)),
    createSpeaker: (utterance) => createSpeaker(utterance, { voice, playout: core.playout, clock, waiters: core.waiters, locale: core.locale, callId: plan.callId }),
    runTool: (call) => runTool(core.options.tools ?? noTools, call, { callId: plan.callId, organizationId: plan.organizationId, signal: core.closing.signal }, clock),
    onToolCalled: (payload) => { if (!core.isClosed) core.transcript.event('tool-called', payload); },
    onSlowTool() {
      if (!core.playout.isAudible(core.nowMs()) && !interruption.isOpen) saying.phrase('FILLER', 'filler');
    },
    onComplete: (utterance, end) => { if (end === 'goodbye' && !utterance.isOver) core.endings.set(utterance, ENDED.goodbye); },
    onBrokenOff: () => { saying.phrase('ANSWER', 'lostThread'); },
    onHopeless: parts.onHopeless,
    onError: core.fail,
  });

  const interruption: Interruption = new Interruption({
    numbers: agent.turnTaking, language: agent.language, playout: core.playout, hasPartials: opened.stt.abilities.hasPartials,
    isAnswering: () => answering.isActive,
    onStarted(utterance, speechMs, stopMs) {
      if (utterance) core.transcript.event('interruption-started', { turnIndex: utterance.turnIndex, epoch: utterance.epoch.id, speechMs, stopMs });
    },
    onResolved(utterance, outcome, text) {
      if (utterance) core.transcript.event('interruption-resolved', { turnIndex: utterance.turnIndex, epoch: utterance.epoch.id, outcome, text });
    },
    onConfirmed(utterance, onsetMs) {
      learnFromEarlyAnswer(utterance, onsetMs);
      core.cutAll(core.nowMs());
      answering.abort();
    },
    onSpeechForgotten: () => turnTaking.drop(),
  });

  function onTurn(turn: CallerTurn): void {
    const nowMs = core.nowMs();
    const wasBusy = answering.isActive || core.playout.isAudible(nowMs) || interruption.isOpen;
    if (!interruption.turnEnded(turn.text, nowMs)) {
      answering.forget();
      if (turn.text === '' && !wasBusy && turn.speechMs >= UNCLEAR_SPEECH_MS_MIN) saying.phrase('IDLE_PROMPT', 'notUnderstood');
      return;
    }
    parts.onCallerSpoke();
    core.transcript.callerTurn(turn);
    answering.start(turn);
  }

  /** Cut in right after the first word: the turn before had been ended too early. */
  function learnFromEarlyAnswer(utterance: Utterance | undefined, onsetMs: number): void {
    const { firstSentMs, speechEndMs } = utterance?.times ?? {};
    if (firstSentMs !== undefined && speechEndMs !== undefined && onsetMs - firstSentMs <= CALL_LIMITS.earlyAnswerMs) turnTaking.learnPause(onsetMs - speechEndMs);
  }

  hearing.open().catch(core.guard(parts.onHopeless));

  return {
    hearing, turnTaking, interruption, answering,
    audio(samples) {
      turnAudio?.push(samples);
      hearing.audio(samples);
    },
    speechStarted(position, onsetMs) {
      answering.forget();
      turnTaking.speechStarted(onsetMs, hearing.speechStarted(position));
      interruption.speechStarted(core.nowMs(), onsetMs);
    },
    speechProgress: (speechMs) => interruption.speechProgress(speechMs, core.nowMs()),
    speechPaused(endMs, speechMs) {
      interruption.speechPaused(core.nowMs());
      const { turnIndex } = turnTaking;
      if (turnIndex === undefined) return;
      core.transcript.event('speech-ended', { turnIndex, speechMs: Math.round(speechMs) });
      turnTaking.speechPaused(endMs, speechMs);
    },
  };
}

function answerTimes(turn: CallerTurn): { speechEndMs: number; decisionDueMs: number; endpointWaitMs: number; sttFinalMs: number } {
  const plannedMs = turn.speechEndMs + turn.waitMs;
  // A transcript or verdict that came after the planned end of the wait is the provider's time, not a wait on purpose.
  const providerLateMs = Math.max(0, turn.decisionDueMs - plannedMs);
  return {
    speechEndMs: turn.speechEndMs, decisionDueMs: turn.decisionDueMs, endpointWaitMs: Math.min(turn.waitMs, turn.decidedMs - turn.speechEndMs),
    sttFinalMs: turn.finalMs - turn.decidedMs + providerLateMs,
  };
}

/** A longer ring for detectors that listen, with positions of the call. */
function createTurnAudio(ring: AudioRing, sampleRateHz: number): { push(samples: Int16Array): void; since(position: number): Int16Array } {
  const base = ring.end;
  const longRing = new AudioRing((CALL_LIMITS.turnAudioMs * sampleRateHz) / 1000);
  return { push: (samples) => longRing.push(samples), since: (position) => longRing.since(position - base) };
}

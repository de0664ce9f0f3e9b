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

export interface LineUpParts {
  readonly core: CallCore;
  readonly opened: OpenedCall;
  readonly ring: AudioRing;
  readonly listening: Listening;
  readonly saying: Saying;
  readonly voice: Voice;
  /** When the agent was last audible, in milliseconds of the process clock. */
  readonly lastAudibleMs: () => number;
  readonly onCallerSpoke: () => void;
  /** The providers cannot go on. */
  readonly onHopeless: (error: unknown) => void;
}

/** A caller who says nothing that can be understood is asked again where the speech was this long. */
const UNCLEAR_SPEECH_MS_MIN = 600;
const HINTS_MAX = 50;

/**
 * The stages between the caller's ear and mouth: vad -> stt -> turn -> think -> speak -> playout. Only this class knows
 * their order; a stage knows none of its neighbours but those it is given.
 */
export class LineUp {
  readonly hearing: Hearing;
  readonly turnTaking: TurnTaking;
  readonly interruption: Interruption;
  readonly answering: Answering;
  readonly #parts: LineUpParts;
  readonly #turnAudio: ReturnType<typeof createTurnAudio> | undefined;
  /** What is heard now was found to be noise, and goes on. */
  #isIgnoring = false;
  /** The agent was cut off for the turn that is open. */
  #isCutOff = false;

  constructor(parts: LineUpParts) {
    const { core, opened, ring } = parts;
    this.#parts = parts;
    this.#turnAudio = opened.turn.abilities.needsAudio ? createTurnAudio(ring, core.options.line.sampleRateHz) : undefined;
    this.hearing = this.#createHearing();
    this.turnTaking = this.#createTurnTaking();
    this.answering = this.#createAnswering();
    this.interruption = this.#createInterruption();
    this.hearing.open().catch(core.guard(parts.onHopeless));
  }

  /** Every frame of the caller. */
  audio(samples: Int16Array): void {
    this.#turnAudio?.push(samples);
    this.hearing.audio(samples);
  }

  /** Speech is running that no turn has taken up, since it began under protected words. */
  get isMissingSpeech(): boolean {
    return this.turnTaking.turnIndex === undefined && !this.#isIgnoring;
  }

  speechStarted(position: number, onsetMs: number): void {
    this.answering.forget();
    this.turnTaking.speechStarted(onsetMs, this.hearing.speechStarted(position));
    this.interruption.speechStarted(this.#parts.core.nowMs(), onsetMs);
  }

  speechProgress(speechMs: number): void {
    if (this.#isIgnoring) return;
    const segmentId = this.hearing.rollOver();
    if (segmentId !== undefined) this.turnTaking.joinSegment(segmentId);
    this.interruption.speechProgress(speechMs, this.#parts.core.nowMs());
  }

  speechPaused(endMs: number, speechMs: number): void {
    const { core } = this.#parts;
    this.#isIgnoring = false;
    this.interruption.speechPaused(core.nowMs());
    const { turnIndex } = this.turnTaking;
    if (turnIndex === undefined) return;
    core.transcript.event('speech-ended', { turnIndex, speechMs: Math.round(speechMs) });
    this.turnTaking.speechPaused(endMs, speechMs);
  }

  #createHearing(): Hearing {
    const { core, opened, ring, onHopeless } = this.#parts;
    const { plan, line } = core.options;
    return new Hearing({
      stt: opened.stt, callId: plan.callId, language: plan.agent.language, sampleRateHz: line.sampleRateHz, ring, signal: core.closing.signal,
      hints: [plan.agent.name, ...plan.agent.knowledge.map((document) => document.title)].slice(0, HINTS_MAX),
      onWords: core.guard((words) => this.turnTaking.words(words)),
      onFailed: core.guard(onHopeless),
    });
  }

  #createTurnTaking(): TurnTaking {
    const { core, opened, listening, lastAudibleMs } = this.#parts;
    const { agent } = core.options.plan;
    const { sampleRateHz } = core.options.line;
    return new TurnTaking({
      numbers: agent.turnTaking, detector: opened.turn, language: agent.language, hearing: this.hearing,
      nowMs: () => core.nowMs(), after: (delayMs, callback) => core.after(delayMs, callback), onError: core.fail,
      takeTurnIndex: () => core.takeTurnIndex(), agentText: () => core.conversation.lastAgentText(),
      hasAgentSpokenSince: (timeMs) => lastAudibleMs() > timeMs,
      audio: (sinceMs) => this.#turnAudio && { samples: this.#turnAudio.since(listening.positionOf(sinceMs)), sampleRateHz },
      onSpeechStarted: (turnIndex) => core.transcript.event('speech-started', { turnIndex }),
      onWords: (turnIndex, text, kind) => {
        core.transcript.interim({ turnIndex, speaker: 'CALLER', text });
        this.interruption.words(text, kind, core.nowMs());
      },
      onLikelyComplete: (turnIndex, text, speechMs) => {
        if (!this.interruption.isOpen && !core.playout.isAudible(core.nowMs())) this.answering.speculate(turnIndex, text, speechMs);
      },
      onDecided: (turnIndex, decision, waitedMs, isHit) => core.transcript.decided(turnIndex, decision, waitedMs, isHit),
      onTurn: (turn) => this.#onTurn(turn),
    });
  }

  #createAnswering(): Answering {
    const { core, opened, saying, voice, onHopeless } = this.#parts;
    const { plan, clock, tools } = core.options;
    const frame = thinkFrame(plan.agent, opened.llm);
    opened.llm.prepare?.({ ...frame, signal: core.closing.signal }).catch(core.fail);
    return new Answering({
      llm: opened.llm, frame, conversation: core.conversation, playout: core.playout, clock,
      after: (delayMs, callback) => core.after(delayMs, callback),
      openAnswer: (turn) => core.openUtterance('ANSWER', !plan.agent.turnTaking.isInterruptible, answerTimes(turn)),
      createSpeaker: (utterance) => createSpeaker(utterance, { voice, playout: core.playout, clock, waiters: core.waiters, after: (delayMs, callback) => core.after(delayMs, callback), locale: core.locale, callId: plan.callId }),
      runTool: (call) => runTool(tools ?? noTools, call, { callId: plan.callId, organizationId: plan.organizationId, signal: core.closing.signal }, clock),
      onToolCalled: (payload) => { if (!core.isClosed) core.transcript.event('tool-called', payload); },
      onSlowTool: () => {
        if (core.playout.isAudible(core.nowMs()) || this.interruption.isOpen) return false;
        saying.phrase('FILLER', 'filler');
        return true;
      },
      onComplete: (utterance, end) => { if (end === 'goodbye' && !utterance.isOver) core.endings.set(utterance, ENDED.goodbye); },
      onBrokenOff: () => { saying.phrase('ANSWER', 'lostThread'); },
      onHopeless,
      onError: core.fail,
    });
  }

  #createInterruption(): Interruption {
    const { core, opened } = this.#parts;
    const { agent } = core.options.plan;
    return new Interruption({
      numbers: agent.turnTaking, language: agent.language, playout: core.playout, hasPartials: opened.stt.abilities.hasPartials,
      isAnswering: () => this.answering.isActive,
      onStarted: (utterance, speechMs, stopMs) => {
        if (utterance) core.transcript.event('interruption-started', { turnIndex: utterance.turnIndex, epoch: utterance.epoch.id, speechMs: Math.round(speechMs), stopMs: Math.round(stopMs) });
      },
      onResolved: (utterance, outcome, text) => {
        if (utterance) core.transcript.event('interruption-resolved', { turnIndex: utterance.turnIndex, epoch: utterance.epoch.id, outcome, text });
      },
      onConfirmed: (utterance, onsetMs) => {
        this.#learnFromEarlyAnswer(utterance, onsetMs);
        core.cutAll(core.nowMs());
        this.answering.abort();
        this.#isCutOff = true;
      },
      onSpeechForgotten: () => {
        this.#isIgnoring = this.#parts.listening.isSpeaking;
        this.turnTaking.drop();
      },
    });
  }

  #onTurn(turn: CallerTurn): void {
    const { core, saying, onCallerSpoke } = this.#parts;
    const nowMs = core.nowMs();
    const wasCutOff = this.#isCutOff;
    const wasBusy = this.answering.isActive || core.playout.isAudible(nowMs) || this.interruption.isOpen;
    if (!this.interruption.turnEnded(turn.text, turn.startedMs, nowMs, turn.hasKeys)) {
      this.#isCutOff = false;
      this.answering.forget();
      if (turn.text === '' && !wasBusy && (wasCutOff || turn.hadWords || turn.speechMs >= UNCLEAR_SPEECH_MS_MIN)) saying.phrase('IDLE_PROMPT', 'notUnderstood');
      return;
    }
    this.#isCutOff = false;
    onCallerSpoke();
    core.transcript.callerTurn(turn);
    this.answering.start(turn);
  }

  /** Cut in right after the first word: the turn before had been ended too early. */
  #learnFromEarlyAnswer(utterance: Utterance | undefined, onsetMs: number): void {
    const { firstSentMs, speechEndMs } = utterance?.times ?? {};
    if (firstSentMs === undefined || speechEndMs === undefined || onsetMs - firstSentMs > CALL_LIMITS.earlyAnswerMs) return;
    this.turnTaking.learnPause(onsetMs - speechEndMs);
  }
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

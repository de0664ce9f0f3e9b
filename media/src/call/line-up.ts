import type { OpenedCall } from '@parley/plugin-host';
import { Answering } from '../stages/answering.js';
import { AudioRing } from '../stages/audio-ring.js';
import { Hearing } from '../stages/hearing.js';
import { Interruption } from '../stages/interruption.js';
import type { Listening } from '../stages/listening.js';
import type { CallerTurn } from '../stages/open-turn.js';
import type { Saying } from '../stages/saying.js';
import { createSpeaker } from '../stages/speaking.js';
import { thinkFrame } from '../stages/thinking.js';
import { noTools, runTool } from '../stages/tools.js';
import { TurnTaking } from '../stages/turn-taking.js';
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
  /** Written, and waiting for the words that were spoken before. */
  #typed: readonly CallerTurn[] = [];
  /** The turn that was answered last was written. */
  #isTypedAnswered = false;

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

  /**
   * What the caller wrote: turns that are complete, answered together. The agent gives way at once; words that were being
   * spoken come before them, as a turn of their own.
   */
  typed(turns: readonly CallerTurn[]): void {
    const { core } = this.#parts;
    this.interruption.typed(turns.map(({ text }) => text).join(' '), core.nowMs());
    this.#isCutOff = false;
    const { listening } = this.#parts;
    // Sound that has given no words so far is not what the caller has to say, and must not hold the answer back.
    this.#isIgnoring = listening.isSpeaking && this.turnTaking.text === '';
    this.#typed = turns;
    const isWaiting = this.#finishTurn('the caller wrote', CALL_LIMITS.spokenBeforeTypedMsMax, (spoken) => {
      if (spoken.text !== '') this.#note(spoken);
      this.#answerTyped(core.nowMs());
    });
    if (!this.#isIgnoring) this.#cutSpeech();
    if (!isWaiting) this.#answerTyped();
  }

  /** Nothing further is heard: what was said until now is the caller's turn. */
  hold(): void {
    this.#isIgnoring = false;
    this.#finishTurn('the call was put on hold', CALL_LIMITS.finalTranscriptMsMax, (turn) => this.#onTurn(turn));
    this.#cutSpeech();
  }

  /** Speech that runs ends here; where it goes on, it counts anew. */
  #cutSpeech(): void {
    this.#parts.listening.reset();
    this.interruption.speechPaused(this.#parts.core.nowMs());
  }

  #finishTurn(reason: string, finalMsMax: number, onTurn: (turn: CallerTurn) => void): boolean {
    const { core, listening } = this.#parts;
    const { turnIndex } = this.turnTaking;
    const speechMs = listening.speechMs;
    if (turnIndex !== undefined && listening.isSpeaking) core.transcript.event('speech-ended', { turnIndex, speechMs: Math.round(speechMs) });
    return this.turnTaking.finish(reason, speechMs, finalMsMax, onTurn);
  }

  /** `finalMs`: when the last words before them came, where those were waited for. */
  #answerTyped(finalMs?: number): void {
    const { core, onCallerSpoke } = this.#parts;
    const turns = this.#typed;
    const last = turns.at(-1)!;
    this.#typed = [];
    for (const turn of turns.slice(0, -1)) this.#note(turn);
    core.transcript.callerTurn(last);
    if (core.state !== 'ACTIVE') return;
    this.#isTypedAnswered = true;
    onCallerSpoke();
    this.answering.start({ ...last, finalMs: finalMs ?? last.finalMs });
  }

  /** What the caller said or wrote, and was not answered when the call ended. */
  takeOpen(): CallerTurn[] {
    return [...this.turnTaking.takeOpen(), ...this.#typed];
  }

  /** A turn that is not answered by itself. */
  #note(turn: CallerTurn): void {
    this.#parts.core.transcript.callerTurn(turn);
    this.#parts.core.conversation.addCaller(turn.text);
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
        if (core.playout.isAudible(core.nowMs()) || this.interruption.isOpen || core.isHeld) return false;
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
        if (onsetMs !== undefined) this.#learnFromEarlyAnswer(utterance, onsetMs);
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
    if (core.state !== 'ACTIVE') {
      if (turn.text !== '') core.transcript.callerTurn(turn);
      return;
    }
    const wasCutOff = this.#isCutOff;
    const wasBusy = this.answering.isActive || core.playout.isAudible(nowMs) || this.interruption.isOpen;
    if (!this.interruption.turnEnded(turn.text, turn.startedMs, nowMs, turn.hasKeys)) {
      this.#isCutOff = false;
      this.answering.forget();
      if (turn.text === '' && !wasBusy && !core.isHeld && (wasCutOff || turn.hadWords || turn.speechMs >= UNCLEAR_SPEECH_MS_MIN)) saying.phrase('IDLE_PROMPT', 'notUnderstood');
      return;
    }
    this.#isCutOff = false;
    onCallerSpoke();
    core.transcript.callerTurn(turn);
    this.#isTypedAnswered = false;
    this.answering.start(turn);
  }

  /** Cut in right after the first word: the turn before had been ended too early. */
  #learnFromEarlyAnswer(utterance: Utterance | undefined, onsetMs: number): void {
    const { firstSentMs, speechEndMs } = utterance?.times ?? {};
    if (this.#isTypedAnswered || firstSentMs === undefined || speechEndMs === undefined || onsetMs - firstSentMs > CALL_LIMITS.earlyAnswerMs) return;
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

import type { TurnTaking as TurnTakingNumbers } from '@parley/media-contract';
import type { Timer, TurnProvider, TurnVerdict } from '@parley/plugin-host';
import { CALL_LIMITS } from '../call/limits.js';
import type { Hearing, Words } from './hearing.js';
import { decideWait, PauseMemory, type WaitDecision } from './turn-rules.js';

/** The caller's turn, complete. Times in milliseconds of the process clock. */
export interface CallerTurn {
  readonly turnIndex: number;
  readonly text: string;
  readonly confidence: number | undefined;
  readonly startedMs: number;
  readonly speechEndMs: number;
  readonly speechMs: number;
  readonly decidedMs: number;
  /** When it would have been decided had nothing been late. */
  readonly decisionDueMs: number;
  readonly waitMs: number;
  readonly finalMs: number;
  readonly isSpeculationHit: boolean;
  /** There were words at some time, though the final transcript may be empty. */
  readonly hadWords: boolean;
  /** Keys were pressed in it. */
  readonly hasKeys: boolean;
}

export interface TurnTakingOptions {
  readonly numbers: TurnTakingNumbers;
  readonly detector: TurnProvider;
  readonly language: string;
  readonly hearing: Hearing;
  readonly nowMs: () => number;
  readonly after: (delayMs: number, callback: () => void) => Timer;
  readonly onError: (error: unknown) => void;
  readonly takeTurnIndex: () => number;
  readonly agentText: () => string;
  readonly hasAgentSpokenSince: (timeMs: number) => boolean;
  /** The last audio of the turn, for detectors that listen. */
  readonly audio: (sinceMs: number) => { readonly samples: Int16Array; readonly sampleRateHz: number } | undefined;
  readonly onSpeechStarted: (turnIndex: number) => void;
  readonly onWords: (turnIndex: number, text: string, kind: Exclude<Words['kind'], 'LOST'>) => void;
  /** The turn reads as complete, but the wait goes on: words may be prepared. */
  readonly onLikelyComplete: (turnIndex: number, text: string, speechMs: number) => void;
  readonly onDecided: (turnIndex: number, decision: WaitDecision, waitedMs: number, isSpeculationHit: boolean) => void;
  readonly onTurn: (turn: CallerTurn) => void;
}

interface OpenTurn {
  readonly turnIndex: number;
  readonly startedMs: number;
  speechEndMs: number;
  speechMs: number;
  /** Words by segment, in the order of speech. */
  readonly texts: Map<number, string>;
  readonly finals: Set<number>;
  isSpeaking: boolean;
  hadWords: boolean;
  isSpeculationHit: boolean;
  confidence: number | undefined;
  decision: WaitDecision | undefined;
  decisionDueMs: number;
  decidedMs: number | undefined;
  speechRun: number;
}

/** Decides when the caller's turn is over. The rules are in turn-rules.ts; this keeps the timers and the words. */
export class TurnTaking {
  readonly #options: TurnTakingOptions;
  readonly #memory: PauseMemory;
  #turn: OpenTurn | undefined;
  #timer: Timer | undefined;
  #finalTimer: Timer | undefined;
  #prediction: AbortController | undefined;

  constructor(options: TurnTakingOptions) {
    this.#options = options;
    this.#memory = new PauseMemory(options.numbers);
  }

  get turnIndex(): number | undefined {
    return this.#turn?.turnIndex;
  }

  get text(): string {
    return this.#turn ? joined(this.#turn) : '';
  }

  /** Decided, and waiting for the last words. */
  get isDecided(): boolean {
    return this.#turn?.decidedMs !== undefined;
  }

  get decidedMs(): number | undefined {
    return this.#turn?.decidedMs;
  }

  get speechEndMs(): number | undefined {
    return this.#turn?.speechEndMs;
  }

  /** Speech began or went on. It cancels the timer and joins the turn that is open, also one that waits for its last words. */
  speechStarted(onsetMs: number, segmentId: number): void {
    this.#stopWaiting();
    let turn = this.#turn;
    if (turn) {
      // A pause that the question explains says nothing about the caller, nor does one in which the agent spoke.
      if (turn.decision?.verdict?.waitMs === undefined && !this.#options.hasAgentSpokenSince(turn.speechEndMs)) this.#memory.learn(onsetMs - turn.speechEndMs);
      turn.decidedMs = undefined;
      turn.decision = undefined;
    } else {
      turn = openTurn(this.#options.takeTurnIndex(), onsetMs);
      this.#turn = turn;
      this.#options.onSpeechStarted(turn.turnIndex);
    }
    turn.isSpeaking = true;
    turn.speechRun++;
    if (!turn.texts.has(segmentId)) turn.texts.set(segmentId, '');
  }

  /** Speech goes on in another segment, since the one before had become too long. */
  joinSegment(segmentId: number): void {
    this.#turn?.texts.set(segmentId, '');
  }

  speechPaused(endMs: number, speechMs: number): void {
    const turn = this.#turn;
    if (!turn) return;
    turn.isSpeaking = false;
    turn.speechEndMs = endMs;
    turn.speechMs += speechMs;
    this.#options.hearing.speechPaused();
    const run = turn.speechRun;
    // Without a transcript there is nothing to judge; without a verdict, only the plain rules.
    this.#wait(endMs + this.#options.numbers.incompleteWaitMs, () => this.#decide(turn, decideWait(joined(turn), undefined, this.#options.numbers, this.#memory)));
    if (joined(turn) !== '') this.#judge(turn, run);
  }

  words(words: Words): void {
    const turn = this.#turn;
    if (!turn?.texts.has(words.segmentId)) return;
    if (turn.finals.has(words.segmentId)) return;
    if (words.kind === 'LOST') turn.finals.add(words.segmentId);
    else {
      this.#note(turn, words);
      this.#options.onWords(turn.turnIndex, joined(turn), words.kind);
      if (this.#turn !== turn) return;
    }
    if (turn.decidedMs !== undefined) this.#completeIfReady(turn);
    else if (!turn.isSpeaking && words.kind !== 'PARTIAL') this.#judge(turn, turn.speechRun);
  }

  #note(turn: OpenTurn, words: Words): void {
    turn.texts.set(words.segmentId, words.text.trim());
    if (words.text.trim() !== '') turn.hadWords = true;
    if (words.confidence !== undefined) turn.confidence = words.confidence;
    if (words.kind !== 'FINAL') return;
    turn.finals.add(words.segmentId);
    turn.isSpeculationHit = words.isSpeculationHit === true;
  }

  /** Keys are words too: they end the turn that is open, or make one. */
  digits(text: string): void {
    const nowMs = this.#options.nowMs();
    const turn = this.#turn ??= openTurn(this.#options.takeTurnIndex(), nowMs);
    const key = -1 - turn.texts.size;
    turn.texts.set(key, text);
    turn.finals.add(key);
    turn.speechEndMs = Math.max(turn.speechEndMs, nowMs);
    this.#decide(turn, { waitMs: 0, reason: 'keys were pressed', isComplete: true, isFallback: false, verdict: undefined });
  }

  /** The caller cut in because the agent had answered too early. */
  learnPause(pauseMs: number): void {
    this.#memory.learn(pauseMs);
  }

  /** Forgets the turn: noise, or a word that wanted no answer. */
  drop(): void {
    this.#stopWaiting();
    this.#turn = undefined;
    this.#options.hearing.discard();
  }

  /** The turn that was running when the call ended, where it has words. */
  takeOpen(): CallerTurn | undefined {
    const turn = this.#turn;
    this.close();
    return turn && joined(turn) !== '' ? this.#asTurn(turn) : undefined;
  }

  close(): void {
    this.#stopWaiting();
    this.#turn = undefined;
  }

  #wait(dueMs: number, callback: () => void): void {
    this.#timer?.cancel();
    this.#timer = this.#options.after(dueMs - this.#options.nowMs(), callback);
  }

  #stopWaiting(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#finalTimer?.cancel();
    this.#finalTimer = undefined;
    this.#prediction?.abort();
    this.#prediction = undefined;
  }

  /** Asks the detector about the words so far; the plain delay stands until it answers. */
  #judge(turn: OpenTurn, run: number): void {
    const { numbers, detector, language, onError } = this.#options;
    const text = joined(turn);
    const plain = decideWait(text, undefined, numbers, this.#memory);
    this.#arm(turn, plain);
    if (text === '') return;
    this.#prediction?.abort();
    const prediction = new AbortController();
    this.#prediction = prediction;
    const audio = detector.abilities.needsAudio ? this.#options.audio(turn.startedMs) : undefined;
    const answer = (verdict: TurnVerdict | undefined): void => {
      if (prediction.signal.aborted || this.#turn !== turn || turn.speechRun !== run || turn.decidedMs !== undefined) return;
      const decision = decideWait(text, verdict, numbers, this.#memory);
      turn.decision = decision;
      this.#arm(turn, decision);
      if (decision.isComplete && turn.decidedMs === undefined) this.#options.onLikelyComplete(turn.turnIndex, text, turn.speechMs);
    };
    const request = { transcript: text, agentText: this.#options.agentText(), language, signal: prediction.signal, ...(audio ? { audio } : {}) };
    detector.predict(request).then(answer, () => answer(undefined)).catch(onError);
  }

  #arm(turn: OpenTurn, decision: WaitDecision): void {
    const dueMs = turn.speechEndMs + decision.waitMs;
    turn.decisionDueMs = Math.max(dueMs, this.#options.nowMs());
    this.#wait(dueMs, () => this.#decide(turn, decision));
  }

  #decide(turn: OpenTurn, decision: WaitDecision): void {
    if (this.#turn !== turn) return;
    this.#stopWaiting();
    const nowMs = this.#options.nowMs();
    turn.decision = decision;
    turn.decidedMs = nowMs;
    if (decision.verdict === undefined && turn.decisionDueMs === 0) turn.decisionDueMs = nowMs;
    const segment = this.#options.hearing.commit();
    const isHit = segment === undefined ? turn.isSpeculationHit : turn.texts.get(segment) !== '';
    this.#options.onDecided(turn.turnIndex, decision, nowMs - turn.speechEndMs, isHit);
    this.#finalTimer = this.#options.after(CALL_LIMITS.finalTranscriptMsMax, () => this.#complete(turn));
    this.#completeIfReady(turn);
  }

  #completeIfReady(turn: OpenTurn): void {
    for (const segmentId of turn.texts.keys()) if (!turn.finals.has(segmentId)) return;
    this.#complete(turn);
  }

  /** The turn is taken with the best words there are. */
  complete(): void {
    if (this.#turn?.decidedMs !== undefined) this.#complete(this.#turn);
  }

  #complete(turn: OpenTurn): void {
    if (this.#turn !== turn || turn.decidedMs === undefined) return;
    this.#stopWaiting();
    this.#turn = undefined;
    this.#options.onTurn(this.#asTurn(turn));
  }

  #asTurn(turn: OpenTurn): CallerTurn {
    const nowMs = this.#options.nowMs();
    const decidedMs = turn.decidedMs ?? nowMs;
    return {
      turnIndex: turn.turnIndex, text: joined(turn), confidence: turn.confidence, startedMs: turn.startedMs, speechEndMs: turn.speechEndMs,
      speechMs: turn.speechMs, decidedMs, decisionDueMs: Math.min(turn.decisionDueMs, decidedMs), waitMs: turn.decision?.waitMs ?? 0,
      finalMs: nowMs, isSpeculationHit: turn.isSpeculationHit, hadWords: turn.hadWords, hasKeys: Array.from(turn.texts.keys()).some((key) => key < 0),
    };
  }
}

function openTurn(turnIndex: number, startedMs: number): OpenTurn {
  return {
    turnIndex, startedMs, speechEndMs: startedMs, speechMs: 0, texts: new Map(), finals: new Set(), isSpeaking: false, hadWords: false, isSpeculationHit: false,
    confidence: undefined, decision: undefined, decisionDueMs: 0, decidedMs: undefined, speechRun: 0,
  };
}

function joined(turn: OpenTurn): string {
  let text = '';
  for (const part of turn.texts.values()) if (part !== '') text += text === '' ? part : ` ${part}`;
  return text;
}

import type { TurnTaking as TurnTakingNumbers } from '@parley/media-contract';
import type { Timer, TurnProvider, TurnVerdict } from '@parley/plugin-host';
import { CALL_LIMITS } from '../call/limits.js';
import { ClosingTurns } from './closing-turns.js';
import type { Hearing, Words } from './hearing.js';
import { asCallerTurn, hasAllWords, joined, noteWords, openTurn, type CallerTurn, type OpenTurn } from './open-turn.js';
import { decideWait, PauseMemory, type WaitDecision } from './turn-rules.js';

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

/** Decides when the caller's turn is over. The rules are in turn-rules.ts; this keeps the timers and the words. */
export class TurnTaking {
  readonly #options: TurnTakingOptions;
  readonly #memory: PauseMemory;
  readonly #closing: ClosingTurns;
  #turn: OpenTurn | undefined;
  #timer: Timer | undefined;
  #finalTimer: Timer | undefined;
  #prediction: AbortController | undefined;

  constructor(options: TurnTakingOptions) {
    this.#options = options;
    this.#memory = new PauseMemory(options.numbers);
    this.#closing = new ClosingTurns(options.nowMs, options.after);
  }

  get turnIndex(): number | undefined {
    return this.#turn?.turnIndex;
  }

  get text(): string {
    const turn = this.#latest;
    return turn ? joined(turn) : '';
  }

  get decidedMs(): number | undefined {
    return this.#latest?.decidedMs;
  }

  get isDecided(): boolean {
    return this.#turn?.decidedMs !== undefined || this.isFinishing;
  }

  /** A turn that is decided, and waits for its last words. */
  get decided(): { readonly speechEndMs: number; readonly decidedMs: number } | undefined {
    const turn = this.#turn?.decidedMs === undefined ? this.#closing.latest : this.#turn;
    return turn && { speechEndMs: turn.speechEndMs, decidedMs: turn.decidedMs! };
  }

  /** A turn was {@link finish}ed, and its last words have not come. */
  get isFinishing(): boolean {
    return this.#closing.latest !== undefined;
  }

  get #latest(): OpenTurn | undefined {
    return this.#turn ?? this.#closing.latest;
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
    if (!turn?.texts.has(words.segmentId)) {
      this.#closing.words(words);
      return;
    }
    if (turn.finals.has(words.segmentId)) return;
    noteWords(turn, words);
    if (words.kind !== 'LOST') this.#options.onWords(turn.turnIndex, joined(turn), words.kind);
    if (this.#turn !== turn) return;
    if (turn.decidedMs !== undefined) this.#completeIfReady(turn);
    else if (!turn.isSpeaking && words.kind !== 'PARTIAL') this.#judge(turn, turn.speechRun);
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

  /**
   * The turn is over here, whatever is said next: `onTurn` gets it with its last words, in place of the usual one. False
   * where no turn is open. Speech that runs has lasted `speechMs`.
   */
  finish(reason: string, speechMs: number, finalMsMax: number, onTurn: (turn: CallerTurn) => void): boolean {
    const turn = this.#turn;
    if (!turn) return false;
    if (turn.isSpeaking) {
      turn.speechEndMs = this.#options.nowMs();
      turn.speechMs += speechMs;
    }
    if (turn.decidedMs === undefined) this.#noteDecision(turn, { waitMs: Math.max(0, this.#options.nowMs() - turn.speechEndMs), reason, isComplete: true, isFallback: false, verdict: undefined });
    this.#stopWaiting();
    this.#turn = undefined;
    this.#closing.add(turn, finalMsMax, onTurn);
    return true;
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

  /** The turns that had not been told when the call ended, as far as they have words. */
  takeOpen(): CallerTurn[] {
    const turns = this.#closing.takeAll();
    const turn = this.#turn;
    this.close();
    return turn && joined(turn) !== '' ? [...turns, asCallerTurn(turn, this.#options.nowMs())] : turns;
  }

  close(): void {
    this.#stopWaiting();
    this.#closing.close();
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
    this.#noteDecision(turn, decision);
    this.#finalTimer = this.#options.after(CALL_LIMITS.finalTranscriptMsMax, () => this.#complete(turn));
    this.#completeIfReady(turn);
  }

  #noteDecision(turn: OpenTurn, decision: WaitDecision): void {
    const nowMs = this.#options.nowMs();
    turn.decision = decision;
    turn.decidedMs = nowMs;
    if (decision.verdict === undefined && turn.decisionDueMs === 0) turn.decisionDueMs = nowMs;
    const segment = this.#options.hearing.commit();
    const isHit = segment === undefined ? turn.isSpeculationHit : turn.texts.get(segment) !== '';
    this.#options.onDecided(turn.turnIndex, decision, nowMs - turn.speechEndMs, isHit);
  }

  #completeIfReady(turn: OpenTurn): void {
    if (hasAllWords(turn)) this.#complete(turn);
  }

  /** Turns that are decided are taken with the best words there are. */
  complete(): void {
    this.#closing.completeAll();
    if (this.#turn?.decidedMs !== undefined) this.#complete(this.#turn);
  }

  #complete(turn: OpenTurn): void {
    if (this.#turn !== turn || turn.decidedMs === undefined) return;
    this.#stopWaiting();
    this.#turn = undefined;
    this.#options.onTurn(asCallerTurn(turn, this.#options.nowMs()));
  }
}

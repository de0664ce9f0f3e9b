import { isProviderError, type Clock, type LlmProvider, type LlmToolCall, type Timer } from '@parley/plugin-host';
import type { CallEventPayload } from '@parley/media-contract';
import { CALL_LIMITS } from '../call/limits.js';
import type { Conversation } from './conversation.js';
import { phraseTexts } from './phrase-texts.js';
import type { Playout } from './playout.js';
import type { Speaker } from './speaking.js';
import { Speculation, think, type ThinkEnd, type ThinkFrame } from './thinking.js';
import type { ToolResult } from './tools.js';
import type { CallerTurn } from './turn-taking.js';
import type { Utterance } from './utterance.js';

export interface AnsweringOptions {
  readonly llm: LlmProvider;
  readonly frame: ThinkFrame;
  readonly conversation: Conversation;
  readonly playout: Playout;
  readonly clock: Clock;
  readonly after: (delayMs: number, callback: () => void) => Timer;
  readonly openAnswer: (turn: CallerTurn) => Utterance;
  readonly createSpeaker: (utterance: Utterance) => Speaker;
  readonly runTool: (call: LlmToolCall) => Promise<ToolResult>;
  readonly onToolCalled: (payload: CallEventPayload<'tool-called'>) => void;
  /** A tool keeps the caller waiting. */
  readonly onSlowTool: () => void;
  /** All audio is with the playout. */
  readonly onComplete: (utterance: Utterance, end: ThinkEnd) => void;
  /** It broke off after the caller had heard some of it. */
  readonly onBrokenOff: (utterance: Utterance, error: unknown) => void;
  /** No further attempt can help. */
  readonly onHopeless: (error: unknown) => void;
  readonly onError: (error: unknown) => void;
}

interface Job {
  readonly turn: CallerTurn;
  utterance: Utterance | undefined;
  retryTimer: Timer | undefined;
  tries: number;
}

/** Makes the agent's answer to a turn: thinks and speaks at the same time, and tries again where nothing was heard yet. */
export class Answering {
  readonly #options: AnsweringOptions;
  #job: Job | undefined;
  #speculation: Speculation | undefined;
  #speculationTurn = 0;
  #speculationTries = 0;
  hits = 0;
  misses = 0;

  constructor(options: AnsweringOptions) {
    this.#options = options;
  }

  /** An answer is owed, or not yet complete. */
  get isActive(): boolean {
    return this.#job !== undefined;
  }

  get utterance(): Utterance | undefined {
    return this.#job?.utterance;
  }

  get turn(): CallerTurn | undefined {
    return this.#job?.turn;
  }

  /** Prepares words while the end of the turn is still being waited for. */
  speculate(turnIndex: number, text: string, speechMs: number): void {
    if (turnIndex !== this.#speculationTurn) this.#speculationTries = 0;
    this.#speculationTurn = turnIndex;
    const { conversation, llm, frame } = this.#options;
    if (this.#job || speechMs > CALL_LIMITS.speculationSpeechMsMax || this.#speculationTries >= CALL_LIMITS.speculationTriesMax) return;
    const contextKey = JSON.stringify(conversation.messages());
    if (this.#speculation?.fits(text, contextKey)) return;
    this.forget();
    this.#speculationTries++;
    this.#speculation = new Speculation(text, contextKey, llm, frame, conversation.messagesWith(text));
  }

  /** What was prepared is of no use. */
  forget(): void {
    if (!this.#speculation) return;
    this.misses++;
    this.#speculation.abort();
    this.#speculation = undefined;
  }

  /** Answers a turn; an answer that is being made is given up by its epoch, not here. */
  start(turn: CallerTurn): void {
    const contextKey = JSON.stringify(this.#options.conversation.messages());
    const prepared = this.#speculation?.fits(turn.text, contextKey) ? this.#speculation : undefined;
    if (prepared) this.hits++;
    else this.forget();
    this.#speculation = undefined;
    this.#options.conversation.addCaller(turn.text);
    const job: Job = { turn, utterance: undefined, retryTimer: undefined, tries: 0 };
    this.#job = job;
    this.#attempt(job, prepared);
  }

  /** Throws the attempt away and begins another, unless some of it was heard. */
  failOver(): void {
    const job = this.#job;
    if (!job) return;
    this.#giveUp(job, undefined, 0);
  }

  /** The epoch of the answer has ended. */
  abort(): void {
    this.#job?.retryTimer?.cancel();
    this.#job = undefined;
    this.forget();
  }

  #attempt(job: Job, prepared: Speculation | undefined): void {
    const { clock, openAnswer, onError } = this.#options;
    const utterance = openAnswer(job.turn);
    job.utterance = utterance;
    job.tries++;
    utterance.times.thinkStartMs = clock.nowMs();
    this.#run(job, utterance, prepared).catch(onError);
  }

  async #run(job: Job, utterance: Utterance, prepared: Speculation | undefined): Promise<void> {
    const { llm, frame, conversation, playout, createSpeaker, onComplete } = this.#options;
    const { signal } = utterance.epoch;
    const speaker = createSpeaker(utterance);
    const thinking = think({
      llm, frame, signal, messages: () => conversation.messages(utterance), prepared: prepared?.take(signal),
      refusal: phraseTexts(frame.language).cannotHelp[0]!, onText: (text) => speaker.push(text), runTools: (calls) => this.#runTools(utterance, calls),
    }).finally(() => speaker.end());
    try {
      const [end] = await Promise.all([thinking, speaker.run()]);
      if (signal.aborted || this.#job !== job) return;
      if (utterance.totalSamples === 0) throw new Error('the answer had nothing to say');
      this.#job = undefined;
      playout.finish(utterance);
      onComplete(utterance, end);
    } catch (error) {
      if (!signal.aborted && this.#job === job) this.#giveUp(job, error, CALL_LIMITS.generateRetryMs * 2 ** (job.tries - 1));
    }
  }

  #giveUp(job: Job, error: unknown, retryMs: number): void {
    const { playout, after, onBrokenOff, onHopeless } = this.#options;
    const { utterance } = job;
    job.utterance = undefined;
    job.retryTimer?.cancel();
    if (utterance) {
      const wasHeard = utterance.sentSamples > 0;
      utterance.epoch.end();
      playout.truncate(utterance);
      if (wasHeard) {
        this.#job = undefined;
        onBrokenOff(utterance, error);
        return;
      }
    }
    if (isProviderError(error) && !error.isRetryable) {
      this.#job = undefined;
      onHopeless(error);
      return;
    }
    job.retryTimer = after(retryMs, () => { if (this.#job === job) this.#attempt(job, undefined); });
  }

  async #runTools(utterance: Utterance, calls: readonly LlmToolCall[]): Promise<void> {
    const { conversation, clock, after, runTool, onToolCalled, onSlowTool } = this.#options;
    const addResult = conversation.addTools(utterance, calls);
    const startedMs = clock.nowMs();
    const timer = after(CALL_LIMITS.toolFillerMs, () => { if (utterance.epoch.isAlive) onSlowTool(); });
    try {
      await Promise.all(calls.map(async (call) => {
        const result = await runTool(call);
        addResult(call.id, result.resultJson);
        onToolCalled({
          toolCallId: call.id, name: call.name, argumentsJson: call.argumentsJson, resultJson: result.resultJson, durationMs: clock.nowMs() - startedMs,
          ...(result.error === undefined ? {} : { error: result.error }),
        });
      }));
    } finally {
      timer.cancel();
    }
  }
}

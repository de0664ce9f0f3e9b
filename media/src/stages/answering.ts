import { isProviderError, type Clock, type LlmProvider, type LlmToolCall, type Timer } from '@parley/plugin-host';
import type { CallEventPayload } from '@parley/media-contract';
import { CALL_LIMITS } from '../call/limits.js';
import type { Conversation } from './conversation.js';
import type { CallerTurn } from './open-turn.js';
import { phraseTexts } from './phrase-texts.js';
import type { Playout } from './playout.js';
import type { Speaker } from './speaking.js';
import { Speculation, think, type ThinkEnd, type ThinkFrame } from './thinking.js';
import type { ToolResult } from './tools.js';
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
  /** A tool keeps the caller waiting. Answers false where the agent still talks, or is held. */
  readonly onSlowTool: () => boolean;
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
  speaker: Speaker | undefined;
  retryTimer: Timer | undefined;
  tries: number;
  /** When the first attempt began to think. */
  thinkStartMs: number | undefined;
  toolsRunning: number;
  /** When the last of its tools was done. */
  toolsEndedMs: number | undefined;
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

  /** Tools of the answer are at work; they have their own limit of time. */
  get isRunningTools(): boolean {
    return (this.#job?.toolsRunning ?? 0) > 0;
  }

  get toolsEndedMs(): number | undefined {
    return this.#job?.toolsEndedMs;
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
    const job: Job = { turn, utterance: undefined, speaker: undefined, retryTimer: undefined, tries: 0, thinkStartMs: undefined, toolsRunning: 0, toolsEndedMs: undefined };
    this.#job = job;
    this.#attempt(job, prepared);
  }

  /**
   * Throws the attempt away and begins another, unless some of it was heard. Words that are there are not generated anew
   * because the voice is late: its route changes voices by itself. Nor are tools run twice.
   */
  failOver(): void {
    const job = this.#job;
    if (!job || job.toolsRunning > 0 || job.speaker?.isOwedByVoice === true) return;
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
    job.thinkStartMs ??= clock.nowMs();
    utterance.times.thinkStartMs = job.thinkStartMs;
    this.#run(job, utterance, prepared).catch(onError);
  }

  async #run(job: Job, utterance: Utterance, prepared: Speculation | undefined): Promise<void> {
    const { llm, frame, conversation, playout, createSpeaker, onComplete, onBrokenOff } = this.#options;
    const { signal } = utterance.epoch;
    const speaker = createSpeaker(utterance);
    job.speaker = speaker;
    let failure: unknown;
    const thinking = think({
      llm, frame, signal, messages: () => conversation.messages(utterance), prepared: prepared?.take(signal),
      refusal: phraseTexts(frame.language).cannotHelp[0]!, onText: (text) => speaker.push(text), runTools: (calls) => this.#runTools(job, utterance, calls),
    }).catch((error: unknown): ThinkEnd => {
      // Where the caller hears it already, it is spoken to the last word that was written.
      if (utterance.sentSamples === 0) throw error;
      failure = error ?? new Error('the answer broke off');
      return 'stop';
    }).finally(() => speaker.end());
    try {
      const [end] = await Promise.all([thinking, speaker.run()]);
      if (signal.aborted || this.#job !== job) return;
      if (utterance.totalSamples === 0) throw new Error('the answer had nothing to say');
      this.#job = undefined;
      playout.finish(utterance);
      if (failure === undefined) onComplete(utterance, end);
      else onBrokenOff(utterance, failure);
    } catch (error) {
      if (!signal.aborted && this.#job === job) this.#giveUp(job, error, CALL_LIMITS.generateRetryMs * 2 ** (job.tries - 1));
    }
  }

  #giveUp(job: Job, error: unknown, retryMs: number): void {
    const { playout, after, onBrokenOff, onHopeless } = this.#options;
    const { utterance } = job;
    const isHopeless = isProviderError(error) && !error.isRetryable;
    job.utterance = undefined;
    job.speaker = undefined;
    job.retryTimer?.cancel();
    if (utterance) {
      const wasHeard = utterance.sentSamples > 0;
      utterance.epoch.end();
      playout.truncate(utterance);
      if (wasHeard && !isHopeless) {
        this.#job = undefined;
        onBrokenOff(utterance, error);
        return;
      }
    }
    if (isHopeless) {
      this.#job = undefined;
      onHopeless(error);
      return;
    }
    job.retryTimer = after(retryMs, () => { if (this.#job === job) this.#attempt(job, undefined); });
  }

  async #runTools(job: Job, utterance: Utterance, calls: readonly LlmToolCall[]): Promise<void> {
    const { conversation, clock, after, runTool, onToolCalled, onSlowTool } = this.#options;
    const addResult = conversation.addTools(utterance, calls);
    const startedMs = clock.nowMs();
    const fill = (): void => {
      // While the agent still talks nobody waits; the phrase comes when it stops.
      if (utterance.epoch.isAlive && !onSlowTool()) timer = after(CALL_LIMITS.toolFillerMs / 2, fill);
    };
    let timer = after(CALL_LIMITS.toolFillerMs, fill);
    job.toolsRunning++;
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
      job.toolsRunning--;
      job.toolsEndedMs = clock.nowMs();
    }
  }
}

import { ProviderError, type LlmEvent, type LlmMessage, type LlmProvider, type LlmRequest, type LlmToolCall } from '@parley/plugin-host';
import type { PlanAgent } from '@parley/media-contract';
import { CALL_LIMITS } from '../call/limits.js';

export type ThinkEnd = Extract<LlmEvent, { type: 'end' }>['reason'];

/** The part of a request that stays the same for the whole call. */
export type ThinkFrame = Pick<LlmRequest, 'instructions' | 'agentName' | 'language' | 'tools' | 'documents'>;

/** Documents go along as they are where the provider takes them, else into the instructions. */
export function thinkFrame(agent: PlanAgent, llm: LlmProvider): ThinkFrame {
  const { takesDocuments, hasTools } = llm.abilities;
  const knowledge = agent.knowledge.map((document) => `## ${document.title}\n${document.text}`).join('\n\n');
  return {
    instructions: takesDocuments || knowledge === '' ? agent.instructions : `${agent.instructions}\n\n# What you know\n\n${knowledge}`,
    agentName: agent.name,
    language: agent.language,
    tools: hasTools ? agent.tools : [],
    documents: takesDocuments ? agent.knowledge : [],
  };
}

export interface ThinkOptions {
  readonly llm: LlmProvider;
  readonly frame: ThinkFrame;
  readonly signal: AbortSignal;
  /** The messages of the first round, and of each round after tools. */
  readonly messages: () => readonly LlmMessage[];
  /** Words prepared before the turn was decided, for the first round. */
  readonly prepared: AsyncIterable<LlmEvent> | undefined;
  /** Said where the provider refuses to answer. */
  readonly refusal: string;
  readonly onText: (text: string) => void;
  /** Runs the calls; resolves when all results are in the context. */
  readonly runTools: (calls: readonly LlmToolCall[]) => Promise<void>;
}

/** Streams one answer, with as many rounds as its tools need. Rejects where nothing could be generated. */
export async function think(options: ThinkOptions): Promise<ThinkEnd> {
  let characters = 0;
  let prepared = options.prepared;
  for (let round = 0; ; round++) {
    const calls: LlmToolCall[] = [];
    let end: ThinkEnd | undefined;
    let isNewRound = characters > 0;
    const isLastRound = round === CALL_LIMITS.toolRoundsMax;
    const frame = isLastRound ? { ...options.frame, tools: [] } : options.frame;
    const events = prepared ?? options.llm.generate({ ...frame, messages: options.messages(), isSpeculative: false, signal: options.signal });
    prepared = undefined;
    for await (const event of events) {
      if (options.signal.aborted) return 'stop';
      if (event.type === 'text-delta') {
        characters += event.text.length;
        if (characters > CALL_LIMITS.generatedCharactersMax) return 'length';
        // What is said after a tool is a new sentence, also where the model sends no space.
        options.onText(isNewRound && !/^\s/.test(event.text) ? ` ${event.text}` : event.text);
        isNewRound = false;
      } else if (event.type === 'tool-call') calls.push(event.call);
      else if (event.type === 'end') end = event.reason;
    }
    if (options.signal.aborted) return 'stop';
    if (calls.length > 0 && !isLastRound) {
      await options.runTools(calls);
      if (options.signal.aborted) return 'stop';
      continue;
    }
    if (characters === 0 && end === 'content-filter') {
      options.onText(options.refusal);
      return end;
    }
    if (characters === 0) throw new ProviderError('vendor-fault', 'the answer had no words');
    return end ?? 'stop';
  }
}

function wordsOf(text: string): string {
  const words = text.toLowerCase().replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ').trim();
  return words === '' ? text : words;
}

/** An answer that is prepared while the caller may still go on: words only, its tools wait until it is kept. */
export class Speculation {
  readonly #controller = new AbortController();
  readonly #events: LlmEvent[] = [];
  #isDone = false;
  #failure: unknown;
  #wake: (() => void) | undefined;

  constructor(readonly text: string, readonly contextKey: string, llm: LlmProvider, frame: ThinkFrame, messages: readonly LlmMessage[]) {
    void this.#fill(llm.generate({ ...frame, messages, isSpeculative: true, signal: this.#controller.signal }));
  }

  /** Whether it is the answer to this: the same words, whatever their punctuation and case, in the same context. */
  fits(text: string, contextKey: string): boolean {
    return this.#failure === undefined && wordsOf(this.text) === wordsOf(text) && this.contextKey === contextKey;
  }

  abort(): void {
    this.#controller.abort();
    this.#wake?.();
  }

  /** What was prepared and what follows, for the one who keeps it. Ends early when `signal` is aborted. */
  async *take(signal: AbortSignal): AsyncGenerator<LlmEvent> {
    const onAbort = (): void => this.abort();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      for (let index = 0; !signal.aborted;) {
        if (index < this.#events.length) yield this.#events[index++]!;
        else if (this.#isDone) break;
        else await new Promise<void>((resolve) => { this.#wake = resolve; });
      }
      if (this.#failure !== undefined && !signal.aborted) throw this.#failure;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  async #fill(events: AsyncIterable<LlmEvent>): Promise<void> {
    try {
      for await (const event of events) {
        this.#events.push(event);
        this.#wake?.();
      }
    } catch (error) {
      this.#failure = error ?? new ProviderError('vendor-fault', 'the answer failed');
    } finally {
      this.#isDone = true;
      this.#wake?.();
    }
  }
}

import { createHash } from 'node:crypto';
import { LLM_SPEC, ProviderError, toProviderError, type LlmDocument, type LlmEvent, type LlmProvider, type LlmRequest, type PluginContext } from '@parley/plugin-sdk';
import type { Hit, MeaningJob, MeaningResult, Query } from '../embedding/meaning-job.js';
import { MEANING_PRIORITY, shareMeaning, type MeaningPool } from '../embedding/meaning-pool.js';
import { answerTo, type Answer } from './answer.js';

/** Answers from documents by search and rules. No language model, and it says so. */
export async function openLlm(context: PluginContext): Promise<LlmProvider> {
  const shared = shareMeaning(context);
  const reader = new DocumentReader(shared.value);
  try {
    await shared.value.warm();
  } catch (error) {
    await shared.release();
    throw error;
  }
  return {
    spec: LLM_SPEC,
    abilities: { hasTools: true, takesDocuments: true, isLanguageModel: false, languages: ['en'] },
    prepare: async ({ documents }) => { reader.learn(documents); },
    generate: (request) => generate(request, reader),
    close: async () => await shared.release(),
  };
}

async function* generate(request: LlmRequest, reader: DocumentReader): AsyncGenerator<LlmEvent> {
  requireGoing(request.signal);
  reader.learn(request.documents);
  let answer: Answer;
  try {
    answer = await answerTo(request, { search: async (query) => await reader.search(request.documents, query, request.signal), now: new Date() });
  } catch (error) {
    requireGoing(request.signal);
    throw toProviderError(error);
  }
  requireGoing(request.signal);
  const usage = (outputTokens: number): LlmEvent => ({ type: 'usage', usage: { requests: 1, inputTokens: 0, outputTokens } });
  if (answer.type === 'tool') {
    yield { type: 'tool-call', call: { id: `call-${request.messages.length}`, name: answer.name, argumentsJson: answer.argumentsJson } };
    yield usage(0);
    yield { type: 'end', reason: 'tool-calls' };
    return;
  }
  const pieces = answer.text.match(/\S+\s*/g) ?? [];
  const allowed = pieces.slice(0, request.outputTokensMax ?? pieces.length);
  for (const text of allowed) {
    requireGoing(request.signal);
    yield { type: 'text-delta', text };
  }
  yield usage(allowed.length);
  yield { type: 'end', reason: allowed.length < pieces.length ? 'length' : answer.isGoodbye ? 'goodbye' : 'stop' };
}

function requireGoing(signal: AbortSignal): void {
  if (signal.aborted) throw new ProviderError('aborted', 'the answer is no longer wanted');
}

/** Has documents learnt once by the worker, and searched there. */
class DocumentReader {
  readonly #pool: MeaningPool;
  /** The documents of a call are one array for its whole life. */
  readonly #keys = new WeakMap<readonly LlmDocument[], string>();

  constructor(pool: MeaningPool) {
    this.#pool = pool;
  }

  /** Begins to read, so that the first question finds the documents read. */
  learn(documents: readonly LlmDocument[]): void {
    if (documents.length === 0 || this.#keys.has(documents)) return;
    const key = keyOf(documents);
    this.#keys.set(documents, key);
    this.#pool.run({ type: 'learn', key, documents: plain(documents) }, { priority: MEANING_PRIORITY.learn });
  }

  async search(documents: readonly LlmDocument[], query: Query, signal: AbortSignal): Promise<readonly Hit[]> {
    if (documents.length === 0) return [];
    this.learn(documents);
    const key = this.#keys.get(documents)!;
    const first = await this.#run({ type: 'search', key, query }, signal);
    if (first.type === 'search' && first.isKnown) return first.hits;
    await this.#run({ type: 'learn', key, documents: plain(documents) }, signal);
    const again = await this.#run({ type: 'search', key, query }, signal);
    return again.type === 'search' ? again.hits : [];
  }

  async #run(job: MeaningJob, signal: AbortSignal): Promise<MeaningResult> {
    requireGoing(signal);
    const task = this.#pool.run(job, { priority: MEANING_PRIORITY[job.type] });
    const cancel = (): void => task.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try { return await task.result; } finally { signal.removeEventListener('abort', cancel); }
  }
}

const plain = (documents: readonly LlmDocument[]): readonly LlmDocument[] => documents.map(({ title, text }) => ({ title, text }));

function keyOf(documents: readonly LlmDocument[]): string {
  const hash = createHash('sha1');
  for (const { title, text } of documents) hash.update(`${title.length}:${title}${text.length}:${text}`);
  return hash.digest('base64');
}

import { EMBEDDING_SPEC, ProviderError, type EmbeddingProvider, type PluginContext } from '@parley/plugin-sdk';
import { MEANING_PRIORITY, shareMeaning } from './meaning-pool.js';

const DIMENSIONS = 512;
const TEXTS_MAX = 256;

/** Universal Sentence Encoder lite in a worker thread; the thread starts with the first text. */
export async function openEmbedding(context: PluginContext): Promise<EmbeddingProvider> {
  const shared = shareMeaning(context);
  return {
    spec: EMBEDDING_SPEC,
    abilities: { dimensions: DIMENSIONS, textsMax: TEXTS_MAX, languages: ['en'] },
    async embed({ texts, signal }) {
      if (signal.aborted) throw new ProviderError('aborted', 'the vectors are no longer wanted');
      if (texts.length > TEXTS_MAX) throw new ProviderError('bad-request', `a request may have ${TEXTS_MAX} texts, not ${texts.length}`);
      const usage = { requests: 1, characters: texts.reduce((sum, text) => sum + text.length, 0) };
      if (texts.length === 0) return { vectors: [], usage };
      const task = shared.value.run({ type: 'embed', texts }, { priority: MEANING_PRIORITY.embed });
      const cancel = (): void => task.cancel();
      signal.addEventListener('abort', cancel, { once: true });
      try {
        const answer = await task.result;
        if (answer.type !== 'embed') throw new ProviderError('vendor-fault', 'the worker answered something else');
        return { vectors: texts.map((_text, index) => answer.values.slice(index * DIMENSIONS, (index + 1) * DIMENSIONS)), usage };
      } finally {
        signal.removeEventListener('abort', cancel);
      }
    },
    close: async () => await shared.release(),
  };
}

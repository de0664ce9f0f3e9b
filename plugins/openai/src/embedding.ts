import { EMBEDDING_SPEC, ProviderError, type EmbeddingProvider, type PluginContext } from '@parley/plugin-sdk';
import { connect } from './client.js';
import { brokenOff } from './errors.js';
import { embeddingSettings } from './settings.js';

const TEXTS_MAX = 2_048;

function unitLength(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values) || 1;
  return Float32Array.from(values, (value) => value / length);
}

/** Vectors of texts. */
export async function openEmbedding(context: PluginContext): Promise<EmbeddingProvider> {
  const settings = embeddingSettings.parse(context.settings);
  const connection = connect(settings, context);
  const { model, dimensions } = settings;
  return {
    spec: EMBEDDING_SPEC,
    abilities: { dimensions, textsMax: TEXTS_MAX, languages: ['*'] },
    async embed({ texts, signal }) {
      if (texts.length > TEXTS_MAX) throw new ProviderError('bad-request', `A request may have ${TEXTS_MAX} texts, not ${texts.length}.`);
      if (texts.length === 0) return { vectors: [], usage: { requests: 0 } };
      const deadline = connection.startDeadline(signal);
      try {
        // The vendor refuses an empty text.
        const input = texts.map((text) => text || ' ');
        const { data, usage } = await deadline.race(connection.client.embeddings.create({ model, input, dimensions, encoding_format: 'float' }, { signal: deadline.signal }));
        const vectors = data.toSorted((one, other) => one.index - other.index).map(({ embedding }) => embedding);
        if (vectors.length !== texts.length || vectors.some(({ length }) => length !== dimensions)) throw brokenOff('The vectors are not as many, or not as long, as was asked for.');
        return { vectors: vectors.map(unitLength), usage: { requests: 1, inputTokens: usage.prompt_tokens } };
      } finally { deadline.end(); }
    },
    close: () => connection.close(),
  };
}

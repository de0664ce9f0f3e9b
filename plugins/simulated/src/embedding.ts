import { EMBEDDING_SPEC, ProviderError, type EmbeddingProvider, type PluginContext } from '@parley/plugin-sdk';
import { delay, throwIfAborted } from './delay.js';
import { FaultPlan, playFaultOfAnswer } from './faults.js';
import { embeddingSettings } from './settings.js';

/** Hashed bags of words: texts that share words are near each other, and the same text is always the same vector. */
export async function openEmbedding(context: PluginContext): Promise<EmbeddingProvider> {
  const settings = embeddingSettings.parse(context.settings);
  const faults = new FaultPlan(settings.faults);
  return {
    spec: EMBEDDING_SPEC,
    abilities: { dimensions: settings.dimensions, textsMax: settings.textsMax, languages: ['*'] },
    async embed({ texts, signal }) {
      throwIfAborted(signal);
      if (texts.length > settings.textsMax) {
        throw new ProviderError('bad-request', `${texts.length} texts in one request; ${settings.textsMax} are allowed`);
      }
      const fault = faults.next();
      await playFaultOfAnswer(fault, context.clock, signal);
      await delay(context.clock, settings.delayMs, signal);
      const usage = { inputTokens: texts.reduce((sum, text) => sum + wordsOf(text).length, 0), requests: 1 };
      if (fault?.kind === 'silence') return { vectors: [], usage };
      if (fault?.kind === 'garbage') return { vectors: texts.map(() => Float32Array.of(Number.NaN)), usage };
      return { vectors: texts.map((text) => vectorOf(text, settings.dimensions)), usage };
    },
    async close() {},
  };
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** FNV-1a, 32 bits. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < word.length; index += 1) hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

function vectorOf(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const word of wordsOf(text)) {
    const hash = hashOf(word);
    vector[hash % dimensions]! += (hash & 0x80000000) === 0 ? 1 : -1;
  }
  const length = Math.hypot(...vector);
  // A text without words, or whose words cancel out, still needs a direction.
  if (length === 0) { vector[0] = 1; return vector; }
  return vector.map((value) => value / length);
}

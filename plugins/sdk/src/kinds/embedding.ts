import type { ProviderUsage } from './usage.js';

/** Text embeddings, version 1. */
export const EMBEDDING_SPEC = 'embedding/v1';

export interface EmbeddingProvider {
  readonly spec: typeof EMBEDDING_SPEC;
  readonly abilities: { readonly dimensions: number; readonly textsMax: number; readonly languages: readonly string[] };
  /**
   * One unit-length vector for each text, in order; an empty text has one too. More texts than `textsMax` are refused as
   * `bad-request`; aborting rejects within 100 ms with `aborted`.
   */
  embed(request: { readonly texts: readonly string[]; readonly signal: AbortSignal }): Promise<{
    readonly vectors: readonly Float32Array[];
    readonly usage: ProviderUsage;
  }>;
  close(): Promise<void>;
}

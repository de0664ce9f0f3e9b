export interface KnowledgeDocument {
  readonly title: string;
  readonly text: string;
}

/** A word of a question and how much it counts; what the caller said before counts less than what was said now. */
export interface Query {
  readonly text: string;
  /** The question before, where this one leans on it. */
  readonly previousText?: string;
  /** What the agent answered last: names the topic of "how much is that?". */
  readonly lastAnswer?: string;
}

/** Work of the thread that knows what words mean. */
export type MeaningJob =
  | { readonly type: 'embed'; readonly texts: readonly string[] }
  /** Reads documents once; `key` names them in searches. */
  | { readonly type: 'learn'; readonly key: string; readonly documents: readonly KnowledgeDocument[] }
  | { readonly type: 'search'; readonly key: string; readonly query: Query };

/** A sentence that may answer. */
export interface Hit {
  readonly documentIndex: number;
  readonly title: string;
  readonly text: string;
  /** Place of the sentence in its document. */
  readonly sentenceIndex: number;
  /** 0 to 1: how sure it is that this answers the question. */
  readonly score: number;
  /** Part of the question's words, by weight, that are in it. */
  readonly coverage: number;
  /** Cosine of question and sentence; 0 where no vectors were ready. */
  readonly similarity: number;
}

export type MeaningResult =
  | { readonly type: 'embed'; readonly dimensions: number; readonly values: Float32Array }
  | { readonly type: 'learn' }
  /** `isKnown` false: the documents have been forgotten; learn and search again. */
  | { readonly type: 'search'; readonly isKnown: boolean; readonly hits: readonly Hit[] };

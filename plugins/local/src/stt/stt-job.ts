/** One piece of speech to write down. */
export interface SttJob {
  /** 16 kHz, at most about 12 s. */
  readonly samples: Int16Array;
}

export interface SttJobResult {
  readonly text: string;
  /** Mean of the natural logarithm of the chosen tokens' probabilities; 0 where no token came. */
  readonly meanLogprob: number;
  readonly tokenCount: number;
  /** The decoder fell into a loop and was stopped. */
  readonly isLooping: boolean;
}

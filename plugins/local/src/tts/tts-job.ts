export interface TtsJob {
  readonly text: string;
  readonly voice: string;
  readonly sampleRateHz: 8000 | 16000;
  readonly speed: number;
  /** Silence to leave behind the words, in milliseconds: a sentence ends with a longer one than a clause. */
  readonly pauseMs: number;
}

export interface TtsJobResult {
  readonly samples: Int16Array;
}

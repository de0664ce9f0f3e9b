import type { SttJobResult } from './stt-job.js';

export interface Transcript {
  readonly text: string;
  /** 0 to 1. */
  readonly confidence: number;
}

export const NOTHING_SAID: Transcript = { text: '', confidence: 1 };

/** What the model says when it hears no words, in brackets or as music; also a lone mark. */
const NO_WORDS = /^(?:[\s\p{P}\p{S}]*|\[[^\]]*\]|\([^)]*\))$/u;

/**
 * A decode as a transcript, or nothing where it is not to be believed. `meanLogprobMin` is the floor of the mean log
 * probability; true speech over a telephone lies near -0.1 to -0.5.
 */
export function believed(result: SttJobResult, meanLogprobMin: number): Transcript {
  if (result.meanLogprob < meanLogprobMin || NO_WORDS.test(result.text)) return NOTHING_SAID;
  const confidence = Math.exp(result.meanLogprob) * (result.isLooping ? 0.5 : 1);
  return { text: result.text, confidence: Math.max(0, Math.min(1, confidence)) };
}

/** The pieces of a long segment as one transcript; confidence is that of the least sure piece. */
export function joined(parts: readonly Transcript[]): Transcript {
  const spoken = parts.filter((part) => part.text !== '');
  if (spoken.length === 0) return NOTHING_SAID;
  const text = spoken.map((part, index) => (index < spoken.length - 1 ? withoutFullStop(part.text) : part.text)).join(' ');
  return { text, confidence: Math.min(...spoken.map((part) => part.confidence)) };
}

/** A cut in mid-sentence makes the model write a full stop or dots that nobody spoke; a mark before it stays. */
function withoutFullStop(text: string): string {
  return text.replace(/\.{2,}$|[…-]+$/u, '');
}

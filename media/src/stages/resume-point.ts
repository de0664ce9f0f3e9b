import type { Utterance } from './utterance.js';

/** As far as a hold may step back: the playout keeps a little more than this. */
const BACK_MS_MAX = 480;
const WINDOW_MS = 20;

/**
 * Where an utterance goes on after a hold: at the quietest place shortly before it stopped, so that the word which was
 * broken off is heard whole. The start of its next sample.
 */
export function resumePoint(utterance: Utterance, sampleRateHz: number): number {
  const { playedSamples, totalSamples } = utterance;
  if (playedSamples === 0 || playedSamples >= totalSamples) return playedSamples;
  const windowSamples = (WINDOW_MS * sampleRateHz) / 1000;
  const earliest = Math.max(utterance.chunksStartSample, playedSamples - (BACK_MS_MAX * sampleRateHz) / 1000);
  let quietest = playedSamples;
  let quietestLevel = Infinity;
  for (let start = playedSamples - windowSamples; start >= earliest; start -= windowSamples) {
    const level = loudness(utterance.samples(start, windowSamples));
    if (level >= quietestLevel) continue;
    quietestLevel = level;
    quietest = start;
  }
  return quietest;
}

function loudness(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += Math.abs(sample);
  return sum;
}

/** A sample above this is heard: -50 dBFS. */
const AUDIBLE = 104;

/**
 * Takes away the silence that the engine puts around an utterance (about 200 ms before, 250 ms after) and leaves `leadMs`
 * and `tailMs`; where less is there, silence is added behind. Silence alone comes back empty.
 */
export function trimmed(samples: Int16Array, sampleRateHz: number, leadMs: number, tailMs: number): Int16Array {
  let first = 0;
  while (first < samples.length && Math.abs(samples[first]!) < AUDIBLE) first += 1;
  if (first === samples.length) return new Int16Array(0);
  let last = samples.length;
  while (last > first && Math.abs(samples[last - 1]!) < AUDIBLE) last -= 1;
  const start = Math.max(0, first - Math.round((leadMs * sampleRateHz) / 1000));
  const output = new Int16Array(last - start + Math.round((tailMs * sampleRateHz) / 1000));
  output.set(samples.subarray(start, Math.min(samples.length, start + output.length)));
  return output;
}

export interface AudioLevel {
  /** Root mean square of the samples, 0 to 32,768. */
  readonly rms: number;
  /** Largest magnitude, 0 to 32,768. */
  readonly peak: number;
}

/** Loudness of a piece of audio in one pass. No samples: silence. */
export function measureLevel(samples: Int16Array): AudioLevel {
  let sum = 0;
  let peak = 0;
  for (let index = 0; index < samples.length; index++) {
    const sample = samples[index]!;
    sum += sample * sample;
    const magnitude = sample < 0 ? -sample : sample;
    if (magnitude > peak) peak = magnitude;
  }
  return { rms: samples.length === 0 ? 0 : Math.sqrt(sum / samples.length), peak };
}

/** A level of {@link AudioLevel} in decibels relative to full scale: 0 at full scale, `-Infinity` for silence. */
export function toDbfs(level: number): number {
  return 20 * Math.log10(level / 32_768);
}

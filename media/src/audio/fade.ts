/** Default length of a fade: long enough to hide the click of a cut, too short to be heard as one. */
export const FADE_MS = 8;

/** Half a cosine: 0 at the start, 1 at the end. */
function ramp(index: number, length: number): number {
  return (1 - Math.cos((Math.PI * (index + 0.5)) / length)) / 2;
}

/** Raises the first `fadeMs` from silence, in place. Shorter audio is faded over its whole length. */
export function fadeIn(samples: Int16Array, sampleRateHz: number, fadeMs: number = FADE_MS): Int16Array {
  const length = Math.min(samples.length, Math.round((fadeMs * sampleRateHz) / 1000));
  for (let index = 0; index < length; index++) samples[index] = Math.round(samples[index]! * ramp(index, length));
  return samples;
}

/** Lowers the last `fadeMs` to silence, in place. Shorter audio is faded over its whole length. */
export function fadeOut(samples: Int16Array, sampleRateHz: number, fadeMs: number = FADE_MS): Int16Array {
  const length = Math.min(samples.length, Math.round((fadeMs * sampleRateHz) / 1000));
  for (let index = 0; index < length; index++) {
    const at = samples.length - 1 - index;
    samples[at] = Math.round(samples[at]! * ramp(index, length));
  }
  return samples;
}

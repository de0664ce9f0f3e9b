const NOTES: readonly (readonly [frequencyHz: number, durationMs: number])[] = [[950, 330], [0, 40], [1400, 330], [0, 40], [1800, 330], [0, 200]];
const WAIT_NOTES: typeof NOTES = [[440, 150], [0, 120], [440, 150], [0, 400]];
const AMPLITUDE = 6_000;

/**
 * The last resort where no voice can be had: the three rising tones that telephone networks play before "your call could
 * not be completed" (ITU-T E.180), so that the caller hears a failure and no silence.
 */
export function failureTone(sampleRateHz: number): Int16Array {
  return play(NOTES, sampleRateHz);
}

/** Two soft beeps for "one moment" where not even that can be said. */
export function waitTone(sampleRateHz: number): Int16Array {
  return play(WAIT_NOTES, sampleRateHz);
}

function play(notes: typeof NOTES, sampleRateHz: number): Int16Array {
  const parts = notes.map(([frequencyHz, durationMs]) => Int16Array.from({ length: (durationMs * sampleRateHz) / 1000 }, (_, index) => (
    frequencyHz === 0 ? 0 : Math.round(AMPLITUDE * Math.sin((2 * Math.PI * frequencyHz * index) / sampleRateHz))
  )));
  const tone = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    tone.set(part, at);
    at += part.length;
  }
  return tone;
}

/** Loudness of both sides, 0 to 255, in equal steps over the whole recording; as `Peaks` of the contract. */
export interface Peaks { readonly left: readonly number[]; readonly right: readonly number[] }

export interface Span { readonly fromMs: number; readonly toMs: number }

/** Pauses shorter than this belong to speech. */
const SILENCE_MS_MIN = 1_000;
/** Kept of a silence at either end, so that no word is clipped. */
const EDGE_MS = 200;
/** What counts as quiet depends on the line's own noise, but lies between these. */
const QUIET_PEAK_MIN = 6;
const QUIET_PEAK_MAX = 24;

/**
 * The part from `from` to `to` (shares of the whole, 0 to 1) in so many columns. One column is as loud as the loudest
 * step that it stands for, so that short words stay visible.
 */
export function coarsePeaks(peaks: readonly number[], columns: number, from = 0, to = 1): number[] {
  const [first, length] = [from * peaks.length, (to - from) * peaks.length];
  return Array.from({ length: columns }, (_none, column) => {
    const start = Math.min(peaks.length - 1, Math.floor(first + (column * length) / columns));
    const end = Math.max(start + 1, Math.floor(first + ((column + 1) * length) / columns));
    let highest = 0;
    for (let step = Math.max(0, start); step < end && step < peaks.length; step++) highest = Math.max(highest, peaks[step]!);
    return highest;
  });
}

/** Where neither side says anything for a while; what a listener may skip. */
export function silentSpans({ left, right }: Peaks, durationMs: number): Span[] {
  const steps = Math.max(left.length, right.length);
  if (steps === 0) return [];
  const loudness = Array.from({ length: steps }, (_none, step) => Math.max(left[step] ?? 0, right[step] ?? 0));
  const noise = loudness.toSorted((one, other) => one - other)[Math.floor(steps / 5)]!;
  const quiet = Math.min(QUIET_PEAK_MAX, Math.max(QUIET_PEAK_MIN, noise * 2));
  const spans: Span[] = [];
  const stepMs = durationMs / steps;
  for (let step = 0; step < steps;) {
    if (loudness[step]! > quiet) { step += 1; continue; }
    const start = step;
    while (step < steps && loudness[step]! <= quiet) step += 1;
    const [fromMs, toMs] = [start * stepMs, step * stepMs];
    if (toMs - fromMs >= SILENCE_MS_MIN) spans.push({ fromMs: start === 0 ? 0 : fromMs + EDGE_MS, toMs: step === steps ? durationMs : toMs - EDGE_MS });
  }
  return spans;
}

/** Runs out after a time, unless it is held: while it is, no time passes. */
export function createCountdown(lengthMs: number, onEnd: () => void) {
  let leftMs = lengthMs;
  let startedAtMs = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hold = () => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    leftMs -= Date.now() - startedAtMs;
  };
  const run = () => {
    if (timer !== undefined) return;
    startedAtMs = Date.now();
    timer = setTimeout(onEnd, Math.max(0, leftMs));
  };
  return { run, hold };
}

export type Countdown = ReturnType<typeof createCountdown>;

import { createSignal, onCleanup } from 'solid-js';

/** The clock of `performance.now()`, as it ticks on a display: once a second. */
export function createNow() {
  const [now, setNow] = createSignal(performance.now());
  const timer = setInterval(() => setNow(performance.now()), 1_000);
  onCleanup(() => { clearInterval(timer); });
  return now;
}

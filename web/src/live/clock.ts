import { createSignal, onCleanup, type Accessor } from 'solid-js';

/** The time, once a second: one timer, however many read it. It lives as long as the component that made it. */
export function createClock(): Accessor<number> {
  const [nowMs, setNowMs] = createSignal(Date.now());
  const timer = setInterval(() => { setNowMs(Date.now()); }, 1_000);
  onCleanup(() => { clearInterval(timer); });
  return nowMs;
}

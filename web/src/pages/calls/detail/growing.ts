import { createEffect, createMemo, createSignal, onCleanup } from 'solid-js';

/** Drawn at once; more than fits on a screen. */
const FIRST_ITEMS = 16;
/** Drawn whenever the browser has nothing else to do. */
const STEP_ITEMS = 24;

const whenIdle = (work: () => void): (() => void) => {
  if (typeof requestIdleCallback === 'function') { const id = requestIdleCallback(work, { timeout: 300 }); return () => { cancelIdleCallback(id); }; }
  const timer = setTimeout(work, 30);
  return () => { clearTimeout(timer); };
};

/**
 * A long list that opens with its beginning and grows in quiet moments, so that it is there at once and all of it can be
 * searched. `needed` is drawn without waiting.
 */
export function createGrowing<Item>(items: () => readonly Item[], needed: () => number): () => readonly Item[] {
  const [count, setCount] = createSignal(FIRST_ITEMS);
  createEffect(() => {
    if (count() >= items().length) return;
    onCleanup(whenIdle(() => { setCount((value) => value + STEP_ITEMS); }));
  });
  const wanted = createMemo(() => Math.max(count(), needed() + STEP_ITEMS));
  return createMemo(() => (wanted() >= items().length ? items() : items().slice(0, wanted())));
}

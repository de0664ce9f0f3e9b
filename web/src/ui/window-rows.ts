import { createEffect, createMemo, createSignal, onCleanup, onMount } from 'solid-js';

/** Rows drawn beyond either edge of the window, so that a flick does not outrun them. */
const BEYOND_ROWS = 10;
/** The drawn part moves by so many rows at once: fewer, larger steps than one at every row. */
export const STEP_ROWS = 5;

/** The rows that a window shows of a list of rows of one height, `[start, end)`. `topPx` is how far the list's top lies above the window's. */
export function rowsInView(topPx: number, windowPx: number, rowPx: number, count: number): { start: number; end: number } {
  const first = Math.floor(topPx / rowPx) - BEYOND_ROWS;
  const start = Math.max(0, Math.floor(first / STEP_ROWS) * STEP_ROWS);
  const last = Math.ceil((topPx + windowPx) / rowPx) + BEYOND_ROWS;
  const end = Math.max(0, Math.min(count, Math.ceil(last / STEP_ROWS) * STEP_ROWS));
  return { start: Math.min(start, end), end };
}

/** The page has come to rest when it has not been scrolled for so long. */
const REST_MS = 100;

interface WindowRows {
  readonly count: () => number;
  readonly rowPx: () => number;
}

/**
 * Draws of a long list, scrolled with the page, what is in sight. Every row has its place by its number, so that nothing
 * moves while rows come and go. Hang `track` on the element as tall as all rows together.
 */
export function createWindowRows(options: WindowRows) {
  let element: HTMLElement | undefined;
  const [place, setPlace] = createSignal({ topPx: 0, windowPx: 0 }, { equals: (one, other) => one.topPx === other.topPx && one.windowPx === other.windowPx });
  const [isScrolling, setScrolling] = createSignal(false);
  let rest: ReturnType<typeof setTimeout> | undefined;
  const scrolled = () => {
    look();
    setScrolling(true);
    clearTimeout(rest);
    rest = setTimeout(() => { setScrolling(false); }, REST_MS);
  };
  const look = () => { if (element) setPlace({ topPx: -element.getBoundingClientRect().top, windowPx: innerHeight }); };
  const range = createMemo(() => rowsInView(place().topPx, place().windowPx || 900, options.rowPx(), options.count()), undefined, { equals: (one, other) => one.start === other.start && one.end === other.end });
  onMount(() => {
    addEventListener('scroll', scrolled, { passive: true });
    addEventListener('resize', look);
    // What stands above the list may grow or shrink.
    const observer = new ResizeObserver(look);
    observer.observe(document.body);
    onCleanup(() => { removeEventListener('scroll', scrolled); removeEventListener('resize', look); observer.disconnect(); clearTimeout(rest); });
  });
  createEffect(() => { options.count(); look(); });
  return {
    track: (given: HTMLElement) => { element = given; },
    /** The numbers of the rows to draw, in order. */
    rows: createMemo(() => Array.from({ length: range().end - range().start }, (_none, index) => range().start + index)),
    /** The first rows of the blocks to draw: rows are drawn by `STEP_ROWS`, which come and go together. */
    blocks: createMemo(() => Array.from({ length: Math.ceil((range().end - range().start) / STEP_ROWS) }, (_none, index) => range().start + index * STEP_ROWS)),
    end: () => range().end,
    isScrolling,
    /** How many rows have gone past the lower edge of the window, or stand in it. */
    seen: createMemo(() => Math.max(0, Math.min(options.count(), Math.floor((place().topPx + place().windowPx) / options.rowPx())))),
    totalPx: () => options.count() * options.rowPx(),
    /** Scrolls just so far that a row stands clear of the window's edges. */
    reveal(row: number, clearTopPx: number): void {
      if (!element) return;
      const topPx = element.getBoundingClientRect().top + row * options.rowPx();
      const bottomPx = topPx + options.rowPx();
      if (topPx < clearTopPx) scrollBy({ top: topPx - clearTopPx });
      else if (bottomPx > innerHeight) scrollBy({ top: bottomPx - innerHeight });
    },
  };
}

export type WindowedRows = ReturnType<typeof createWindowRows>;

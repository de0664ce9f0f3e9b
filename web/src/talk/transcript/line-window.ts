import { createEffect, createSignal, type Accessor } from 'solid-js';

/** So many lines are drawn at the end of a transcript; older ones when somebody goes up to them. */
const DRAWN_LINES = 120;
/** The beginning moves in steps, so that not every new line takes one away. */
const STEP_LINES = 40;
/** So near to the first drawn line, the ones before it are drawn too. */
const TOP_PX = 400;

/** Where the drawn part begins when the end is in view. */
export const windowStart = (lines: number): number => Math.max(0, Math.floor((lines - DRAWN_LINES) / STEP_LINES) * STEP_LINES);

/** The part of a long list that is drawn: its end, and above it as much as somebody has gone up. */
export function createLineWindow(lines: Accessor<number>, isAtEnd: Accessor<boolean>) {
  const [start, setStart] = createSignal(windowStart(lines()));
  createEffect(() => { if (isAtEnd()) setStart(windowStart(lines())); });
  return {
    start,
    /** The list was scrolled to here. Answers whether lines before the first one are drawn now. */
    onScroll: (topPx: number): boolean => {
      if (isAtEnd() || topPx >= TOP_PX || start() === 0) return false;
      setStart((before) => Math.max(0, before - STEP_LINES));
      return true;
    },
  };
}

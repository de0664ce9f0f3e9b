import { createSignal, onCleanup } from 'solid-js';

/** Zoomed in as far as it goes, so much is in view. */
const VIEW_MS_MIN = 10_000;
/** While the recording plays, its place stays within this part of the view. */
const FOLLOW_FROM = 0.04;
const FOLLOW_TO = 0.9;
const TICK_STEPS_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600] as const;
const TICK_WIDTH_PX = 80;

/** Round moments to name under a line of time, far enough apart to be read. */
export function ticksOf(fromMs: number, toMs: number, widthPx: number): number[] {
  const wantedSeconds = ((toMs - fromMs) / 1_000) * (TICK_WIDTH_PX / Math.max(TICK_WIDTH_PX, widthPx));
  const stepMs = (TICK_STEPS_SECONDS.find((step) => step >= wantedSeconds) ?? 3_600) * 1_000;
  const first = Math.ceil(fromMs / stepMs);
  return Array.from({ length: Math.max(0, Math.floor(toMs / stepMs) - first + 1) }, (_none, index) => (first + index) * stepMs);
}

/** Where a view of this length begins so that a place is in it: as it was where that will do. */
export function followedFrom(fromMs: number, viewMs: number, positionMs: number, durationMs: number): number {
  const share = (positionMs - fromMs) / viewMs;
  const wanted = share >= FOLLOW_FROM && share <= FOLLOW_TO ? fromMs : positionMs - viewMs * FOLLOW_FROM;
  return Math.max(0, Math.min(durationMs - viewMs, wanted));
}

/** The part of a call that is drawn: how far it is zoomed in, where it begins, how wide it is. */
export function createTimeView(durationMs: number) {
  const [zoom, setZoomSignal] = createSignal(1);
  const [wantedFromMs, setFromMs] = createSignal(0);
  const [widthPx, setWidthPx] = createSignal(0);
  const zoomMax = Math.max(1, 2 ** Math.floor(Math.log2(durationMs / VIEW_MS_MIN)));
  const viewMs = () => Math.max(1, durationMs / zoom());
  const fromMs = () => Math.max(0, Math.min(durationMs - viewMs(), wantedFromMs()));
  return {
    durationMs, zoom, zoomMax, viewMs, fromMs, widthPx, setFromMs,
    toMs: () => fromMs() + viewMs(),
    /** Zooms around a place, which stays where it is seen. */
    setZoom(value: number, aroundMs: number): void {
      const limited = Math.max(1, Math.min(zoomMax, value));
      const share = (aroundMs - fromMs()) / viewMs();
      setZoomSignal(limited);
      setFromMs(aroundMs - Math.max(0, Math.min(1, share)) * viewMs());
    },
    /** Brings a place into view. */
    follow(positionMs: number): void { if (zoom() > 1) setFromMs((from) => followedFrom(from, viewMs(), positionMs, durationMs)); },
    /** Pixels from the left edge. */
    x: (atMs: number) => ((atMs - fromMs()) / viewMs()) * widthPx(),
    timeAt: (xPx: number) => fromMs() + (xPx / Math.max(1, widthPx())) * viewMs(),
    /** Keeps to the width of an element; a `ref`. */
    measure(element: HTMLElement): void {
      const observer = new ResizeObserver(([entry]) => { if (entry) setWidthPx(Math.round(entry.contentRect.width)); });
      observer.observe(element);
      onCleanup(() => { observer.disconnect(); });
    },
  };
}

export type TimeView = ReturnType<typeof createTimeView>;

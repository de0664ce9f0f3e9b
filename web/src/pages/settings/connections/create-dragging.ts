import { createSignal, onCleanup } from 'solid-js';
import { placeOf, shiftOf } from './order.js';

interface Drag { readonly from: number; readonly to: number; readonly movedPx: number; readonly heightPx: number }

/**
 * Rows of a list that are dragged to another place. Nothing moves in the page until the row is let go: it and those that
 * make room are only drawn elsewhere, so that the focus and the finger keep what they hold. Escape puts it back.
 */
export function createDragging(ids: () => readonly string[], onMove: (from: number, to: number) => void) {
  const [drag, setDrag] = createSignal<Drag>();
  const rows = new Map<string, HTMLElement>();
  let listening: AbortController | undefined;
  const stop = () => { listening?.abort(); setDrag(undefined); };
  onCleanup(() => { listening?.abort(); });

  const begin = (id: string, event: PointerEvent) => {
    const from = ids().indexOf(id);
    if (event.button !== 0 || from < 0) return;
    event.preventDefault();
    const boxes = ids().map((each) => { const { top, height } = rows.get(each)?.getBoundingClientRect() ?? { top: 0, height: 0 }; return { top, height }; });
    const startPx = event.pageY;
    const heightPx = boxes[from]!.height;
    const { pointerId } = event;
    listening?.abort();
    listening = new AbortController();
    const { signal } = listening;
    const follow = (moved: PointerEvent) => { if (moved.pointerId === pointerId) setDrag({ from, to: placeOf(boxes, from, moved.pageY - startPx), movedPx: moved.pageY - startPx, heightPx }); };
    document.addEventListener('pointermove', follow, { signal });
    document.addEventListener('pointerup', (ended) => {
      if (ended.pointerId !== pointerId) return;
      follow(ended);
      const to = drag()?.to ?? from;
      stop();
      if (to !== from) onMove(from, to);
    }, { signal });
    document.addEventListener('pointercancel', stop, { signal });
    document.addEventListener('keydown', (key) => { if (key.key === 'Escape') { key.stopPropagation(); stop(); } }, { signal, capture: true });
  };

  const transformOf = (index: number): string | undefined => {
    const now = drag();
    if (!now) return undefined;
    const px = index === now.from ? now.movedPx : shiftOf(index, now.from, now.to, now.heightPx);
    return px === 0 ? undefined : `translateY(${px}px)`;
  };
  return { begin, transformOf, isDragged: (index: number) => drag()?.from === index, isDragging: () => drag() !== undefined, keep: (id: string, row: HTMLElement) => { rows.set(id, row); } };
}

export type Dragging = ReturnType<typeof createDragging>;

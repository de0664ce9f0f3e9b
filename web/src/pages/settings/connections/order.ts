/** Where a row is that can be dragged, in pixels from the top of the page. */
export interface Box { readonly top: number; readonly height: number }

/** The list with one of its items at another place. */
export function withMoved<Item>(items: readonly Item[], from: number, to: number): readonly Item[] {
  const others = items.filter((_item, index) => index !== from);
  return [...others.slice(0, to), ...items.slice(from, from + 1), ...others.slice(to)];
}

/** The place that a row has once its middle has been dragged past those of others. */
export function placeOf(boxes: readonly Box[], from: number, movedPx: number): number {
  const middle = ({ top, height }: Box) => top + height / 2;
  const own = boxes[from];
  if (!own) return from;
  const at = middle(own) + movedPx;
  return boxes.filter((box, index) => index !== from && (index < from ? middle(box) <= at : middle(box) < at)).length;
}

/** By how much a row makes room for the one that is dragged. */
export function shiftOf(index: number, from: number, to: number, heightPx: number): number {
  if (index > from && index <= to) return -heightPx;
  return index < from && index >= to ? heightPx : 0;
}

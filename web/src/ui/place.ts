const GAP_PX = 6;
const EDGE_PX = 8;

/**
 * Puts a box that lies over the page beside what opened it: below where there is room, else above; its near edge with
 * the opener's, and never outside the window.
 */
export function placeBeside(opener: Element, box: HTMLElement): void {
  const at = opener.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const below = at.bottom + GAP_PX;
  const top = below + height <= innerHeight - EDGE_PX || at.top < innerHeight - at.bottom ? below : at.top - GAP_PX - height;
  const left = at.left + width <= innerWidth - EDGE_PX ? at.left : at.right - width;
  Object.assign(box.style, { position: 'fixed', margin: '0', inset: 'auto', top: `${Math.max(EDGE_PX, top)}px`, left: `${Math.max(EDGE_PX, left)}px` });
}

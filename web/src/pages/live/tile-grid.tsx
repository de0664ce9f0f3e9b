import { createSignal, For, onCleanup, onMount, type Accessor, type JSX } from 'solid-js';
import { t } from '../../i18n/index.js';

/** Narrower than this no tile gets, in rem; the space between two. */
const TILE_WIDTH_MIN_REM = 17.5;
const GAP_REM = 0.75;
/** With more tiles than these a move is a jump: a hundred things that glide help nobody. */
const GLIDING_TILES_MAX = 60;

/** Each tile is as high as every other, so that nothing moves while calls change; higher where fingers press. */
const PLACE = 'absolute top-0 left-0 h-48 w-(--tile-width) lg:h-45';
const HEIGHTS_REM = { narrow: 12, wide: 11.25 } as const;
const WIDE = '(min-width: 64rem)';

export interface TilePlace { readonly class: string; readonly style: JSX.CSSProperties }

/** How many tiles stand beside one another, and how far apart they begin, in pixels. */
interface Grid { readonly columns: number; readonly stepPx: number; readonly rowPx: number }

function gridOf(widthPx: number): Grid {
  const remPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const wholePx = widthPx + GAP_REM * remPx;
  const columns = Math.max(1, Math.floor(wholePx / ((TILE_WIDTH_MIN_REM + GAP_REM) * remPx)));
  return { columns, stepPx: wholePx / columns, rowPx: (HEIGHTS_REM[matchMedia(WIDE).matches ? 'wide' : 'narrow'] + GAP_REM) * remPx };
}

/**
 * Tiles in rows and columns, each put into its place by a transform: one that comes or goes moves the others without
 * laying the page out anew.
 */
export function TileGrid(props: { ids: readonly string[]; children: (id: string, place: Accessor<TilePlace>) => JSX.Element }) {
  let list: HTMLUListElement | undefined;
  const [grid, setGrid] = createSignal<Grid>({ columns: 1, stepPx: 0, rowPx: 0 });
  const measure = () => {
    if (!list) return;
    const measured = gridOf(list.clientWidth);
    list.style.setProperty('--tile-width', `calc(${measured.stepPx}px - ${GAP_REM}rem)`);
    setGrid(measured);
  };
  onMount(() => {
    measure();
    const observer = new ResizeObserver(measure);
    if (list) observer.observe(list);
    onCleanup(() => { observer.disconnect(); });
  });
  const glide = () => (props.ids.length <= GLIDING_TILES_MAX ? 'transition-[translate] duration-200' : '');
  const translate = (index: number) => { const { columns, stepPx, rowPx } = grid(); return `${(index % columns) * stepPx}px ${Math.floor(index / columns) * rowPx}px`; };
  return (
    <ul ref={list} class="relative" style={{ height: `${Math.ceil(props.ids.length / grid().columns) * grid().rowPx}px` }} aria-label={t().live.calls}>
      <For each={props.ids}>{(id, index) => props.children(id, () => ({ class: `${PLACE} ${glide()}`, style: { translate: translate(index()) } }))}</For>
    </ul>
  );
}

import { createEffect, createMemo, createSignal, For, onCleanup, onMount, type Accessor, type JSX } from 'solid-js';
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

/** Rows drawn beyond either edge of the window. */
const BEYOND_ROWS = 2;

export interface TilePlace {
  readonly class: string;
  readonly style: JSX.CSSProperties;
  /** Which of how many it is, for those who hear the list: not all of it is drawn. */
  readonly position: number;
  readonly count: number;
}

/** How many tiles stand beside one another, and how far apart they begin, in pixels. */
interface Grid { readonly columns: number; readonly stepPx: number; readonly rowPx: number }

function gridOf(widthPx: number): Grid {
  const remPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const wholePx = widthPx + GAP_REM * remPx;
  const columns = Math.max(1, Math.floor(wholePx / ((TILE_WIDTH_MIN_REM + GAP_REM) * remPx)));
  return { columns, stepPx: wholePx / columns, rowPx: (HEIGHTS_REM[matchMedia(WIDE).matches ? 'wide' : 'narrow'] + GAP_REM) * remPx };
}

/** The rows in sight, `[first, last)`, kept up while anything scrolls around the list. */
function createRowsInSight(list: () => HTMLElement | undefined, grid: Accessor<Grid>) {
  const [rows, setRows] = createSignal({ first: 0, last: 0 }, { equals: (one, other) => one.first === other.first && one.last === other.last });
  const look = () => {
    const topPx = list()?.getBoundingClientRect().top;
    const { rowPx } = grid();
    if (topPx === undefined || rowPx === 0) return;
    setRows({ first: Math.max(0, Math.floor(-topPx / rowPx) - BEYOND_ROWS), last: Math.ceil((innerHeight - topPx) / rowPx) + BEYOND_ROWS });
  };
  const options = { passive: true, capture: true };
  onMount(() => {
    addEventListener('scroll', look, options);
    addEventListener('resize', look);
    onCleanup(() => { removeEventListener('scroll', look, options); removeEventListener('resize', look); });
  });
  createEffect(look);
  return rows;
}

/**
 * Tiles in rows and columns, each put into its place by a transform: one that comes or goes moves the others without
 * laying the page out anew. What is out of sight is not drawn.
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
  const rows = createRowsInSight(() => list, grid);
  const firstIndex = () => rows().first * grid().columns;
  const drawn = createMemo(() => props.ids.slice(firstIndex(), rows().last * grid().columns));
  const glide = () => (props.ids.length <= GLIDING_TILES_MAX ? 'transition-[translate] duration-200' : '');
  const placeOf = (index: number): TilePlace => {
    const { columns, stepPx, rowPx } = grid();
    return { class: `${PLACE} ${glide()}`, style: { translate: `${(index % columns) * stepPx}px ${Math.floor(index / columns) * rowPx}px` }, position: index + 1, count: props.ids.length };
  };
  return (
    <ul ref={list} class="relative" style={{ height: `${Math.ceil(props.ids.length / grid().columns) * grid().rowPx}px` }} aria-label={t().live.calls}>
      <For each={drawn()}>{(id, index) => props.children(id, () => placeOf(firstIndex() + index()))}</For>
    </ul>
  );
}

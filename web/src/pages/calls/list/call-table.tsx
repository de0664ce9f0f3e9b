import ArrowDown from 'lucide-solid/icons/arrow-down';
import ArrowUp from 'lucide-solid/icons/arrow-up';
import { createMemo, createSignal, For, onCleanup, Show } from 'solid-js';
import { t } from '../../../i18n/index.js';
import { STEP_ROWS, type WindowedRows } from '../../../ui/window-rows.js';
import { CallCard, CallCells } from './call-row.js';
import { columnOf, fittingColumns, gridOf, chosenColumns, type ColumnName } from './columns.js';
import type { CallOrder } from './filters.js';
import type { CallRow } from './list-documents.js';

/** Height of a row and of a card; every one of them has it, so that nothing ever moves. */
export const ROW_PX = 40;
export const CARD_PX = 100;

const SORTED: Record<CallOrder, 'ascending' | 'descending'> = { STARTED_ASC: 'ascending', STARTED_DESC: 'descending', DURATION_DESC: 'descending', COST_DESC: 'descending', RESPONSE_DESC: 'descending' };

interface HeadingProps { name: ColumnName; orderBy: CallOrder; onOrder: (order: CallOrder) => void }

/** The name of a column; a button where the list can be sorted by it. */
function ColumnHeading(props: HeadingProps) {
  const column = () => columnOf(props.name);
  const orders = () => column().orders ?? [];
  const at = () => orders().indexOf(props.orderBy);
  const next = () => orders()[(at() + 1) % orders().length]!;
  return (
    <div role="columnheader" aria-sort={orders().length === 0 ? undefined : at() < 0 ? 'none' : SORTED[props.orderBy]} class={`flex min-w-0 items-center ${column().isNumber ? 'justify-end' : ''}`}>
      <Show when={orders().length > 0} fallback={<span class="truncate">{t().calls.columns[props.name]}</span>}>
        <button type="button" class={`-mx-1.5 inline-flex h-8 min-w-0 items-center gap-1 rounded px-1.5 hover:text-ink ${at() < 0 ? '' : 'font-semibold text-ink'}`} onClick={() => { props.onOrder(next()); }}>
          <span class="truncate">{t().calls.columns[props.name]}</span>
          <Show when={at() >= 0}><span class="shrink-0" aria-hidden="true">{props.orderBy === 'STARTED_ASC' ? <ArrowUp size={13} /> : <ArrowDown size={13} />}</span></Show>
        </button>
      </Show>
    </div>
  );
}

export interface CallTableProps {
  rows: readonly CallRow[];
  total: number;
  windowed: WindowedRows;
  isWide: boolean;
  orderBy: CallOrder;
  /** The row that keys act on. */
  activeRow: number;
  peekedId: string | undefined;
  /** Other rows are on their way; these are still shown. */
  isStale: boolean;
  onOrder: (order: CallOrder) => void;
  onActivate: (row: number) => void;
  onPeek: (row: number) => void;
}

/** One place of the list; empty until its call is there. It is made anew whenever it comes into sight, so it is kept light. */
function PlacedRow(props: { table: CallTableProps; row: number; columns: readonly ColumnName[] }) {
  const { row, table } = props;
  const call = createMemo(() => table.rows[row]);
  const isPeeked = () => table.peekedId !== undefined && call()?.id === table.peekedId;
  // Keys must have somewhere to come in: the chosen row, or the first one where that is out of sight.
  const tabIndex = () => (table.activeRow === row || (table.windowed.rows()[0] === row && !table.windowed.rows().includes(table.activeRow)) ? 0 : -1);
  const activate = () => { table.onActivate(row); };
  const peek = () => { table.onPeek(row); };
  return (
    <div role="row" aria-rowindex={row + 2} aria-selected={isPeeked()}
      class={`relative cursor-pointer border-b border-line -outline-offset-2 outline-accent focus-within:outline-2 ${table.isWide ? 'grid h-10 grid-cols-(--columns) items-center gap-x-4 px-4 text-sm' : 'h-[100px]'} ${isPeeked() ? 'bg-accent-soft' : 'hover:bg-sunken'}`}
      onClick={(event) => { if (call() && !(event.target as Element).closest('a, button') && getSelection()?.isCollapsed !== false) peek(); }}>
      <Show when={call()} keyed fallback={<div role="gridcell" class="col-span-full px-4"><div class="skeleton mt-1 h-4 w-2/3" /></div>}>
        {(found) => (table.isWide
          ? <CallCells call={found} row={row} columns={props.columns} tabIndex={tabIndex()} onFocus={activate} />
          : <CallCard call={found} row={row} tabIndex={tabIndex()} onFocus={activate} onPeek={peek} />)}
      </Show>
    </div>
  );
}

/**
 * Rows that come and go together. One box for all of them costs the browser much less than a box for each: it is one
 * that is placed, contained and painted by itself.
 */
function Block(props: { table: CallTableProps; first: number; columns: readonly ColumnName[] }) {
  const rowPx = () => (props.table.isWide ? ROW_PX : CARD_PX);
  const rows = createMemo(() => Array.from({ length: Math.max(0, Math.min(STEP_ROWS, props.table.windowed.end() - props.first)) }, (_none, index) => props.first + index));
  return (
    <div role="presentation" class="absolute inset-x-0 contain-strict" style={{ top: `${props.first * rowPx()}px`, height: `${STEP_ROWS * rowPx()}px` }}>
      <For each={rows()}>{(row) => <PlacedRow table={props.table} row={row} columns={props.columns} />}</For>
    </div>
  );
}

/** The list: a table on wide screens, cards on narrow ones; of all its rows those in sight are drawn. */
export function CallTable(props: CallTableProps) {
  const [widthPx, setWidthPx] = createSignal(0);
  const columns = createMemo(() => fittingColumns(chosenColumns(), widthPx() || 1_000), undefined, { equals: (one, other) => one.join() === other.join() });
  const measure = (element: HTMLElement) => {
    const observer = new ResizeObserver(([entry]) => { if (entry) setWidthPx(Math.floor(entry.contentRect.width)); });
    observer.observe(element);
    onCleanup(() => { observer.disconnect(); });
  };
  return (
    <div role="grid" aria-label={t().calls.title} aria-rowcount={props.total + 1} aria-colcount={props.isWide ? columns().length : 1} aria-busy={props.isStale} ref={measure}
      class={`card ${props.isStale ? 'opacity-60' : ''}`} style={{ '--columns': gridOf(columns(), widthPx()) }}>
      <div role="rowgroup" class={props.isWide ? 'sticky top-(--banner) z-[5] rounded-t-xl border-b border-line bg-surface' : 'sr-only'}>
        <div role="row" aria-rowindex={1} class="grid h-10 grid-cols-(--columns) gap-x-4 px-4 text-xs text-muted">
          <Show when={props.isWide} fallback={<div role="columnheader">{t().calls.call}</div>}>
            <For each={columns()}>{(name) => <ColumnHeading name={name} orderBy={props.orderBy} onOrder={props.onOrder} />}</For>
          </Show>
        </div>
      </div>
      <div role="rowgroup" class="relative" ref={(element) => { props.windowed.track(element); }} style={{ height: `${props.windowed.totalPx()}px` }}>
        <For each={props.windowed.blocks()}>{(first) => <Block table={props} first={first} columns={columns()} />}</For>
        {/* Rows that fly by under the pointer are not pointed at: finding out which one is costs a quarter of a frame's work. */}
        <div class="absolute inset-0" hidden={!props.windowed.isScrolling()} />
      </div>
    </div>
  );
}

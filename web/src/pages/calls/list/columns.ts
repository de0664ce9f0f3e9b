import { createSignal } from 'solid-js';
import { endedSentence } from '../../../i18n/ended-reason.js';
import { t } from '../../../i18n/index.js';
import { formatClock, formatMoment, formatMoney, formatNumber, formatShort } from '../../../i18n/format.js';
import type { CallOrder } from './filters.js';
import type { CallRow } from './list-documents.js';

export interface Column {
  /** Narrower than this it cannot be read. */
  readonly widthPx: number;
  /** How much of the room that is left it takes; 0 keeps its width. */
  readonly grow: number;
  readonly isNumber?: boolean;
  /** Which columns stay when there is not room for all: those with the lowest. */
  readonly rank: number;
  /** Orders that its heading switches through. */
  readonly orders?: readonly CallOrder[];
  readonly text: (call: CallRow) => string;
}

const DASH = '–';
const shortOrDash = (durationMs: number | null) => (durationMs === null ? DASH : formatShort(durationMs));

/** Who called: by name, by number, or the person who was signed in. */
export const callerOf = ({ caller }: Pick<CallRow, 'caller'>): string => caller.name ?? caller.number ?? caller.user?.name ?? DASH;

/** How a call ended; while it has not, how far it is. */
export const endOf = ({ endedReason, status }: Pick<CallRow, 'endedReason' | 'status'>): string => (endedReason ? endedSentence(endedReason) : t().calls.status[status]);

/** The columns of the list, in their order. */
export const COLUMNS = {
  started: { widthPx: 165, grow: 0, rank: 0, orders: ['STARTED_DESC', 'STARTED_ASC'], text: ({ startedAt }) => formatMoment(startedAt) },
  agent: { widthPx: 100, grow: 2, rank: 1, text: ({ agent }) => agent.name },
  version: { widthPx: 62, grow: 0, rank: 10, isNumber: true, text: ({ agentVersion }) => formatNumber(agentVersion.number) },
  caller: { widthPx: 110, grow: 2, rank: 4, text: callerOf },
  way: { widthPx: 84, grow: 0, rank: 9, text: ({ transport }) => t().calls.transport[transport] },
  ended: { widthPx: 150, grow: 3, rank: 3, text: endOf },
  duration: { widthPx: 66, grow: 0, rank: 2, isNumber: true, orders: ['DURATION_DESC'], text: ({ durationMs }) => (durationMs === null ? DASH : formatClock(durationMs)) },
  turns: { widthPx: 58, grow: 0, rank: 8, isNumber: true, text: ({ turnCount }) => formatNumber(turnCount) },
  interruptions: { widthPx: 94, grow: 0, rank: 7, isNumber: true, text: ({ interruptionCount }) => formatNumber(interruptionCount) },
  response: { widthPx: 128, grow: 0, rank: 5, isNumber: true, orders: ['RESPONSE_DESC'], text: ({ responseP50Ms, responseP95Ms }) => (responseP50Ms === null ? DASH : `${shortOrDash(responseP50Ms)} / ${shortOrDash(responseP95Ms)}`) },
  cost: { widthPx: 80, grow: 0, rank: 6, isNumber: true, orders: ['COST_DESC'], text: ({ cost }) => formatMoney(cost.amount, cost.currency) },
} satisfies Record<string, Column>;

export type ColumnName = keyof typeof COLUMNS;
export const COLUMN_NAMES = Object.keys(COLUMNS) as ColumnName[];
export const columnOf = (name: ColumnName): Column => COLUMNS[name];

const DEFAULT_NAMES: readonly ColumnName[] = ['started', 'agent', 'caller', 'ended', 'duration', 'turns', 'response', 'cost'];
/** Space between two columns, and at the edges of a row. */
export const COLUMN_GAP_PX = 16;
const KEY = 'parley.calls.columns';

/** The chosen columns that there is room for, in their order: the least important go first, the first one stays. */
export function fittingColumns(chosen: readonly ColumnName[], widthPx: number): ColumnName[] {
  const kept: ColumnName[] = [];
  let usedPx = COLUMN_GAP_PX;
  for (const name of chosen.toSorted((one, other) => columnOf(one).rank - columnOf(other).rank)) {
    usedPx += columnOf(name).widthPx + COLUMN_GAP_PX;
    if (usedPx > widthPx && kept.length > 0) break;
    kept.push(name);
  }
  return COLUMN_NAMES.filter((name) => kept.includes(name));
}

/**
 * How wide each of these columns is, for `grid-template-columns`, within a list of this width: told to the pixel, since
 * rows whose columns are worked out one by one take much longer to lay out.
 */
export function gridOf(names: readonly ColumnName[], listPx: number): string {
  const columns = names.map(columnOf);
  const sparePx = Math.max(0, listPx - COLUMN_GAP_PX - columns.reduce((sum, { widthPx }) => sum + widthPx + COLUMN_GAP_PX, 0));
  const growth = Math.max(1, columns.reduce((sum, { grow }) => sum + grow, 0));
  return columns.map(({ widthPx, grow }) => `${Math.floor(widthPx + (sparePx * grow) / growth)}px`).join(' ');
}

function readChoice(): readonly ColumnName[] {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as unknown;
    const names = Array.isArray(kept) ? COLUMN_NAMES.filter((name) => kept.includes(name)) : [];
    return names.length > 0 ? names : DEFAULT_NAMES;
  } catch { return DEFAULT_NAMES; }
}

const [chosenColumns, setChosen] = createSignal<readonly ColumnName[]>(readChoice());

export { chosenColumns };

/** Shows or hides a column; kept in this browser. The moment always stays: by it a call is opened. */
export function showColumn(name: ColumnName, isShown: boolean): void {
  setChosen((all) => COLUMN_NAMES.filter((candidate) => candidate === 'started' || (candidate === name ? isShown : all.includes(candidate))));
  try { localStorage.setItem(KEY, JSON.stringify(chosenColumns())); } catch { /* They then hold for this visit. */ }
}

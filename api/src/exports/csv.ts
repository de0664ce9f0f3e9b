/** A cell: text from people, or what this server writes itself. */
export type Cell = string | number | null;

/** What spreadsheets take for the beginning of a formula, https://owasp.org/www-community/attacks/CSV_Injection. */
const FORMULA = /^[=+\-@\t\r]/;

function cellOf(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const harmless = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Spreadsheets take a file without it for one in the code page of the machine. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** A row as RFC 4180 has it. Text that a spreadsheet would take for a formula gets an apostrophe before it. */
export const csvRow = (cells: readonly Cell[]) => `${cells.map(cellOf).join(',')}\r\n`;

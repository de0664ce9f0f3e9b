import type { DataColumn, DataQueryRequest, DataQueryResult, DataValue } from '../kinds/data-source.js';

/** Deeper than this a document is told as text. */
const DEPTH_MAX = 20;

/** A value of a driver as JSON has it; nothing is rounded. */
export function dataValueOf(value: unknown, depth = 0): DataValue {
  switch (typeof value) {
    case 'string': case 'boolean': return value;
    case 'number': return Number.isFinite(value) ? value : String(value);
    case 'bigint': return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    case 'object': return value === null ? null : objectValueOf(value, depth);
    default: return null;
  }
}

function objectValueOf(value: object, depth: number): DataValue {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  if (depth >= DEPTH_MAX) return '…';
  if (Array.isArray(value)) return value.map((each) => dataValueOf(each, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, dataValueOf(each, depth + 1)]));
}

/** Takes rows until the limits of a query are reached. */
export class DataRows {
  readonly #rowsMax: number;
  readonly #bytesMax: number;
  readonly #rows: (readonly DataValue[])[] = [];
  /** The brackets around them. */
  #bytes = 2;
  #isTruncated = false;

  constructor({ rowsMax, bytesMax }: Pick<DataQueryRequest, 'rowsMax' | 'bytesMax'>) {
    this.#rowsMax = rowsMax;
    this.#bytesMax = bytesMax;
  }

  /** False where the row was one too many: nothing more is taken, and none need be read. */
  add(values: readonly unknown[]): boolean {
    if (this.#isTruncated) return false;
    const row = values.map((value) => dataValueOf(value));
    const bytes = Buffer.byteLength(JSON.stringify(row)) + 1;
    this.#isTruncated = this.#rows.length >= this.#rowsMax || this.#bytes + bytes > this.#bytesMax;
    if (this.#isTruncated) return false;
    this.#bytes += bytes;
    this.#rows.push(row);
    return true;
  }

  result(columns: readonly DataColumn[]): DataQueryResult {
    return { columns, rows: this.#rows, isTruncated: this.#isTruncated, usage: { requests: 1 } };
  }
}

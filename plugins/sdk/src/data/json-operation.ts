import { ProviderError } from '../errors.js';
import type { DataParameter } from '../kinds/data-source.js';
import { boundValues } from './data-request.js';

const DEPTH_MAX = 30;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The name in `{"$parameter": "name"}`; undefined where it is something else. */
function parameterIn(value: Record<string, unknown>): string | undefined {
  if (!Object.hasOwn(value, '$parameter')) return undefined;
  const name = value['$parameter'];
  if (typeof name === 'string' && Object.keys(value).length === 1) return name;
  throw new ProviderError('bad-request', 'A parameter is written as `{"$parameter": "name"}`.');
}

/** What puts the value of a parameter in its place; `path` are the names above it. */
export type PlaceParameter = (value: DataParameter, path: readonly string[]) => unknown;

/**
 * Reads an operation that is written as JSON, with the values of its parameters in their places. A value stays one value:
 * it is put in after the text was read. `bad-request` for what is no JSON object, and for parameters that are missing or unknown.
 */
export function readOperation(text: string, parameters: Readonly<Record<string, DataParameter>>, place: PlaceParameter = (value) => value): Record<string, unknown> {
  const operation = parse(text);
  const names = new Set<string>();
  collect(operation, names, 0);
  const found = [...names];
  const bound = boundValues(found, parameters);
  const values = new Map(found.map((name, index) => [name, bound[index]!]));
  return fill(operation, values, [], place) as Record<string, unknown>;
}

function parse(text: string): Record<string, unknown> {
  try {
    const operation: unknown = JSON.parse(text);
    if (isObject(operation)) return operation;
  } catch {
    // Told below: what JSON.parse says quotes the text.
  }
  throw new ProviderError('bad-request', 'The query is one operation, written as a JSON object.');
}

function collect(value: unknown, names: Set<string>, depth: number): void {
  if (depth > DEPTH_MAX) throw new ProviderError('bad-request', `An operation is at most ${DEPTH_MAX} levels deep.`);
  if (Array.isArray(value)) { for (const each of value) collect(each, names, depth + 1); return; }
  if (!isObject(value)) return;
  const name = parameterIn(value);
  if (name !== undefined) names.add(name); else for (const each of Object.values(value)) collect(each, names, depth + 1);
}

function fill(value: unknown, values: ReadonlyMap<string, DataParameter>, path: readonly string[], place: PlaceParameter): unknown {
  if (Array.isArray(value)) return value.map((each) => fill(each, values, path, place));
  if (!isObject(value)) return value;
  const name = parameterIn(value);
  if (name !== undefined) return place(values.get(name)!, path);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each, values, [...path, key], place)]));
}

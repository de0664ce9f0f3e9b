import type { Clock } from '../clock.js';
import { startDeadline } from '../deadline.js';
import { ProviderError } from '../errors.js';
import { DATA_SOURCE_LIMITS, type DataDescribeRequest, type DataParameter, type DataQueryRequest } from '../kinds/data-source.js';

const refuse = (words: string): never => { throw new ProviderError('bad-request', words); };

function checkNumber(name: string, value: number, max: number): void {
  if (!(Number.isInteger(value) && value >= 1 && value <= max)) refuse(`${name} is a whole number from 1 to ${max}.`);
}

function checkParameter(name: string, value: unknown): void {
  const isSingle = value === null || typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
  if (!isSingle) refuse(`The parameter "${name}" is no single value: text, a number, true, false or null.`);
  if (typeof value === 'string' && value.length > DATA_SOURCE_LIMITS.parameterCharactersMax) refuse(`The parameter "${name}" has at most ${DATA_SOURCE_LIMITS.parameterCharactersMax} characters.`);
}

/** Refuses, as `bad-request`, what no source may be asked. */
export function checkDataQuery({ text, parameters, rowsMax, bytesMax, timeoutMs }: DataQueryRequest): void {
  if (typeof text !== 'string' || text.trim() === '') refuse('The query is empty.');
  if (text.length > DATA_SOURCE_LIMITS.textCharactersMax) refuse(`A query has at most ${DATA_SOURCE_LIMITS.textCharactersMax} characters.`);
  if (text.includes('\0')) refuse('The query has a character that no query has.');
  for (const [name, value] of Object.entries(parameters)) checkParameter(name, value);
  checkNumber('rowsMax', rowsMax, DATA_SOURCE_LIMITS.rowsMax);
  checkNumber('bytesMax', bytesMax, DATA_SOURCE_LIMITS.bytesMax);
  checkNumber('timeoutMs', timeoutMs, DATA_SOURCE_LIMITS.timeoutMsMax);
}

/** Refuses, as `bad-request`, what no source may be asked. */
export function checkDataDescribe({ tablesMax, timeoutMs }: DataDescribeRequest): void {
  checkNumber('tablesMax', tablesMax, DATA_SOURCE_LIMITS.tablesMax);
  checkNumber('timeoutMs', timeoutMs, DATA_SOURCE_LIMITS.timeoutMsMax);
}

/** The values of the parameters that a text names, in that order; refuses those that are missing, and those it does not name. */
export function boundValues(names: readonly string[], parameters: Readonly<Record<string, DataParameter>>): readonly DataParameter[] {
  const unknown = Object.keys(parameters).filter((name) => !names.includes(name));
  if (unknown.length > 0) refuse(`The query has no parameter "${unknown[0]}".`);
  return names.map((name) => (Object.hasOwn(parameters, name) ? parameters[name]! : refuse(`The parameter "${name}" has no value.`)));
}

/**
 * Does one request under its time limit and its signal. `work` is not waited for when it is over: it is told by the
 * signal, and lets go of what it holds.
 */
export async function underLimit<Result>(
  { signal, timeoutMs }: Pick<DataQueryRequest, 'signal' | 'timeoutMs'>, clock: Clock, asProviderError: (error: unknown) => ProviderError, work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const deadline = startDeadline({ signal, clock, silenceMs: timeoutMs, asProviderError });
  try {
    return await deadline.race(signal.aborted ? new Promise<never>(() => undefined) : work(deadline.signal));
  } finally {
    deadline.end();
  }
}

import { ProviderError, type Clock } from '@parley/plugin-sdk';
import { z } from 'zod';
import { delay, stall } from './delay.js';

export const FAULT_KINDS = ['refuse', 'stall', 'rate-limit', 'auth', 'quota', 'silence', 'garbage', 'break-midway'] as const;

/** One planned failure. Requests are numbered from 1 over the life of the opened adapter, whichever call makes them. */
export const faultSchema = z.strictObject({
  kind: z.enum(FAULT_KINDS).describe('What goes wrong.'),
  atRequest: z.int().min(1).default(1).describe('First request that fails, counted from 1 since the adapter was opened.'),
  times: z.int().min(1).default(1).describe('How many requests in a row fail.'),
  always: z.boolean().default(false).describe('Every request from atRequest on fails.'),
  afterMs: z.number().min(0).default(0).describe(
    'Milliseconds from the request until the fault shows. A stall or break-midway lets results through until then.'),
  retryAfterMs: z.number().min(0).optional().describe('For rate-limit: what the answer asks to wait, in milliseconds.'),
});

/** Speech to text has two kinds of request: opening a session, and committing a segment. */
export const sttFaultSchema = faultSchema.extend({
  on: z.enum(['open', 'commit']).default('commit').describe('Which requests are counted and fail.'),
});

export type Fault = z.output<typeof faultSchema>;

/** Counts requests and says which of them fails, and how. The first fault of the list that covers a request wins. */
export class FaultPlan {
  #requestCount = 0;
  readonly #faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    this.#faults = faults;
  }

  /** Counts one request and returns its fault. */
  next(): Fault | undefined {
    const fault = this.peek();
    this.#requestCount += 1;
    return fault;
  }

  /** The fault that the next request will have. */
  peek(): Fault | undefined {
    const number = this.#requestCount + 1;
    return this.#faults.find((fault) => number >= fault.atRequest && (fault.always || number < fault.atRequest + fault.times));
  }
}

/** The error of a fault that is one; undefined for those that show in what is delivered (stall, silence, garbage). */
export function faultError(fault: Fault): ProviderError | undefined {
  switch (fault.kind) {
    case 'refuse': return new ProviderError('unreachable', 'simulated: the connection was refused');
    case 'rate-limit': return new ProviderError('rate-limit', 'simulated: too many requests', {
      httpStatus: 429, vendorCode: 'rate_limit', ...(fault.retryAfterMs === undefined ? {} : { retryAfterMs: fault.retryAfterMs }),
    });
    case 'auth': return new ProviderError('auth', 'simulated: the credentials were refused', { httpStatus: 401, vendorCode: 'unauthorized' });
    case 'quota': return new ProviderError('quota', 'simulated: the account is out of credit', { httpStatus: 402, vendorCode: 'quota' });
    case 'break-midway': return new ProviderError('vendor-fault', 'simulated: the stream broke', { httpStatus: 500, vendorCode: 'broken' });
    default: return undefined;
  }
}

/**
 * Plays a fault that answers nothing at all: throws its error after `afterMs`, or stalls until aborted. Returns for those
 * that deliver something (silence, garbage, break-midway, a stall that lets results through first).
 */
export async function playFault(fault: Fault | undefined, clock: Clock, signal: AbortSignal): Promise<void> {
  if (!fault || fault.kind === 'silence' || fault.kind === 'garbage' || fault.kind === 'break-midway') return;
  if (fault.kind === 'stall') {
    if (fault.afterMs === 0) await stall(signal);
    return;
  }
  await delay(clock, fault.afterMs, signal);
  const error = faultError(fault);
  if (error) throw error;
}

/** As {@link playFault}, for requests with a single answer: a stall never answers, and what breaks midway fails. */
export async function playFaultOfAnswer(fault: Fault | undefined, clock: Clock, signal: AbortSignal): Promise<void> {
  if (fault?.kind === 'stall') await stall(signal);
  if (fault?.kind === 'break-midway') {
    await delay(clock, fault.afterMs, signal);
    throw faultError(fault);
  }
  await playFault(fault, clock, signal);
}

/**
 * Where a stream of `stepCount` results ends early under a stall or break-midway: throws or stalls once `afterMs` has
 * passed, or, where no time is set, in the middle.
 */
export async function cutStream(
  fault: Fault | undefined, at: { step: number; stepCount: number; elapsedMs: number }, signal: AbortSignal,
): Promise<void> {
  if (fault?.kind !== 'stall' && fault?.kind !== 'break-midway') return;
  const isDue = fault.afterMs > 0 ? at.elapsedMs >= fault.afterMs : at.step >= Math.max(1, Math.floor(at.stepCount / 2));
  if (!isDue) return;
  if (fault.kind === 'stall') await stall(signal);
  throw faultError(fault);
}

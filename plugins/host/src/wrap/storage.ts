import {
  readPromised, startDeadline, STORAGE_SPEC, StorageFeed, toProviderError, type Deadline, type ProviderError, type StoragePut, type StorageProvider, type StorageReading,
} from '@parley/plugin-sdk';
import { abortedError, failureOf, type ProviderRoute, type RouteStep } from './attempts.js';
import { askFirst } from './first-step.js';
import type { Meter } from './meter.js';

type Route = ProviderRoute<'storage'>;
type Step = RouteStep<'storage'>;
type ReadRequest = Parameters<StorageProvider['read']>[0];

const begin = ({ context: { clock } }: Route, signal: AbortSignal, silenceMs: number): Deadline => startDeadline({ signal, clock, silenceMs, asProviderError: toProviderError });

/** What an attempt threw, told to its meter. */
function missed(route: Route, meter: Meter, signal: AbortSignal, error: unknown): ProviderError {
  const isAborted = signal.aborted || route.isReleased;
  meter.finish(isAborted ? 'aborted' : 'failed');
  return isAborted ? abortedError() : failureOf(error);
}

/** One try of a request with a single answer. */
async function attempt<Result>(route: Route, step: Step, signal: AbortSignal, work: (provider: StorageProvider, signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const meter = route.meter(step);
  const deadline = begin(route, signal, route.context.limits.storageTimeoutMs);
  route.context.breakers.begin(step.key);
  try {
    const result = await deadline.race(step.open().then((provider) => work(provider, deadline.signal)));
    route.context.breakers.succeed(step.key);
    meter.firstResult();
    meter.finish('served');
    return result;
  } catch (error) {
    throw missed(route, meter, signal, error);
  } finally {
    deadline.end();
  }
}

async function attemptPut(route: Route, step: Step, { body, signal, ...request }: StoragePut): Promise<{ readonly byteLength: number; readonly etag: string }> {
  const meter = route.meter(step);
  const deadline = begin(route, signal, route.context.limits.storagePutStallTimeoutMs);
  const feed = new StorageFeed(body, deadline, Number.MAX_SAFE_INTEGER);
  route.context.breakers.begin(step.key);
  try {
    const done = await deadline.race(step.open().then((provider) => provider.put({ ...request, body: () => feed.pieces(), signal: deadline.signal })));
    route.context.breakers.succeed(step.key);
    meter.firstResult();
    meter.finish('served', { bytes: feed.byteLength });
    return done;
  } catch (error) {
    // A body that broke off is nobody's failure but that of whoever gave it.
    if (feed.failure) { meter.finish('aborted'); throw feed.failure; }
    throw missed(route, meter, signal, error);
  } finally {
    deadline.end();
  }
}

async function attemptRead(route: Route, step: Step, request: ReadRequest): Promise<StorageReading | undefined> {
  const { signal } = request;
  const meter = route.meter(step);
  const deadline = begin(route, signal, route.context.limits.storageTimeoutMs);
  route.context.breakers.begin(step.key);
  try {
    const reading = await deadline.race(step.open().then((provider) => provider.read({ ...request, signal: deadline.signal })));
    route.context.breakers.succeed(step.key);
    meter.firstResult();
    if (!reading) { meter.finish('served'); deadline.end(); return undefined; }
    deadline.rest();
    return { ...reading, body: metered({ route, step, meter, deadline, reading, signal }) };
  } catch (error) {
    deadline.end();
    throw missed(route, meter, signal, error);
  }
}

/** The bytes of an object, counted; nothing is begun anew in the middle: whoever reads knows how far it came, and asks for the rest. */
async function* metered({ route, step, meter, deadline, reading, signal }: {
  readonly route: Route; readonly step: Step; readonly meter: Meter; readonly deadline: Deadline; readonly reading: StorageReading; readonly signal: AbortSignal;
}): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const piece of readPromised(deadline, reading.body, reading.byteLength)) { bytes += piece.byteLength; yield piece; }
  } catch (error) {
    const failure = missed(route, meter, signal, error);
    if (failure.causeCode !== 'aborted') route.failed(step, failure, 'GIVE_UP');
    throw failure;
  } finally {
    meter.finish('served', { bytes });
  }
}

/**
 * A `storage` provider out of a route. Only the first step is asked, again where the cause allows it: an object is where it
 * was put, and no other storage has it. A put takes its body anew for each try; a body that is being read is never begun
 * anew.
 */
export function wrapStorage(route: Route): StorageProvider {
  const ask = <Result>(signal: AbortSignal, work: (provider: StorageProvider, signal: AbortSignal) => Promise<Result>): Promise<Result> => askFirst(route, signal, (step) => attempt(route, step, signal, work));
  return {
    spec: STORAGE_SPEC,
    get abilities() { return route.steps[0]?.provider?.abilities ?? { objectBytesMax: Number.MAX_SAFE_INTEGER, signedUrlMsMax: 0 }; },
    put: (request) => askFirst(route, request.signal, (step) => attemptPut(route, step, request)),
    read: (request) => askFirst(route, request.signal, (step) => attemptRead(route, step, request)),
    head: (request) => ask(request.signal, (provider, signal) => provider.head({ ...request, signal })),
    delete: (request) => ask(request.signal, (provider, signal) => provider.delete({ ...request, signal })),
    signedUrl: (request) => ask(new AbortController().signal, (provider) => provider.signedUrl(request)),
    close: async () => undefined,
  };
}

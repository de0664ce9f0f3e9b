import { isProviderError } from '../errors.js';
import type { ProviderByKind, ProviderKind } from '../plugin.js';
import { answerMsMaxOf, defineCheck, must, type ContractCheck, type ContractHarness } from './contract.js';
import { everythingIn, recordingWatch, type RecordingWatch } from './watch.js';

/** Settled outcome of a promise, so that an expected rejection is a value. */
export type Outcome<Result> = { readonly result: Result } | { readonly error: unknown };

export async function outcomeOf<Result>(promise: Promise<Result>): Promise<Outcome<Result>> {
  try { return { result: await promise }; } catch (error) { return { error }; }
}

/** Opens a fresh adapter, runs the check with it, and closes it whatever happened. */
export async function withProvider<Kind extends ProviderKind>(
  harness: ContractHarness<Kind>, run: (provider: ProviderByKind[Kind], watch: RecordingWatch) => Promise<void>,
): Promise<void> {
  const watch = recordingWatch();
  const provider = await harness.time.within(harness.open(watch), answerMsMaxOf(harness), 'opening the adapter');
  try { await run(provider, watch); } finally { await harness.time.within(outcomeOf(provider.close()), 5000, 'closing the adapter'); }
}

/**
 * The rules every kind shares. `request` makes one ordinary request and resolves when it is answered, waiting on the
 * harness's time; it rejects with what the adapter failed with.
 */
export function commonChecks<Kind extends ProviderKind, Harness extends ContractHarness<Kind>>(
  kind: Kind, request: (provider: ProviderByKind[Kind], harness: Harness) => Promise<unknown>,
): readonly ContractCheck<Harness>[] {
  const hasFailures = (harness: Harness): boolean => harness.openFailing !== undefined && (harness.failingCauses ?? []).length > 0;
  const failures = async (harness: Harness, run: (cause: string, error: unknown, watch: RecordingWatch) => void): Promise<void> => {
    for (const cause of harness.failingCauses ?? []) {
      const watch = recordingWatch();
      const provider = await harness.time.within(harness.openFailing!(cause, watch), answerMsMaxOf(harness), 'opening the adapter');
      const outcome = await outcomeOf(request(provider, harness));
      await harness.time.within(outcomeOf(provider.close()), 5000, 'closing the adapter');
      must('error' in outcome, `a request that had to fail with "${cause}" was answered`);
      run(cause, outcome.error, watch);
    }
  };
  return [
    defineCheck(`${kind}/close-resolves`, 'close() resolves within 5 s, also after a request and when called twice', async (harness) => {
      const watch = recordingWatch();
      const provider = await harness.time.within(harness.open(watch), answerMsMaxOf(harness), 'opening the adapter');
      await request(provider, harness);
      await harness.time.within(provider.close(), 5000, 'close()');
      await harness.time.within(provider.close(), 5000, 'the second close()');
    }),
    defineCheck(`${kind}/secrets-stay-secret`, 'a secret is in no log record', async (harness) => {
      await withProvider(harness, async (provider, watch) => {
        await request(provider, harness);
        must(!watch.logged().includes(watch.secret), 'the log holds the secret');
      });
    }),
    defineCheck(`${kind}/failure-has-cause`, 'a failed request ends with a ProviderError of the right cause', async (harness) => {
      await failures(harness, (cause, error) => {
        must(isProviderError(error), `the failure "${cause}" ended with ${error instanceof Error ? error.name : typeof error}, not a ProviderError`);
        must(error.causeCode === cause, `the failure "${cause}" was told as "${error.causeCode}"`);
      });
    }, hasFailures),
    defineCheck(`${kind}/failure-keeps-secret`, 'neither the error nor the log of a failed request holds a secret', async (harness) => {
      await failures(harness, (cause, error, watch) => {
        must(!everythingIn(error).includes(watch.secret), `the error of the failure "${cause}" holds the secret`);
        must(!watch.logged().includes(watch.secret), `the log of the failure "${cause}" holds the secret`);
      });
    }, hasFailures),
  ];
}

/** The check that the adapter speaks the spec it is run against. */
export function specCheck<Kind extends ProviderKind, Harness extends ContractHarness<Kind>>(
  kind: Kind, spec: string, abilitiesFault: (provider: ProviderByKind[Kind]) => string | undefined,
): ContractCheck<Harness> {
  return defineCheck(`${kind}/declares-itself`, `the adapter names ${spec} and declares usable abilities`, async (harness) => {
    await withProvider<Kind>(harness, async (provider) => {
      must(provider.spec === spec, `spec is "${provider.spec}"`);
      const fault = abilitiesFault(provider);
      must(fault === undefined, fault ?? '');
    });
  });
}

/** What a stream gave, and how it ended; times are those of the harness's clock. */
export interface StreamRecord<Event> {
  readonly events: readonly Event[];
  readonly error: unknown;
  readonly endedAtMs: number;
  readonly abortedAtMs: number | undefined;
}

/** Reads a stream to its end, aborting after `abortAfter` events where given (0: right after the first pull). */
export async function readStream<Event>(
  open: (signal: AbortSignal) => AsyncIterable<Event>, nowMs: () => number, abortAfter?: number,
): Promise<StreamRecord<Event>> {
  const controller = new AbortController();
  const events: Event[] = [];
  let abortedAtMs: number | undefined;
  let error: unknown;
  const abort = (): void => { abortedAtMs = nowMs(); controller.abort(); };
  try {
    const iterator = open(controller.signal)[Symbol.asyncIterator]();
    let pulled = iterator.next();
    if (abortAfter === 0) abort();
    for (let step = await pulled; !step.done; step = await pulled) {
      events.push(step.value);
      if (events.length === abortAfter) abort();
      pulled = iterator.next();
    }
  } catch (thrown) {
    error = thrown;
  }
  return { events, error, endedAtMs: nowMs(), abortedAtMs };
}

/** Asserts that an aborted stream ended in time, quietly or with the cause `aborted`. */
export function mustHaveEndedOnAbort(record: StreamRecord<unknown>, toleranceMs: number, when: string): void {
  must(record.abortedAtMs !== undefined, `the stream ended before it could be aborted ${when}`);
  const tookMs = record.endedAtMs - record.abortedAtMs;
  must(tookMs <= 100 + toleranceMs, `aborted ${when}, the stream ended ${Math.round(tookMs)} ms later; 100 ms are allowed`);
  if (record.error === undefined) return;
  must(isProviderError(record.error) && record.error.causeCode === 'aborted',
    `aborted ${when}, the stream threw ${everythingIn(record.error).split('\n')[0] ?? ''}`);
}

/** Error of an ordinary stream, thrown so that the check names it. */
export function mustNotHaveFailed(record: StreamRecord<unknown>): void {
  if (record.error === undefined) return;
  must(isProviderError(record.error), `the stream threw ${everythingIn(record.error).split('\n')[0] ?? ''}, which is no ProviderError`);
  throw record.error;
}

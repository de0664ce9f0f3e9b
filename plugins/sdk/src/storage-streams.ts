import type { Deadline } from './deadline.js';
import { isProviderError, ProviderError } from './errors.js';

const left = (iterator: AsyncIterator<Uint8Array>): void => {
  // One that is still waited for ends when it can; nobody waits for that.
  void Promise.resolve(iterator.return?.()).catch(() => undefined);
};

/** What goes to a vendor, counted; the vendor's silence begins anew with each piece that it takes, and rests while none is there. */
export class StorageFeed {
  byteLength = 0;
  /** Why it broke off, where that was not the vendor's doing. */
  failure: ProviderError | undefined;
  readonly #open: () => AsyncIterable<Uint8Array>;
  readonly #deadline: Deadline;
  readonly #bytesMax: number;

  constructor(open: () => AsyncIterable<Uint8Array>, deadline: Deadline, bytesMax: number) {
    this.#open = open;
    this.#deadline = deadline;
    this.#bytesMax = bytesMax;
  }

  async* pieces(): AsyncGenerator<Uint8Array> {
    const iterator = this.#open()[Symbol.asyncIterator]();
    try {
      for (;;) {
        this.#deadline.rest();
        const step = await this.#deadline.race(this.#next(iterator));
        this.#deadline.heard();
        if (step.done) return;
        this.byteLength += step.value.byteLength;
        if (this.byteLength > this.#bytesMax) throw this.#fail(new ProviderError('bad-request', `An object has at most ${this.#bytesMax} bytes.`));
        yield step.value;
      }
    } finally {
      left(iterator);
    }
  }

  async #next(iterator: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> {
    try {
      return await iterator.next();
    } catch (error) {
      throw this.#fail(new ProviderError('aborted', 'What was to be stored broke off.', { reason: error }));
    }
  }

  #fail(failure: ProviderError): ProviderError {
    this.failure ??= failure;
    return failure;
  }
}

/** Clients call it an abort, too, where the vendor hung up. */
const isOwnAbort = (error: unknown, { signal }: Deadline): boolean => !signal.aborted && isProviderError(error) && error.causeCode === 'aborted';
const brokenOff = (restBytes: number): ProviderError => new ProviderError('unreachable', `The object broke off ${restBytes} bytes before its end.`);

/** What comes from a vendor, under a deadline that rests while nobody asks for more; throws where it is not as long as promised. */
export async function* readPromised(deadline: Deadline, source: AsyncIterable<Uint8Array>, byteLength: number): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  let restBytes = byteLength;
  try {
    for (;;) {
      deadline.heard();
      const step = await deadline.race(iterator.next()).catch((error: unknown) => { throw isOwnAbort(error, deadline) ? brokenOff(restBytes) : error; });
      deadline.rest();
      if (step.done) break;
      restBytes -= step.value.byteLength;
      if (restBytes < 0) throw new ProviderError('vendor-fault', 'More bytes came than the object has.');
      yield step.value;
    }
    if (restBytes > 0) throw brokenOff(restBytes);
  } finally {
    left(iterator);
    deadline.end();
  }
}

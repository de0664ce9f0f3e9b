import { bytesOf, ProviderError, toProviderError } from '@parley/plugin-sdk';

/** Longest segment that is kept, in milliseconds. */
const SEGMENT_MS_MAX = 60_000;

/** One call's ear. Audio of the open segment is kept here; a commit sends it, and finals come in the order of the commits. */
export class Session {
  #vendor;
  #request;
  #controller = new AbortController();
  #pieces = [];
  #bytes = 0;
  #last = Promise.resolve();
  #isOver = false;

  constructor(vendor, request) {
    this.#vendor = vendor;
    this.#request = request;
    request.signal.addEventListener('abort', () => { this.#end(); }, { once: true });
    if (request.signal.aborted) this.#end();
  }

  push(_segmentId, samples) {
    if (this.#isOver) return;
    // A copy: the array is the caller's again after this.
    const piece = bytesOf(samples);
    this.#pieces.push(piece);
    this.#bytes += piece.length;
    if (this.#msOf(this.#bytes) > SEGMENT_MS_MAX) queueMicrotask(() => { this.#fail(new ProviderError('bad-request', `A segment may last ${SEGMENT_MS_MAX / 1_000} seconds.`)); });
  }

  /** A vendor that transcribes whole files has nothing to prepare. */
  speculate() {}

  commit(segmentId) {
    if (this.#isOver) return;
    const audio = Buffer.concat(this.#take());
    // Sent at once, told in order. A failure is told when it is its turn.
    const transcript = this.#transcribe(audio);
    transcript.catch(() => undefined);
    this.#last = this.#last.then(async () => {
      const { text, usage } = await transcript;
      if (!this.#isOver) this.#request.onEvent({ type: 'transcript-final', segmentId, text, usage });
    }).catch((error) => { this.#fail(error); });
  }

  discard() {
    this.#take();
  }

  async close() {
    this.#end();
  }

  #take() {
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#bytes = 0;
    return pieces;
  }

  #msOf(bytes) {
    const { encoding, sampleRateHz } = this.#request.format;
    return (bytes * 1_000) / (sampleRateHz * (encoding === 'mulaw' ? 1 : 2));
  }

  async #transcribe(audio) {
    if (audio.length === 0) return { text: '', usage: { requests: 0 } };
    const deadline = this.#vendor.startDeadline(this.#controller.signal);
    try {
      const { format, language } = this.#request;
      const response = await this.#vendor.ask('/transcribe', { method: 'POST', body: { format, language, audio: audio.toString('base64') } }, deadline);
      const { text } = await deadline.race(response.json());
      if (typeof text !== 'string') throw new ProviderError('vendor-fault', 'The vendor answered without a text.');
      return { text, usage: { requests: 1, audioMs: this.#msOf(audio.length) } };
    } finally {
      deadline.end();
    }
  }

  #fail(error) {
    if (this.#isOver) return;
    this.#end();
    this.#request.onEvent({ type: 'error', error: toProviderError(error) });
  }

  #end() {
    this.#isOver = true;
    this.#take();
    this.#controller.abort();
  }
}

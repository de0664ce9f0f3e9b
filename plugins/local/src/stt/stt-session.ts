import {
  isProviderError, pcm16FromMulaw, toProviderError, type AudioSamples, type SttEvent, type SttOpenRequest, type SttSession,
} from '@parley/plugin-sdk';
import { Upsampler } from '../audio/half-band.js';
import type { SttSettings } from '../settings.js';
import { Segment, type SttPool } from './segment.js';

/** Segments open at once: a caller of this interface has one; more means that it forgets to close them. */
const SEGMENTS_MAX = 8;

/** One call's ear. Decoding happens in the pool; here audio is gathered and answers are put in order. */
export class LocalSttSession implements SttSession {
  readonly #request: SttOpenRequest;
  readonly #settings: SttSettings;
  readonly #pool: SttPool;
  readonly #onClosed: () => void;
  readonly #segments = new Map<number, Segment>();
  readonly #committed = new Set<Segment>();
  readonly #upsampler: Upsampler | undefined;
  /** Finals leave in the order of their commits. */
  #finals: Promise<void> = Promise.resolve();
  #isClosed = false;
  readonly #onAbort = (): void => this.#end();

  constructor(request: SttOpenRequest, settings: SttSettings, pool: SttPool, onClosed: () => void) {
    this.#request = request;
    this.#settings = settings;
    this.#pool = pool;
    this.#onClosed = onClosed;
    this.#upsampler = request.format.sampleRateHz === 8000 ? new Upsampler() : undefined;
    request.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  push(segmentId: number, audio: AudioSamples): void {
    if (this.#isClosed || audio.length === 0) return;
    const segment = this.#segment(segmentId);
    const linear = audio instanceof Uint8Array ? pcm16FromMulaw(audio) : audio;
    segment.push(this.#upsampler ? this.#upsampler.process(linear) : linear);
    if (this.#settings.partials && segment.newMs >= this.#settings.partialEveryMs) this.#partial(segmentId, segment);
  }

  speculate(segmentId: number): void {
    if (this.#isClosed) return;
    const segment = this.#segment(segmentId);
    segment.speculate()?.then((transcript) => {
      // A final, or a newer audio, has made it void.
      if (this.#segments.get(segmentId) === segment) this.#emit({ type: 'transcript-speculative', segmentId, ...transcript });
    }, () => {});
  }

  commit(segmentId: number): void {
    if (this.#isClosed) return;
    const segment = this.#segment(segmentId);
    this.#segments.delete(segmentId);
    this.#committed.add(segment);
    const { transcript, isSpeculationHit } = segment.commit();
    const audioMs = segment.audio.length / 16;
    this.#finals = this.#finals.then(async () => {
      try {
        const { text, confidence } = await transcript;
        this.#emit({ type: 'transcript-final', segmentId, text, confidence, isSpeculationHit, usage: { audioMs, requests: 1 } });
      } catch (error) {
        this.#fail(error);
      } finally {
        this.#committed.delete(segment);
      }
    });
  }

  discard(segmentId: number): void {
    this.#segments.get(segmentId)?.cancel();
    this.#segments.delete(segmentId);
  }

  async close(): Promise<void> {
    this.#end();
  }

  #segment(segmentId: number): Segment {
    let segment = this.#segments.get(segmentId);
    if (segment) return segment;
    if (this.#segments.size >= SEGMENTS_MAX) this.discard(this.#segments.keys().next().value!);
    segment = new Segment({ pool: this.#pool, speechMsMin: this.#settings.speechMsMin, meanLogprobMin: this.#settings.meanLogprobMin });
    this.#segments.set(segmentId, segment);
    return segment;
  }

  #partial(segmentId: number, segment: Segment): void {
    segment.partial()?.then(({ text }) => {
      if (text !== '' && this.#segments.get(segmentId) === segment) this.#emit({ type: 'transcript-partial', segmentId, text });
    }, () => {});
  }

  #fail(error: unknown): void {
    if (this.#isClosed || (isProviderError(error) && error.causeCode === 'aborted')) return;
    this.#emit({ type: 'error', error: toProviderError(error) });
    this.#end();
  }

  #emit(event: SttEvent): void {
    if (!this.#isClosed) this.#request.onEvent(event);
  }

  #end(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#request.signal.removeEventListener('abort', this.#onAbort);
    for (const segment of [...this.#segments.values(), ...this.#committed]) segment.cancel();
    this.#segments.clear();
    this.#committed.clear();
    this.#onClosed();
  }
}

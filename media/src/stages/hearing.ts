import { toProviderError, type AudioFormat, type AudioSamples, type ProviderError, type ProviderUsage, type SttEvent, type SttProvider, type SttSession } from '@parley/plugin-host';
import { encodeMulaw } from '../audio/g711.js';
import { StreamResampler } from '../audio/resampler.js';
import { CALL_LIMITS } from '../call/limits.js';
import type { AudioRing } from './audio-ring.js';

export interface Words {
  readonly segmentId: number;
  /** `LOST`: no final will come for this segment; the words so far are all there is. */
  readonly kind: 'PARTIAL' | 'SPECULATIVE' | 'FINAL' | 'LOST';
  readonly text: string;
  readonly confidence?: number | undefined;
  readonly isSpeculationHit?: boolean | undefined;
  readonly usage?: ProviderUsage | undefined;
}

export interface HearingOptions {
  readonly stt: SttProvider;
  readonly callId: string;
  readonly language: string;
  readonly sampleRateHz: 8000 | 16000;
  readonly ring: AudioRing;
  /** Words the caller is likely to say. */
  readonly hints: readonly string[];
  readonly signal: AbortSignal;
  /** Called by the recogniser, never from within a method of this class. */
  readonly onWords: (words: Words) => void;
  /** The recogniser and its fallbacks are gone, also after it was opened anew. */
  readonly onFailed: (error: ProviderError) => void;
}

/** Sessions that fail in a row, without a transcript between, before hearing is given up. */
const FAILURES_MAX = 3;

/** Cuts the caller's audio into segments for the recogniser, and keeps it from hearing anything twice. */
export class Hearing {
  readonly #options: HearingOptions;
  readonly #format: AudioFormat;
  readonly #resampler: StreamResampler | undefined;
  readonly #isContinuous: boolean;
  #session: SttSession | undefined;
  /** What was asked of the recogniser before it was open. */
  #backlog: ((session: SttSession) => void)[] = [];
  #backlogSamples = 0;
  #segmentId = 0;
  #openSegment: number | undefined;
  #segmentSamples = 0;
  #isPushing = false;
  #pushedTo = 0;
  /** Prepared transcripts, told to the recogniser and not yet used or void. */
  hits = 0;
  misses = 0;
  #isSpeculated = false;
  readonly #awaited = new Set<number>();
  #failureCount = 0;
  /** The session was asked for something. */
  #isUsed = false;
  /** The session ended unused: it is opened again when there is something to hear. */
  #isDormant = false;

  constructor(options: HearingOptions) {
    this.#options = options;
    this.#format = chooseSttFormat(options.stt.abilities.formats, options.sampleRateHz);
    this.#resampler = this.#format.sampleRateHz === options.sampleRateHz ? undefined : new StreamResampler(options.sampleRateHz, this.#format.sampleRateHz);
    this.#isContinuous = options.stt.abilities.audioNeeded === 'continuous';
  }

  /** Segment ids below this belong to turns that are over. */
  get nextSegmentId(): number {
    return this.#segmentId + 1;
  }

  async open(): Promise<void> {
    const { stt, callId, language, signal, onWords } = this.#options;
    try {
      this.#session = await stt.open({
        callId, language, format: this.#format, signal, hints: this.#options.hints,
        onEvent: (event) => this.#onEvent(event, onWords),
      });
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    if (signal.aborted) {
      await this.#session.close();
      return;
    }
    this.#isUsed = this.#backlog.length > 0;
    for (const step of this.#backlog) step(this.#session);
    this.#backlog = [];
    this.#backlogSamples = 0;
  }

  /** Every frame of the caller, after it went into the ring. */
  audio(samples: Int16Array): void {
    if (this.#isContinuous) {
      this.#openSegment ??= ++this.#segmentId;
      this.#push(samples);
    } else if (this.#isPushing) this.#push(samples);
  }

  /** Speech began at `position`, or goes on after a pause. Answers the segment it belongs to. */
  speechStarted(position: number): number {
    this.#voidSpeculation();
    if (this.#openSegment === undefined) {
      this.#openSegment = ++this.#segmentId;
      this.#segmentSamples = 0;
    }
    if (!this.#isContinuous && !this.#isPushing) {
      const preRoll = (CALL_LIMITS.preRollMs * this.#options.sampleRateHz) / 1000;
      this.#push(this.#options.ring.since(Math.max(this.#pushedTo, position - preRoll)));
    }
    this.#isPushing = true;
    return this.#openSegment;
  }

  /** A pause: a transcript is prepared, or, where the recogniser can say nothing before the end, the segment ends here. */
  speechPaused(): void {
    this.#isPushing = false;
    const segment = this.#openSegment;
    if (segment === undefined) return;
    const { hasPartials, hasSpeculation } = this.#options.stt.abilities;
    const isLong = this.#segmentSamples > (CALL_LIMITS.segmentMsMax * this.#options.sampleRateHz) / 1000;
    if (isLong || (!hasSpeculation && !hasPartials)) {
      this.commit();
      return;
    }
    if (!hasSpeculation) return;
    this.#isSpeculated = true;
    this.#run((session) => session.speculate(segment));
  }

  /** Ends a segment in the middle of speech where it has become too long, and goes on in the next, which it answers. */
  rollOver(): number | undefined {
    if (this.#openSegment === undefined || this.#segmentSamples < (CALL_LIMITS.segmentMsHardMax * this.#options.sampleRateHz) / 1000) return undefined;
    this.commit();
    this.#openSegment = ++this.#segmentId;
    this.#isPushing = true;
    return this.#openSegment;
  }

  /** The open segment is complete. Answers its id, undefined where none is open. */
  commit(): number | undefined {
    const segment = this.#openSegment;
    if (segment === undefined) return undefined;
    this.#openSegment = undefined;
    this.#isPushing = false;
    this.#isSpeculated = false;
    this.#segmentSamples = 0;
    this.#awaited.add(segment);
    this.#run((session) => session.commit(segment));
    return segment;
  }

  /** Forgets the open segment. */
  discard(): void {
    const segment = this.#openSegment;
    this.#voidSpeculation();
    this.#openSegment = undefined;
    this.#isPushing = false;
    this.#pushedTo = this.#options.ring.end;
    if (segment !== undefined) this.#run((session) => session.discard(segment));
  }

  async close(): Promise<void> {
    this.#backlog = [];
    await this.#session?.close();
  }

  #voidSpeculation(): void {
    if (this.#isSpeculated) this.misses++;
    this.#isSpeculated = false;
  }

  #push(samples: Int16Array): void {
    const segment = this.#openSegment;
    this.#pushedTo = this.#options.ring.end;
    if (segment === undefined || samples.length === 0) return;
    this.#segmentSamples += samples.length;
    const audio = this.#convert(samples);
    if (this.#session) {
      this.#isUsed = true;
      this.#session.push(segment, audio);
      return;
    }
    this.#wake();
    if (this.#backlogSamples > (CALL_LIMITS.sttBacklogMsMax * this.#options.sampleRateHz) / 1000) return;
    this.#backlogSamples += samples.length;
    this.#backlog.push((session) => session.push(segment, audio));
  }

  #convert(samples: Int16Array): AudioSamples {
    const linear = this.#resampler ? this.#resampler.process(samples) : samples;
    return this.#format.encoding === 'mulaw' ? encodeMulaw(linear) : linear;
  }

  #run(step: (session: SttSession) => void): void {
    if (this.#session) step(this.#session);
    else this.#backlog.push(step);
  }

  #wake(): void {
    if (!this.#isDormant) return;
    this.#isDormant = false;
    this.open().catch((reason: unknown) => this.#options.onFailed(toProviderError(reason)));
  }

  /** What was committed is lost; the caller is heard again from here on. */
  #recover(error: ProviderError, onWords: (words: Words) => void): void {
    this.#session = undefined;
    // A caller who writes, or a call on hold, says nothing for long, and vendors end such sessions.
    this.#isDormant = !this.#isUsed;
    if (this.#isDormant) return;
    const lost = Array.from(this.#awaited);
    this.#awaited.clear();
    if (++this.#failureCount >= FAILURES_MAX) {
      this.#options.onFailed(error);
      return;
    }
    this.open().catch((reason: unknown) => this.#options.onFailed(toProviderError(reason)));
    for (const segmentId of lost) onWords({ segmentId, kind: 'LOST', text: '' });
  }

  #onEvent(event: SttEvent, onWords: (words: Words) => void): void {
    if (event.type === 'error') {
      this.#recover(event.error, onWords);
      return;
    }
    const { segmentId, text } = event;
    if (segmentId < 1 || segmentId > this.#segmentId) return;
    if (event.type === 'transcript-partial') onWords({ segmentId, kind: 'PARTIAL', text });
    else if (event.type === 'transcript-speculative') {
      if (segmentId === this.#openSegment && this.#isSpeculated) onWords({ segmentId, kind: 'SPECULATIVE', text, confidence: event.confidence });
    } else {
      this.#failureCount = 0;
      this.#awaited.delete(segmentId);
      if (event.isSpeculationHit === true) this.hits++;
      onWords({ segmentId, kind: 'FINAL', text, confidence: event.confidence, isSpeculationHit: event.isSpeculationHit, usage: event.usage });
    }
  }
}

function chooseSttFormat(formats: readonly AudioFormat[], sampleRateHz: 8000 | 16000): AudioFormat {
  const linear = formats.filter((format) => format.encoding === 'pcm16');
  return linear.find((format) => format.sampleRateHz === sampleRateHz)
    ?? formats.find((format) => format.encoding === 'mulaw' && format.sampleRateHz === sampleRateHz)
    ?? linear.find((format) => format.sampleRateHz === 16000) ?? linear[0] ?? { encoding: 'pcm16', sampleRateHz };
}

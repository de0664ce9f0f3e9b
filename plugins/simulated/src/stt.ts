import {
  checkHearing, pcm16FromMulaw, STT_SPEC, type AudioFormat, type AudioSamples, type PluginContext, type SttEvent, type SttOpenRequest,
  type SttProvider, type SttSession, type Timer, type Clock,
} from '@parley/plugin-sdk';
import { faultError, FaultPlan, playFaultOfAnswer, type Fault } from './faults.js';
import { sttSettings, type SttSettings } from './settings.js';
import { throwIfAborted } from './delay.js';

const FORMATS: readonly AudioFormat[] = [
  { encoding: 'pcm16', sampleRateHz: 8000 }, { encoding: 'pcm16', sampleRateHz: 16000 }, { encoding: 'mulaw', sampleRateHz: 8000 },
];
/** Faults that show in the session after it was opened, not in the opening. */
const SESSION_FAULTS: ReadonlySet<Fault['kind']> = new Set(['silence', 'garbage', 'break-midway']);

interface Segment {
  sampleCount: number;
  peak: number;
  partialCount: number;
  /** The transcript being prepared, or ready: due at that time. */
  speculation: { readonly dueMs: number; readonly timer: Timer } | undefined;
}

/** Scripted speech to text on the clock it is given. */
export async function openStt(context: PluginContext): Promise<SttProvider> {
  const settings = sttSettings.parse(context.settings);
  const openFaults = new FaultPlan(settings.faults.filter((fault) => fault.on === 'open'));
  const commitFaults = new FaultPlan(settings.faults.filter((fault) => fault.on === 'commit'));
  return {
    spec: STT_SPEC,
    abilities: {
      hasPartials: settings.partialEveryMs > 0, hasSpeculation: settings.hasSpeculation, audioNeeded: 'speech', formats: FORMATS,
      languages: settings.languages,
    },
    async open(request) {
      throwIfAborted(request.signal);
      checkHearing(request, FORMATS);
      const fault = openFaults.next();
      if (fault && !SESSION_FAULTS.has(fault.kind)) await playFaultOfAnswer(fault, context.clock, request.signal);
      return new SimulatedSttSession(request, settings, context.clock, commitFaults, fault);
    },
    async close() {},
  };
}

class SimulatedSttSession implements SttSession {
  readonly #request: SttOpenRequest;
  readonly #settings: SttSettings;
  readonly #clock: Clock;
  readonly #commitFaults: FaultPlan;
  readonly #openFault: Fault | undefined;
  readonly #segments = new Map<number, Segment>();
  readonly #timers = new Set<Timer>();
  #heardCount = 0;
  #lastFinalDueMs = 0;
  #isClosed = false;
  readonly #onAbort = (): void => this.#end();

  constructor(request: SttOpenRequest, settings: SttSettings, clock: Clock, commitFaults: FaultPlan, openFault: Fault | undefined) {
    this.#request = request;
    this.#settings = settings;
    this.#clock = clock;
    this.#commitFaults = commitFaults;
    this.#openFault = openFault;
    request.signal.addEventListener('abort', this.#onAbort, { once: true });
    if (openFault?.kind === 'break-midway') this.#fail(openFault, openFault.afterMs);
  }

  push(segmentId: number, audio: AudioSamples): void {
    if (this.#isClosed) return;
    const segment = this.#segment(segmentId);
    if (audio.length > 0) {
      segment.speculation?.timer.cancel();
      segment.speculation = undefined;
    }
    segment.sampleCount += audio.length;
    segment.peak = Math.max(segment.peak, peakOf(audio));
    this.#emitPartials(segmentId, segment);
  }

  speculate(segmentId: number): void {
    if (this.#isClosed || !this.#settings.hasSpeculation || this.#commitFaults.peek()) return;
    const segment = this.#segment(segmentId);
    if (segment.speculation) return;
    const dueMs = this.#clock.nowMs() + this.#settings.speculationDelayMs;
    const text = this.#textOf(segment);
    const timer = this.#later(this.#settings.speculationDelayMs, () => {
      this.#emit({ type: 'transcript-speculative', segmentId, text, confidence: this.#settings.confidence });
    });
    segment.speculation = { dueMs, timer };
  }

  commit(segmentId: number): void {
    if (this.#isClosed) return;
    const segment = this.#segment(segmentId);
    const fault = this.#commitFaults.next();
    const text = this.#textOf(segment);
    if (this.#isAudible(segment)) this.#heardCount += 1;
    this.#segments.delete(segmentId);
    // The final takes the place of a speculative answer that is still on its way.
    segment.speculation?.timer.cancel();
    const nowMs = this.#clock.nowMs();
    const readyMs = segment.speculation === undefined ? nowMs + this.#settings.finalDelayMs : Math.max(nowMs, segment.speculation.dueMs);
    this.#lastFinalDueMs = Math.max(this.#lastFinalDueMs, readyMs);
    const waitMs = this.#lastFinalDueMs - nowMs;
    if (fault && this.#playCommitFault(fault, segmentId, text, waitMs)) return;
    const audioMs = (segment.sampleCount * 1000) / this.#request.format.sampleRateHz;
    this.#later(waitMs, () => this.#emit({
      type: 'transcript-final', segmentId: this.#openFault?.kind === 'garbage' ? -1 : segmentId,
      text: fault?.kind === 'silence' ? '' : text, confidence: this.#settings.confidence,
      isSpeculationHit: segment.speculation !== undefined, usage: { audioMs, requests: 1 },
    }));
  }

  discard(segmentId: number): void {
    this.#segments.get(segmentId)?.speculation?.timer.cancel();
    this.#segments.delete(segmentId);
  }

  async close(): Promise<void> {
    this.#end();
  }

  /** True where the fault takes the place of the transcript. */
  #playCommitFault(fault: Fault, segmentId: number, text: string, waitMs: number): boolean {
    if (fault.kind === 'silence') return false;
    if (fault.kind === 'stall') return true;
    if (fault.kind === 'garbage') {
      this.#later(waitMs, () => this.#emit({ type: 'transcript-final', segmentId: -1, text: '\uFFFD' }));
      return true;
    }
    if (fault.kind === 'break-midway') {
      const words = text.split(' ');
      this.#later(0, () => this.#emit({ type: 'transcript-partial', segmentId, text: words.slice(0, Math.ceil(words.length / 2)).join(' ') }));
      this.#fail(fault, fault.afterMs > 0 ? fault.afterMs : waitMs);
      return true;
    }
    this.#fail(fault, fault.afterMs);
    return true;
  }

  #fail(fault: Fault, afterMs: number): void {
    this.#later(afterMs, () => {
      const error = faultError(fault);
      if (!error) return;
      this.#emit({ type: 'error', error });
      this.#end();
    });
  }

  #segment(segmentId: number): Segment {
    let segment = this.#segments.get(segmentId);
    if (!segment) {
      segment = { sampleCount: 0, peak: 0, partialCount: 0, speculation: undefined };
      this.#segments.set(segmentId, segment);
    }
    return segment;
  }

  #isAudible(segment: Segment): boolean {
    return segment.sampleCount > 0 && segment.peak >= this.#settings.peakMin;
  }

  #textOf(segment: Segment): string {
    if (this.#openFault?.kind === 'silence' || !this.#isAudible(segment)) return '';
    const { transcripts, isCycling } = this.#settings;
    if (transcripts.length === 0) return '';
    return transcripts[isCycling ? this.#heardCount % transcripts.length : this.#heardCount] ?? '';
  }

  #emitPartials(segmentId: number, segment: Segment): void {
    const everyMs = this.#settings.partialEveryMs;
    if (everyMs === 0 || !this.#isAudible(segment)) return;
    const words = this.#textOf(segment).split(' ').filter((word) => word !== '');
    const audioMs = (segment.sampleCount * 1000) / this.#request.format.sampleRateHz;
    const wordCount = Math.min(words.length, Math.floor(audioMs / everyMs));
    if (wordCount <= segment.partialCount) return;
    segment.partialCount = wordCount;
    const text = words.slice(0, wordCount).join(' ');
    this.#later(0, () => {
      if (this.#segments.get(segmentId) === segment) this.#emit({ type: 'transcript-partial', segmentId, text });
    });
  }

  #later(delayMs: number, callback: () => void): Timer {
    const timer = this.#clock.setTimer(delayMs, () => { this.#timers.delete(timer); callback(); });
    this.#timers.add(timer);
    return { cancel: () => { this.#timers.delete(timer); timer.cancel(); } };
  }

  #emit(event: SttEvent): void {
    if (!this.#isClosed) this.#request.onEvent(event);
  }

  #end(): void {
    this.#isClosed = true;
    this.#request.signal.removeEventListener('abort', this.#onAbort);
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    this.#segments.clear();
  }
}

function peakOf(audio: AudioSamples): number {
  const samples = audio instanceof Int16Array ? audio : pcm16FromMulaw(audio);
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak;
}

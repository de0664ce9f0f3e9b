import { VAD_SPEC, type Clock, type PluginContext, type Timer, type VadOpenRequest, type VadProvider, type VadSession } from '@parley/plugin-sdk';
import { faultError, FaultPlan, playFaultOfAnswer, type Fault } from './faults.js';
import { vadSettings, type VadSettings } from './settings.js';

/** Silero's window lengths, 32 ms, so that a call behaves the same with either detector. */
const WINDOW_SAMPLES = { 8000: 256, 16000: 512 } as const;
const SESSION_FAULTS: ReadonlySet<Fault['kind']> = new Set(['stall', 'silence', 'garbage', 'break-midway']);

/** Loudness as speech probability. A request, for faults, is the opening of a session. */
export async function openVad(context: PluginContext): Promise<VadProvider> {
  const settings = vadSettings.parse(context.settings);
  const faults = new FaultPlan(settings.faults);
  return {
    spec: VAD_SPEC,
    abilities: { windowSamples: WINDOW_SAMPLES },
    async open(request) {
      const fault = faults.next();
      if (fault && !SESSION_FAULTS.has(fault.kind)) await playFaultOfAnswer(fault, context.clock, new AbortController().signal);
      return new SimulatedVadSession(request, settings, context.clock, fault);
    },
    async close() {},
  };
}

/**
 * Probabilities of the windows that a push completes are delivered together, never from within `push`: in a microtask,
 * or `delayMs` later on the clock where that is set. No timer is spent on the default, as hundreds of calls push 50
 * times a second each.
 */
class SimulatedVadSession implements VadSession {
  readonly #request: VadOpenRequest;
  readonly #settings: VadSettings;
  readonly #clock: Clock;
  readonly #fault: Fault | undefined;
  readonly #windowSamples: number;
  readonly #energyMin: number;
  readonly #openedAtMs: number;
  readonly #timers = new Set<Timer>();
  #energy = 0;
  #fill = 0;
  #windowIndex = 0;
  #due: number[] = [];
  #isClosed = false;

  constructor(request: VadOpenRequest, settings: VadSettings, clock: Clock, fault: Fault | undefined) {
    this.#request = request;
    this.#settings = settings;
    this.#clock = clock;
    this.#fault = fault;
    this.#windowSamples = WINDOW_SAMPLES[request.sampleRateHz];
    this.#energyMin = settings.thresholdRms ** 2 * this.#windowSamples;
    this.#openedAtMs = clock.nowMs();
    if (fault?.kind === 'break-midway') this.#breakLater(fault);
  }

  push(samples: Int16Array): void {
    if (this.#isClosed) return;
    for (const sample of samples) {
      this.#energy += sample * sample;
      this.#fill += 1;
      if (this.#fill === this.#windowSamples) this.#endWindow();
    }
    if (this.#due.length > 0) this.#deliverLater();
  }

  close(): void {
    this.#isClosed = true;
    this.#due = [];
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }

  #endWindow(): void {
    const isSpeech = this.#energy >= this.#energyMin;
    this.#due.push(isSpeech ? this.#settings.speechProbability : this.#settings.silenceProbability);
    this.#energy = 0;
    this.#fill = 0;
  }

  #deliverLater(): void {
    const probabilities = this.#due;
    this.#due = [];
    if (this.#settings.delayMs === 0) {
      queueMicrotask(() => this.#deliver(probabilities));
      return;
    }
    const timer = this.#clock.setTimer(this.#settings.delayMs, () => { this.#timers.delete(timer); this.#deliver(probabilities); });
    this.#timers.add(timer);
  }

  #deliver(probabilities: readonly number[]): void {
    for (const probability of probabilities) {
      if (this.#isClosed) return;
      if (this.#fault?.kind === 'stall' && this.#clock.nowMs() >= this.#openedAtMs + this.#fault.afterMs) return;
      this.#request.onWindow(this.#distort(probability), this.#windowIndex++);
    }
  }

  #distort(probability: number): number {
    if (this.#fault?.kind === 'silence') return 0;
    return this.#fault?.kind === 'garbage' ? Number.NaN : probability;
  }

  #breakLater(fault: Fault): void {
    const timer = this.#clock.setTimer(fault.afterMs, () => {
      if (this.#isClosed) return;
      this.close();
      this.#request.onError(faultError(fault));
    });
    this.#timers.add(timer);
  }
}

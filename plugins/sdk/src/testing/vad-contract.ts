import { VAD_SPEC, type VadProvider, type VadSession } from '../kinds/vad.js';
import { commonChecks, specCheck, withProvider } from './common-checks.js';
import { answerMsMaxOf, defineCheck, must, type ContractCheck, type ContractHarness } from './contract.js';
import { levelRms, resampleForTest, type GoldenAudio } from './golden-audio.js';

export interface VadContractHarness extends ContractHarness<'vad'> {
  /** One to ten seconds of speech, without long pauses. */
  readonly speech: GoldenAudio;
}

type Check = ContractCheck<VadContractHarness>;
type SampleRate = 8000 | 16000;

/** Long enough for a window that should not come to come. */
const QUIET_MS = 500;
/** Windows softer than this part of the whole are pauses within the speech, and judged neither way. */
const LOUD_PART = 0.5;

/** One session under observation. */
class Watch {
  readonly windows: { readonly probability: number; readonly windowIndex: number }[] = [];
  reentrantCount = 0;
  #session: VadSession | undefined;
  #isInside = false;
  #wake: (() => void)[] = [];
  #failure: { readonly error: unknown } | undefined;
  readonly #harness: VadContractHarness;

  private constructor(harness: VadContractHarness) {
    this.#harness = harness;
  }

  static async open(harness: VadContractHarness, provider: VadProvider, sampleRateHz: SampleRate): Promise<Watch> {
    const watch = new Watch(harness);
    const opening = provider.open({
      callId: 'contract', sampleRateHz,
      onWindow: (probability, windowIndex) => {
        if (watch.#isInside) watch.reentrantCount += 1;
        watch.windows.push({ probability, windowIndex });
        watch.#wakeAll();
      },
      onError: (error) => { watch.#failure = { error }; watch.#wakeAll(); },
    });
    watch.#session = await harness.time.within(opening, answerMsMaxOf(harness), 'opening a session');
    return watch;
  }

  push(samples: Int16Array): void {
    this.#isInside = true;
    try { this.#session!.push(samples); } finally { this.#isInside = false; }
  }

  close(): void {
    this.#session!.close();
  }

  /** Waits for so many windows. */
  async until(windowCount: number): Promise<void> {
    const wait = (async () => {
      while (this.windows.length < windowCount) {
        if (this.#failure) throw this.#failure.error;
        await new Promise<void>((resolve) => { this.#wake.push(resolve); });
      }
    })();
    await this.#harness.time.within(wait, answerMsMaxOf(this.#harness), `${windowCount} windows (there are ${this.windows.length})`);
  }

  #wakeAll(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const resolve of waiting) resolve();
  }
}

function speechAt(harness: VadContractHarness, sampleRateHz: SampleRate): Int16Array {
  return resampleForTest(harness.speech.samples, harness.speech.sampleRateHz, sampleRateHz);
}

/** Pushes in pieces whose length does not divide the window. */
function pushInPieces(watch: Watch, samples: Int16Array, size: number): void {
  for (let start = 0; start < samples.length; start += size) watch.push(samples.slice(start, start + size));
}

function sessionCheck(
  id: string, rule: string, run: (watch: Watch, harness: VadContractHarness, sampleRateHz: SampleRate, provider: VadProvider) => Promise<void>,
): Check {
  return defineCheck<VadContractHarness>(id, rule, async (harness) => {
    await withProvider<'vad'>(harness, async (provider) => {
      for (const sampleRateHz of [8000, 16000] as const) {
        const watch = await Watch.open(harness, provider, sampleRateHz);
        await run(watch, harness, sampleRateHz, provider);
        watch.close();
      }
    });
  });
}

const windowChecks: readonly Check[] = [
  sessionCheck('vad/one-probability-per-window', 'each full window gets one probability, in order, however the audio is cut',
    async (watch, harness, sampleRateHz, provider) => {
      const samples = speechAt(harness, sampleRateHz);
      pushInPieces(watch, samples, 333);
      const expected = Math.floor(samples.length / provider.abilities.windowSamples[sampleRateHz]);
      await watch.until(expected);
      await harness.time.pass(QUIET_MS);
      must(watch.windows.length === expected, `${watch.windows.length} windows of ${expected}`);
      const strayed = watch.windows.findIndex((window, index) => window.windowIndex !== index);
      must(strayed === -1, `window ${watch.windows[strayed]?.windowIndex ?? -1} where ${strayed} was due`);
    }),
  sessionCheck('vad/within-0-and-1', 'every probability lies within 0 and 1', async (watch, harness, sampleRateHz, provider) => {
    const samples = speechAt(harness, sampleRateHz);
    watch.push(samples);
    await watch.until(Math.floor(samples.length / provider.abilities.windowSamples[sampleRateHz]));
    const wrong = watch.windows.find(({ probability }) => !(probability >= 0 && probability <= 1));
    must(wrong === undefined, `a probability of ${String(wrong?.probability)}`);
  }),
  sessionCheck('vad/speech-from-silence', 'speech is probable (0.5 and more in most loud windows), silence is not (under 0.35 in most)',
    async (watch, harness, sampleRateHz, provider) => {
      const size = provider.abilities.windowSamples[sampleRateHz];
      const speech = speechAt(harness, sampleRateHz);
      const speechWindows = Math.floor(speech.length / size);
      const silenceWindows = Math.ceil(sampleRateHz / size);
      watch.push(speech.slice(0, speechWindows * size));
      watch.push(new Int16Array(silenceWindows * size));
      await watch.until(speechWindows + silenceWindows);
      const whole = levelRms(speech);
      const loud = watch.windows.slice(0, speechWindows)
        .filter((_window, index) => levelRms(speech.slice(index * size, (index + 1) * size)) >= whole * LOUD_PART);
      const heard = loud.filter(({ probability }) => probability >= 0.5).length;
      must(heard > loud.length / 2, `${heard} of ${loud.length} loud windows are speech at ${sampleRateHz} Hz`);
      // The first 200 ms after speech may still carry its memory.
      const quiet = watch.windows.slice(speechWindows + 7);
      const taken = quiet.filter(({ probability }) => probability >= 0.35).length;
      must(taken < quiet.length / 2, `${taken} of ${quiet.length} silent windows are speech at ${sampleRateHz} Hz`);
    }),
  sessionCheck('vad/audio-not-kept', 'the array given to push may be reused as soon as push returns', async (watch, harness, sampleRateHz, provider) => {
    const size = provider.abilities.windowSamples[sampleRateHz];
    const speech = speechAt(harness, sampleRateHz);
    const windowCount = Math.floor(speech.length / size);
    for (let index = 0; index < windowCount; index += 1) {
      const piece = speech.slice(index * size, (index + 1) * size);
      watch.push(piece);
      piece.fill(0);
    }
    await watch.until(windowCount);
    must(watch.windows.some(({ probability }) => probability >= 0.5), 'no speech once the pushed arrays are cleared');
  }),
];

const sessionChecks: readonly Check[] = [
  sessionCheck('vad/never-reentrant', 'no probability is delivered from within push', async (watch, harness, sampleRateHz) => {
    watch.push(speechAt(harness, sampleRateHz));
    await watch.until(1);
    must(watch.reentrantCount === 0, `${watch.reentrantCount} windows inside push`);
  }),
  sessionCheck('vad/close-ends-windows', 'nothing is delivered after close(), and audio pushed then is ignored', async (watch, harness, sampleRateHz) => {
    watch.push(speechAt(harness, sampleRateHz));
    watch.close();
    const windowCount = watch.windows.length;
    watch.push(speechAt(harness, sampleRateHz));
    await harness.time.pass(QUIET_MS);
    must(watch.windows.length === windowCount, `${watch.windows.length - windowCount} windows after close()`);
  }),
  sessionCheck('vad/sessions-independent', 'sessions share nothing: silence beside speech stays silence', async (watch, harness, sampleRateHz, provider) => {
    const silent = await Watch.open(harness, provider, sampleRateHz);
    const size = provider.abilities.windowSamples[sampleRateHz];
    const speech = speechAt(harness, sampleRateHz);
    const windowCount = Math.floor(speech.length / size);
    for (let index = 0; index < windowCount; index += 1) {
      watch.push(speech.slice(index * size, (index + 1) * size));
      silent.push(new Int16Array(size));
    }
    await watch.until(windowCount);
    await silent.until(windowCount);
    must(silent.windows.length === windowCount, `${silent.windows.length} windows of ${windowCount} in the silent session`);
    const taken = silent.windows.filter(({ probability }) => probability >= 0.5).length;
    must(taken <= windowCount / 10, `${taken} of ${windowCount} silent windows are speech beside a session that speaks`);
    silent.close();
  }),
];

/** The rules of `vad/v1`. */
export const vadContract: readonly Check[] = [
  specCheck('vad', VAD_SPEC, ({ abilities }) => {
    const sizes = [abilities.windowSamples[8000], abilities.windowSamples[16000]];
    return sizes.every((size) => Number.isInteger(size) && size > 0) ? undefined : `windowSamples is ${sizes.join(', ')}`;
  }),
  ...windowChecks, ...sessionChecks,
  ...commonChecks<'vad', VadContractHarness>('vad', async (provider, harness) => {
    const watch = await Watch.open(harness, provider, 8000);
    watch.push(speechAt(harness, 8000));
    await watch.until(1);
    watch.close();
  }),
];

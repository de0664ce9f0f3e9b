import type { AudioFormat, AudioSamples } from '../audio.js';
import type { SttEvent, SttProvider, SttSession } from '../kinds/stt.js';
import { answerMsMaxOf, must, type ContractHarness } from './contract.js';
import { inFormat, piecesOf, type GoldenAudio } from './golden-audio.js';

export interface SttContractHarness extends ContractHarness<'stt'> {
  /**
   * At least two utterances of 1 to 10 s. An adapter with a script is set up to answer with their texts, in this order,
   * in every session.
   */
  readonly speech: readonly GoldenAudio[];
  /** Highest word error rate over all of `speech`; default 0.3. */
  readonly wordErrorRateMax?: number;
}

type Final = Extract<SttEvent, { type: 'transcript-final' }>;

/** One session under observation. */
export class Ear {
  readonly events: SttEvent[] = [];
  /** Events that arrived while a method of the session was running. */
  reentrantCount = 0;
  #session: SttSession | undefined;
  #isInside = false;
  #wake: (() => void)[] = [];
  readonly #harness: SttContractHarness;
  readonly #controller = new AbortController();
  readonly format: AudioFormat;

  private constructor(harness: SttContractHarness, format: AudioFormat) {
    this.#harness = harness;
    this.format = format;
  }

  static async open(harness: SttContractHarness, provider: SttProvider, format?: AudioFormat): Promise<Ear> {
    const ear = new Ear(harness, format ?? provider.abilities.formats[0]!);
    const opening = provider.open({
      callId: 'contract', language: harness.speech[0]!.language, format: ear.format, signal: ear.#controller.signal,
      onEvent: (event) => ear.#hear(event),
    });
    ear.#session = await harness.time.within(opening, answerMsMaxOf(harness), 'opening a session');
    return ear;
  }

  push(segmentId: number, audio: AudioSamples): void {
    this.#call((session) => session.push(segmentId, audio));
  }

  /** Pushes an utterance in pieces of 20 ms. */
  say(segmentId: number, audio: GoldenAudio): void {
    for (const piece of piecesOf(inFormat(audio, this.format), this.format.sampleRateHz)) this.push(segmentId, piece);
  }

  speculate(segmentId: number): void {
    this.#call((session) => session.speculate(segmentId));
  }

  commit(segmentId: number): void {
    this.#call((session) => session.commit(segmentId));
  }

  discard(segmentId: number): void {
    this.#call((session) => session.discard(segmentId));
  }

  abort(): void {
    this.#controller.abort();
  }

  async close(): Promise<void> {
    await this.#harness.time.within(this.#session!.close(), 5000, 'closing a session');
  }

  get finals(): readonly Final[] {
    return this.events.filter((event) => event.type === 'transcript-final');
  }

  speculativeTextOf(segmentId: number): string | undefined {
    const event = this.events.findLast((candidate) => candidate.type === 'transcript-speculative' && candidate.segmentId === segmentId);
    return event?.type === 'transcript-speculative' ? event.text : undefined;
  }

  /** Waits for the final transcript of a segment; throws what an error event carries. */
  async final(segmentId: number): Promise<Final> {
    await this.until(() => this.finals.some((event) => event.segmentId === segmentId), `the final transcript of segment ${segmentId}`);
    const final = this.finals.find((event) => event.segmentId === segmentId);
    must(final !== undefined && typeof final.text === 'string', 'a final transcript without text');
    return final;
  }

  async until(isMet: () => boolean, what: string): Promise<void> {
    const wait = (async () => {
      while (!isMet()) {
        const failure = this.events.find((event) => event.type === 'error');
        if (failure?.type === 'error') throw failure.error;
        await new Promise<void>((resolve) => { this.#wake.push(resolve); });
      }
    })();
    await this.#harness.time.within(wait, answerMsMaxOf(this.#harness), what);
  }

  #call(run: (session: SttSession) => void): void {
    this.#isInside = true;
    try { run(this.#session!); } finally { this.#isInside = false; }
  }

  #hear(event: SttEvent): void {
    if (this.#isInside) this.reentrantCount += 1;
    this.events.push(event);
    const waiting = this.#wake;
    this.#wake = [];
    for (const resolve of waiting) resolve();
  }
}

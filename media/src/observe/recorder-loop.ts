import type { PluginLogger } from '@parley/plugin-host';
import type { CallRecording } from './call-recording.js';
import { RECORDER_LIMITS } from './recorder-limits.js';
import type { RecordingFile } from './recorder-port.js';
import { describeRecording } from './wav-files.js';

const SCRATCH_BYTES = 65_536;

/**
 * The one writer of all recordings of a process. It runs on Node's own timer: it is housekeeping beside the calls, and
 * must go on while a test holds their clock.
 */
export class RecorderLoop {
  readonly #logger: PluginLogger;
  readonly #recordings = new Set<CallRecording>();
  readonly #scratch = new Uint8Array(SCRATCH_BYTES);
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #isRoundDue = false;
  #hashes: Promise<unknown>[] = Array.from({ length: RECORDER_LIMITS.hashesMax }, () => Promise.resolve());
  #nextHash = 0;

  constructor(logger: PluginLogger) {
    this.#logger = logger;
  }

  add(recording: CallRecording): void {
    this.#recordings.add(recording);
    this.#schedule();
  }

  /** A round as soon as the one under way is over. */
  hurry(): void {
    if (this.#isRoundDue) return;
    this.#isRoundDue = true;
    this.#round = this.#round.then(() => { this.#isRoundDue = false; return this.#writeAll(); });
  }

  /** Never rejects; `undefined` where no file came of it. */
  async finish(recording: CallRecording, endMs: number, path: string, sampleRateHz: number): Promise<RecordingFile | undefined> {
    this.#recordings.delete(recording);
    // Rounds share one scratch buffer: this one waits for its turn.
    const ending = this.#round.then(() => recording.finish(endMs, this.#scratch));
    this.#round = ending.then(() => undefined, () => undefined);
    try {
      const dataBytes = await ending;
      if (recording.lostFrames > 0) this.#logger.warn('some audio is missing from a recording', { callId: recording.callId, lostFrames: recording.lostFrames });
      if (dataBytes === undefined) return undefined;
      return await this.#inTurn(() => describeRecording(path, sampleRateHz, dataBytes));
    } catch (error) {
      this.#logger.warn('a recording could not be finished', { callId: recording.callId, error: String(error) });
      return undefined;
    }
  }

  /** At most `hashesMax` at a time: many calls may end at once. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const lane = this.#nextHash++ % this.#hashes.length;
    const done = this.#hashes[lane]!.then(work);
    this.#hashes[lane] = done.catch(() => undefined);
    return done;
  }

  #schedule(): void {
    if (this.#timer || this.#recordings.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.hurry();
      void this.#round.then(() => this.#schedule());
    }, RECORDER_LIMITS.roundMs);
    // A process may end while a recording is open; what it wrote so far is readable.
    this.#timer.unref();
  }

  async #writeAll(): Promise<void> {
    for (const recording of this.#recordings) await recording.flush(this.#scratch);
  }
}

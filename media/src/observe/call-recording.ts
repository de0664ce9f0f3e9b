import type { PluginLogger } from '@parley/plugin-host';
import { RECORDER_LIMITS } from './recorder-limits.js';
import { RecordingSink } from './recording-sink.js';
import { AGENT_LEG, CALLER_LEG, StereoRing, type Leg } from './stereo-ring.js';

export interface CallRecordingOptions {
  readonly callId: string;
  readonly sampleRateHz: number;
  readonly path: string;
  readonly folderReady: Promise<unknown>;
  readonly logger: PluginLogger;
  /** Audio left the window and waits in memory: the writer should come soon. */
  readonly onSpill: () => void;
}

/** A correction of frames that have left the window. Without samples they become silent. */
export interface Patch { readonly leg: Leg; readonly frame: number; readonly count: number; readonly samples: Int16Array | undefined }

/**
 * One call's recording in memory: a window of both legs against the call's clock. `caller`, `agent` and `cutAgent` only
 * copy; what leaves the window is written by {@link flush}.
 */
export class CallRecording {
  readonly #options: CallRecordingOptions;
  readonly #sink: RecordingSink;
  #ring: StereoRing | undefined;
  /** Where each leg left off; -1 where it has not begun or was cut. */
  readonly #nextFrame = [-1, -1];
  /** End of what each leg has so far. */
  readonly #headFrame = [0, 0];
  #patches: Patch[] = [];
  #patchSamples = 0;
  #spill: { readonly frame: number; readonly bytes: Uint8Array }[] = [];
  #spillBytes = 0;
  #lostFrames = 0;
  #isStopped = false;
  #busy: Promise<unknown> = Promise.resolve();

  constructor(options: CallRecordingOptions) {
    this.#options = options;
    this.#sink = new RecordingSink(options.path, options.sampleRateHz, options.folderReady);
    this.#ring = new StereoRing(this.#frames(RECORDER_LIMITS.windowMs));
  }

  get callId(): string {
    return this.#options.callId;
  }

  /** Frames of audio that could not be kept: far too late, or the disk stood still. */
  get lostFrames(): number {
    return this.#lostFrames;
  }

  caller(samples: Int16Array, atMs: number): void {
    this.#place(CALLER_LEG, samples, atMs, RECORDER_LIMITS.callerSnapMs);
  }

  agent(samples: Int16Array, atMs: number): void {
    this.#place(AGENT_LEG, samples, atMs, RECORDER_LIMITS.agentSnapMs);
  }

  cutAgent(fromMs: number): void {
    const ring = this.#ring;
    if (!ring || this.#isStopped || !Number.isFinite(fromMs)) return;
    const frame = Math.max(0, this.#frames(fromMs));
    const headFrame = this.#headFrame[AGENT_LEG]!;
    this.#nextFrame[AGENT_LEG] = -1;
    if (frame >= headFrame) return;
    this.#headFrame[AGENT_LEG] = frame;
    ring.silence(AGENT_LEG, frame, headFrame);
    if (frame < ring.baseFrame) this.#patch({ leg: AGENT_LEG, frame, count: Math.min(headFrame, ring.baseFrame) - frame, samples: undefined });
  }

  /** Writes what is old enough. Never rejects: a disk that refuses ends the recording. */
  flush(scratch: Uint8Array): Promise<void> {
    return this.#exclusive(async () => {
      const ring = this.#ring;
      if (!ring || this.#isStopped) return;
      const headFrame = Math.max(this.#headFrame[CALLER_LEG]!, this.#headFrame[AGENT_LEG]! - this.#frames(RECORDER_LIMITS.aheadMs));
      await this.#write(ring, headFrame - this.#frames(RECORDER_LIMITS.keepMs), scratch);
      await this.#sink.keepHeader();
    });
  }

  /** Writes the rest up to `endMs`, and closes the file. Answers its samples' length in bytes; `undefined` where there is no file. */
  async finish(endMs: number, scratch: Uint8Array): Promise<number | undefined> {
    const endFrame = Math.max(0, Number.isFinite(endMs) ? this.#frames(endMs) : this.#headFrame[CALLER_LEG]!);
    await this.#exclusive(async () => {
      const ring = this.#ring;
      if (!ring || this.#isStopped) return;
      this.#isStopped = true;
      await this.#write(ring, Math.min(endFrame, ring.endFrame), scratch);
    });
    this.#isStopped = true;
    const wasWhole = this.#ring !== undefined;
    this.#release();
    return this.#sink.finish(wasWhole ? endFrame : undefined);
  }

  #frames(durationMs: number): number {
    return Math.round((durationMs * this.#options.sampleRateHz) / 1_000);
  }

  #place(leg: Leg, samples: Int16Array, atMs: number, snapMs: number): void {
    const ring = this.#ring;
    if (!ring || this.#isStopped || samples.length === 0 || !Number.isFinite(atMs)) return;
    let frame = this.#frames(atMs);
    const nextFrame = this.#nextFrame[leg]!;
    if (nextFrame >= 0 && Math.abs(frame - nextFrame) <= this.#frames(snapMs)) frame = nextFrame;
    const end = frame + samples.length;
    this.#nextFrame[leg] = end;
    if (end > ring.endFrame) this.#makeRoom(ring, end);
    this.#headFrame[leg] = Math.max(this.#headFrame[leg]!, end);
    const late = Math.min(samples.length, Math.max(0, ring.baseFrame - frame));
    const from = Math.max(0, -frame);
    if (late > from) this.#patch({ leg, frame: frame + from, count: late - from, samples: samples.slice(from, late) });
    if (late < samples.length) ring.write(leg, frame + late, samples, late, samples.length);
  }

  /**
   * Moves the window on so that it reaches `endFrame`. Audio leaves it unwritten where the disk stands still, or where
   * time jumps; a leg that comes later than that goes to the file as a patch.
   */
  #makeRoom(ring: StereoRing, endFrame: number): void {
    const baseFrame = endFrame - ring.frames;
    const usedFrame = Math.min(baseFrame, Math.max(this.#headFrame[CALLER_LEG]!, this.#headFrame[AGENT_LEG]!));
    const count = usedFrame - ring.baseFrame;
    if (count > 0) {
      if (this.#spillBytes + count * 4 > RECORDER_LIMITS.spillBytesMax) this.#lostFrames += count;
      else {
        const bytes = new Uint8Array(count * 4);
        const frame = ring.baseFrame;
        ring.take(usedFrame, bytes);
        this.#spill.push({ frame, bytes });
        this.#spillBytes += bytes.length;
        this.#options.onSpill();
      }
    }
    ring.advance(baseFrame);
  }

  #patch(patch: Patch): void {
    const samples = patch.samples?.length ?? 0;
    if (this.#patches.length >= RECORDER_LIMITS.patchesMax || this.#patchSamples + samples > RECORDER_LIMITS.patchSamplesMax) { this.#lostFrames += patch.count; return; }
    this.#patches.push(patch);
    this.#patchSamples += samples;
  }

  async #write(ring: StereoRing, toFrame: number, scratch: Uint8Array): Promise<void> {
    for (let chunk = this.#spill.shift(); chunk; chunk = this.#spill.shift()) {
      this.#spillBytes -= chunk.bytes.length;
      await this.#sink.write(chunk.frame, chunk.bytes);
    }
    while (ring.baseFrame < toFrame) {
      const frame = ring.baseFrame;
      const bytes = ring.take(Math.min(toFrame, frame + Math.floor(scratch.length / 4)), scratch);
      await this.#sink.write(frame, scratch.subarray(0, bytes));
    }
    const patches = this.#patches;
    this.#patches = [];
    this.#patchSamples = 0;
    for (const patch of patches) await this.#sink.patch(patch);
  }

  #exclusive(work: () => Promise<void>): Promise<void> {
    const done = this.#busy.then(work).catch((error: unknown) => this.#fail(error));
    this.#busy = done;
    return done;
  }

  #fail(error: unknown): void {
    this.#isStopped = true;
    this.#release();
    this.#options.logger.warn('a recording stops: its file cannot be written', { callId: this.#options.callId, path: this.#options.path, error: error instanceof Error ? error.message : String(error) });
  }

  #release(): void {
    this.#ring = undefined;
    this.#patches = [];
    this.#spill = [];
  }
}

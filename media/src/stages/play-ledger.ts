import type { Utterance } from './utterance.js';

/** A stretch of one utterance on the line. */
interface Stretch { readonly utterance: Utterance; readonly fromSample: number; readonly position: number; count: number }

/** Kept behind the played position, since a line that counts samples may say later that it was a little less. */
const KEPT_MS = 500;

/** Which samples of which utterance lie where on the line, and so what of each has been played. */
export class PlayLedger {
  readonly #keptSamples: number;
  #stretches: Stretch[] = [];

  constructor(sampleRateHz: number) {
    this.#keptSamples = (KEPT_MS * sampleRateHz) / 1000;
  }

  get isEmpty(): boolean {
    return this.#stretches.length === 0;
  }

  /** `count` samples of an utterance, from its `sentSamples` on, were sent to `position`. */
  add(utterance: Utterance, position: number, count: number): void {
    const last = this.#stretches.at(-1);
    if (last && last.utterance === utterance && last.position + last.count === position) last.count += count;
    else this.#stretches.push({ utterance, fromSample: utterance.sentSamples, position, count });
  }

  /** Everything before `position` has been played. */
  playedTo(position: number): void {
    for (const { utterance, fromSample, position: start, count } of this.#stretches) {
      if (position <= start) continue;
      const played = fromSample + Math.min(count, position - start);
      if (played > utterance.playedSamples) utterance.playedSamples = played;
      dropPlayed(utterance, utterance.playedSamples - this.#keptSamples);
    }
    while (this.#stretches.length > 0) {
      const first = this.#stretches[0]!;
      if (first.position + first.count > position - this.#keptSamples) break;
      this.#stretches.shift();
    }
  }

  /** The far end counts samples, and says that it stopped at `position`. False where that cannot be. */
  correctTo(position: number): boolean {
    const latest = this.#stretches.at(-1);
    if (!latest || position > latest.position + latest.count) return false;
    for (const { utterance, fromSample, position: start } of this.#stretches) {
      utterance.playedSamples = Math.max(utterance.heardBeforeSamples, Math.min(utterance.playedSamples, Math.max(fromSample, fromSample + position - start)));
    }
    this.playedTo(position);
    return true;
  }

  /** The utterances that the far end has some samples of, by its own count. */
  prove(samplesTotal: number): void {
    for (const stretch of this.#stretches) if (samplesTotal > stretch.position) stretch.utterance.proof = 'SAMPLES';
  }

  clear(): void {
    this.#stretches = [];
  }
}

/** Lets go of whole chunks that lie before `sample`. */
function dropPlayed(utterance: Utterance, sample: number): void {
  while (utterance.chunks.length > 0 && utterance.chunksStartSample + utterance.chunks[0]!.length <= sample) {
    utterance.chunksStartSample += utterance.chunks.shift()!.length;
  }
}

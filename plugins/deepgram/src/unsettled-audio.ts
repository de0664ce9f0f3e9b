import type { AudioFormat } from '@parley/plugin-sdk';
import { bytesPerSample } from './formats.js';

interface Piece { readonly segmentId: number; readonly fromMs: number; readonly toMs: number; readonly bytes: Buffer }

/** Audio that the vendor has not settled, so that another connection can hear it anew. */
export function createUnsettledAudio(format: AudioFormat) {
  const width = bytesPerSample(format);
  let pieces: Piece[] = [];
  let totalSamples = 0;
  const msOf = (samples: number) => (samples * 1_000) / format.sampleRateHz;
  return {
    /** All audio of the call so far, in milliseconds. */
    get totalMs() { return msOf(totalSamples); },
    get unsettledMs() { return pieces.length === 0 ? 0 : msOf(totalSamples) - pieces[0]!.fromMs; },
    add(segmentId: number, bytes: Buffer): void {
      const fromMs = msOf(totalSamples);
      totalSamples += bytes.length / width;
      pieces.push({ segmentId, fromMs, toMs: msOf(totalSamples), bytes });
    },
    settle(toMs: number): void {
      let count = 0;
      while (count < pieces.length && pieces[count]!.toMs <= toMs) count += 1;
      if (count > 0) pieces = pieces.slice(count);
    },
    /** What follows after `fromMs`, to the sample. */
    after(fromMs: number): readonly Piece[] {
      return pieces.flatMap((piece) => {
        const skipped = Math.max(0, Math.round(((fromMs - piece.fromMs) * format.sampleRateHz) / 1_000)) * width;
        return skipped >= piece.bytes.length ? [] : [{ ...piece, bytes: piece.bytes.subarray(skipped) }];
      });
    },
  };
}

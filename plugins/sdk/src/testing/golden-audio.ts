import type { AudioFormat, AudioSamples } from '../audio.js';
import { mulawFromPcm16, pcm16FromMulaw } from '../mulaw.js';

/** Speech whose words are known. The package under test supplies it as samples: the suites ship no recordings. */
export interface GoldenAudio {
  readonly name: string;
  readonly text: string;
  readonly language: string;
  readonly samples: Int16Array;
  readonly sampleRateHz: number;
}

/** Linear interpolation, after a moving average where the rate falls: enough for tests, not for callers. */
export function resampleForTest(samples: Int16Array, fromHz: number, toHz: number): Int16Array {
  if (fromHz === toHz) return samples.slice();
  const ratio = fromHz / toHz;
  const width = Math.max(1, Math.round(ratio));
  const smooth = (index: number): number => {
    let sum = 0;
    for (let offset = 0; offset < width; offset += 1) sum += samples[Math.min(samples.length - 1, index + offset)]!;
    return sum / width;
  };
  return Int16Array.from({ length: Math.floor(samples.length / ratio) }, (_, index) => {
    const position = index * ratio;
    const left = Math.floor(position);
    return Math.round(smooth(left) + (smooth(left + 1) - smooth(left)) * (position - left));
  });
}

/** Golden audio in the format that an adapter asks for. */
export function inFormat(audio: GoldenAudio, format: AudioFormat): AudioSamples {
  const samples = resampleForTest(audio.samples, audio.sampleRateHz, format.sampleRateHz);
  return format.encoding === 'mulaw' ? mulawFromPcm16(samples) : samples;
}

/** Digital silence of a format. */
export function silenceOf(format: AudioFormat, durationMs: number): AudioSamples {
  const count = Math.round((format.sampleRateHz * durationMs) / 1000);
  return format.encoding === 'mulaw' ? new Uint8Array(count).fill(0xff) : new Int16Array(count);
}

/** Root mean square of samples, on the scale of 16 bits: 0 to 32,768. */
export function levelRms(samples: AudioSamples): number {
  const linear = samples instanceof Int16Array ? samples : pcm16FromMulaw(samples);
  let sum = 0;
  for (const sample of linear) sum += sample * sample;
  return linear.length === 0 ? 0 : Math.sqrt(sum / linear.length);
}

/** Pieces of `pieceMs`, the last one shorter: audio as a call delivers it. */
export function piecesOf(samples: AudioSamples, sampleRateHz: number, pieceMs = 20): readonly AudioSamples[] {
  const size = Math.round((sampleRateHz * pieceMs) / 1000);
  return Array.from({ length: Math.ceil(samples.length / size) }, (_, index) => samples.slice(index * size, (index + 1) * size));
}

// Speech that a test can make and a local server can understand without a model: every word is a tone of its own pitch.
import { pcm16FromMulaw } from '../mulaw.js';
import type { GoldenAudio } from './golden-audio.js';

const WORDS = ['what', 'are', 'your', 'opening', 'hours', 'please', 'book', 'a', 'table', 'tomorrow'];
const STEP_HZ = 160;
const WORD_MS = 180;
const GAP_MS = 60;
const FRAME_MS = 10;
const AUDIBLE = 800;
/** A shorter tone is the rest of a word that was cut. */
const TONE_MS_MIN = 100;

const pitchOf = (word: string): number => 300 + STEP_HZ * WORDS.indexOf(word);

/** A sentence of known words, at 16 kHz; it ends with a pause. */
export function spoken(text: string, pauseMs = 100): GoldenAudio {
  const rate = 16;
  const words = text.toLowerCase().match(/[a-z]+/g)!;
  const samples = new Int16Array((words.length * (WORD_MS + GAP_MS) + pauseMs) * rate);
  for (const [index, word] of words.entries()) {
    const from = index * (WORD_MS + GAP_MS) * rate;
    for (let at = 0; at < WORD_MS * rate; at += 1) samples[from + at] = Math.round(8_000 * Math.sin((2 * Math.PI * pitchOf(word) * at) / (rate * 1_000)));
  }
  return { name: text, text, language: 'en', samples, sampleRateHz: 16_000 };
}

export interface HeardWord { readonly word: string; readonly startMs: number; readonly endMs: number }

/** Hears words in audio as it comes, in mu-law where it is called `mulaw`, else linear. */
export function createEar(encoding: string, rateHz: number) {
  const frameSamples = (rateHz * FRAME_MS) / 1_000;
  let rest = Buffer.alloc(0);
  let frames = 0;
  let run: { startMs: number; crossings: number; last: number } | undefined;
  const words: HeardWord[] = [];
  function endRun(): void {
    const nowMs = frames * FRAME_MS;
    const durationMs = run ? nowMs - run.startMs : 0;
    if (run && durationMs >= TONE_MS_MIN) {
      const pitch = (run.crossings * 500) / durationMs;
      words.push({ word: WORDS[Math.round((pitch - 300) / STEP_HZ)] ?? 'mumble', startMs: run.startMs, endMs: nowMs });
    }
    run = undefined;
  }
  function hear(frame: Int16Array): void {
    const isAudible = frame.some((sample) => Math.abs(sample) > AUDIBLE);
    if (!isAudible) endRun();
    else {
      run ??= { startMs: frames * FRAME_MS, crossings: 0, last: frame[0]! };
      for (const sample of frame) {
        if (sample >= 0 !== run.last >= 0) run.crossings += 1;
        run.last = sample;
      }
    }
    frames += 1;
  }
  return {
    words,
    get heardMs() { return frames * FRAME_MS; },
    get isSpeech() { return run !== undefined; },
    endRun,
    take(bytes: Buffer): void {
      rest = Buffer.concat([rest, bytes]);
      const size = frameSamples * (encoding === 'mulaw' ? 1 : 2);
      for (; rest.length >= size; rest = rest.subarray(size)) {
        const frame = Buffer.from(rest.subarray(0, size));
        hear(encoding === 'mulaw' ? pcm16FromMulaw(frame) : new Int16Array(frame.buffer, frame.byteOffset, frameSamples));
      }
    },
  };
}

import { hasWords, mulawFromPcm16, type AudioFormat, type AudioSamples } from '@parley/plugin-sdk';

/**
 * How the simulated voice maps text to time: every UTF-16 unit of the text, spaces included, lasts
 * `msPerCharacter / speed`. So unit `i` sounds from `i * ms` to `(i + 1) * ms`, and the cut of a text at any
 * millisecond is known exactly.
 */
export interface SpeechTiming { readonly msPerCharacter: number; readonly speed: number }

export interface SpokenWord { readonly startMs: number; readonly endMs: number; readonly charStart: number; readonly charEnd: number }

const SINE = Int16Array.from({ length: 256 }, (_, index) => Math.round(8000 * Math.sin((2 * Math.PI * index) / 256)));
/** Between words the tone goes on 18 dB lower: still far above silence, so that no gap inside a sentence is taken for its end. */
const SPACE_SHIFT = 3;

/** Milliseconds of audio that `text` becomes; 0 where it has no words. */
export function spokenDurationMs(text: string, timing: SpeechTiming): number {
  return hasWords(text) ? (text.length * timing.msPerCharacter) / timing.speed : 0;
}

/** Where the words (runs without white space) of `text` lie. */
export function spokenWords(text: string, timing: SpeechTiming): readonly SpokenWord[] {
  if (!hasWords(text)) return [];
  const msPerUnit = timing.msPerCharacter / timing.speed;
  return Array.from(text.matchAll(/\S+/gu), (match) => {
    const charEnd = match.index + match[0].length;
    return { startMs: match.index * msPerUnit, endMs: charEnd * msPerUnit, charStart: match.index, charEnd };
  });
}

/** The words that have sounded to their end within the first `heardMs` of the audio of `text`. */
export function heardWords(text: string, heardMs: number, timing: SpeechTiming): string {
  const words = spokenWords(text, timing).filter((word) => word.endMs <= heardMs + 1e-6);
  return words.length === 0 ? '' : text.slice(words[0]!.charStart, words.at(-1)!.charEnd);
}

/** Samples `from` (inclusive) to `to` (exclusive) of the audio of `text`: a tone whose pitch follows the letters. */
export function renderSpeech(
  text: string, range: { readonly from: number; readonly to: number }, timing: SpeechTiming, format: AudioFormat,
  pitchHz: number,
): AudioSamples {
  const samples = new Int16Array(range.to - range.from);
  const samplesPerUnit = (timing.msPerCharacter * format.sampleRateHz) / (1000 * timing.speed);
  let phase = 0;
  let index = range.from;
  while (index < range.to) {
    const unit = Math.min(text.length - 1, Math.floor(index / samplesPerUnit));
    const unitEnd = unit === text.length - 1 ? range.to : Math.min(range.to, Math.ceil((unit + 1) * samplesPerUnit));
    const code = text.charCodeAt(unit);
    const isSpace = code <= 32;
    const step = ((pitchHz + (code % 32) * 12) * 256) / format.sampleRateHz;
    for (const end = Math.max(unitEnd, index + 1); index < end; index += 1) {
      const value = SINE[phase & 255]!;
      samples[index - range.from] = isSpace ? value >> SPACE_SHIFT : value;
      phase += step;
    }
  }
  return format.encoding === 'mulaw' ? mulawFromPcm16(samples) : samples;
}

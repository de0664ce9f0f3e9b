import { systemClock, type PluginContext, type PluginLogger, type TtsProvider } from '@parley/plugin-sdk';
import type { GoldenAudio } from '@parley/plugin-sdk/testing';

export const silentLogger: PluginLogger = { debug: () => {}, info: () => {}, warn: () => {} };

export function contextOf(settings: Readonly<Record<string, unknown>> = {}, logger: PluginLogger = silentLogger): PluginContext {
  return { settings, secrets: {}, clock: systemClock, logger };
}

/** All audio of a text as 16-bit samples. */
export async function speak(tts: TtsProvider, text: string, sampleRateHz: 8000 | 16000, voice = 'slt'): Promise<Int16Array> {
  const pieces: Int16Array[] = [];
  const request = {
    contextId: 'test', text, isLast: true, voice, language: 'en', format: { encoding: 'pcm16', sampleRateHz }, signal: new AbortController().signal,
  } as const;
  for await (const event of tts.synthesize(request)) if (event.type === 'audio') pieces.push(event.samples as Int16Array);
  return joined(pieces);
}

export function joined(pieces: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

export const silence = (durationMs: number, sampleRateHz: number): Int16Array => new Int16Array((durationMs * sampleRateHz) / 1000);

/** Even noise from a fixed seed, so that every run hears the same. */
export function noise(durationMs: number, sampleRateHz: number, peak: number): Int16Array {
  let seed = 12_345;
  return Int16Array.from({ length: (durationMs * sampleRateHz) / 1000 }, () => {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fff_ffff;
    return ((seed / 0x7fff_ffff) * 2 - 1) * peak;
  });
}

export async function goldenOf(tts: TtsProvider, text: string, voice: string): Promise<GoldenAudio> {
  const samples = await speak(tts, text, 16_000, voice);
  return { name: `${voice}: ${text.slice(0, 24)}`, text, language: 'en', samples: joined([silence(100, 16_000), samples, silence(200, 16_000)]), sampleRateHz: 16_000 };
}

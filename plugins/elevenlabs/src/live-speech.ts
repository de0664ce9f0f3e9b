import { readUnder, type AudioFormat, type Deadline, type TtsRequest } from '@parley/plugin-sdk';
import type { Alignment } from './alignment.js';
import { formatName } from './samples.js';
import type { TtsSettings } from './settings.js';
import type { SpeechSockets } from './speech-socket.js';
import { languageOf, voiceSettingsOf } from './speech-settings.js';

/** A connection over which nothing is said is kept so long by the vendor, at most. */
const INACTIVITY_SECONDS = 180;

/** Sound in base64, and when its characters are spoken, in seconds from the beginning of the first piece. */
export interface SpeechPiece {
  readonly audio: unknown;
  readonly alignment: unknown;
}

/** Times of characters as they come over a connection: in milliseconds, from the beginning of their own sound. */
function alignmentAt(given: unknown, fromMs: number): Alignment | undefined {
  const { chars, charStartTimesMs: starts, charDurationsMs: durations } = Object(given) as Record<string, unknown>;
  if (!Array.isArray(chars) || !Array.isArray(starts) || !Array.isArray(durations)) return undefined;
  const seconds = (index: number, moreMs: number) => (fromMs + Number(starts[index]) + moreMs) / 1_000;
  return { characters: chars.map(String), character_start_times_seconds: chars.map((_char, index) => seconds(index, 0)), character_end_times_seconds: chars.map((_char, index) => seconds(index, Number(durations[index]))) };
}

function urlOf({ baseUrl, model, textNormalization }: TtsSettings, voice: string, { format, language }: TtsRequest): string {
  const query = new URLSearchParams({
    model_id: model, output_format: formatName(format), ...languageOf(language, model), apply_text_normalization: textNormalization,
    auto_mode: 'true', sync_alignment: 'true', inactivity_timeout: String(INACTIVITY_SECONDS),
  });
  return `${baseUrl.replace(/^http/, 'ws').replace(/\/+$/, '')}/v1/text-to-speech/${encodeURIComponent(voice)}/multi-stream-input?${query.toString()}`;
}

const bytesPerMs = ({ encoding, sampleRateHz }: AudioFormat): number => (sampleRateHz * (encoding === 'mulaw' ? 1 : 2)) / 1_000;

/** A text as it is spoken over a connection that other texts are spoken over too. */
export async function* speakLive(sockets: SpeechSockets, settings: TtsSettings, voice: string, request: TtsRequest, deadline: Deadline): AsyncGenerator<SpeechPiece> {
  const text = { text: request.text, voiceSettings: voiceSettingsOf(request, settings) };
  const messages = await deadline.race(sockets.speak(urlOf(settings, voice, request), text, deadline.signal));
  let spokenMs = 0;
  for await (const { audio, alignment } of readUnder(deadline, messages)) {
    yield { audio, alignment: alignmentAt(alignment, spokenMs) };
    if (typeof audio === 'string') spokenMs += Buffer.byteLength(audio, 'base64') / bytesPerMs(request.format);
  }
}

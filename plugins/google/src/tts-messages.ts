import type { AudioFormat, TtsVoice } from '@parley/plugin-sdk';
import { readMessage, textField, writeMessage } from './protobuf.js';

const SERVICE = '/google.cloud.texttospeech.v1.TextToSpeech';
export const STREAMING_SYNTHESIZE = `${SERVICE}/StreamingSynthesize`;
export const LIST_VOICES = `${SERVICE}/ListVoices`;

/** The vendor's numbers for encodings without a container. */
const ENCODINGS = { mulaw: 5, pcm16: 7 } as const;
const GENDERS = ['neutral', 'male', 'female', 'neutral'] as const;

/** Of a voice's name, the language that it speaks: `en-US` of `en-US-Chirp3-HD-Kore`. */
export const languageOf = (voice: string): string => /^(.+?)-Chirp/.exec(voice)?.[1] ?? voice.split('-').slice(0, 2).join('-');

/** The first message of a stream: how it shall speak. */
export function configMessage({ voice, format, speed }: { readonly voice: string; readonly format: AudioFormat; readonly speed: number }): Buffer {
  const params = writeMessage([1, 'bytes', languageOf(voice)], [2, 'bytes', voice]);
  const audio = writeMessage([1, 'varint', ENCODINGS[format.encoding]], [2, 'varint', format.sampleRateHz], ...(speed === 1 ? [] : [[3, 'double', speed] as const]));
  return writeMessage([1, 'bytes', writeMessage([1, 'bytes', params], [4, 'bytes', audio])]);
}

/** What it shall say. */
export const textMessage = (text: string): Buffer => writeMessage([2, 'bytes', writeMessage([1, 'bytes', text])]);

/** The sound of an answer, without a container. */
export const audioOf = (message: Buffer): Buffer => readMessage(message).find(({ number }) => number === 1)?.bytes ?? Buffer.alloc(0);

/** Voices that can speak as they make the sound. */
export function voicesOf(message: Buffer): TtsVoice[] {
  return readMessage(message).flatMap(({ number, bytes }): TtsVoice[] => {
    if (number !== 1 || !bytes) return [];
    const fields = readMessage(bytes);
    const id = textField(fields, 2);
    if (!id.includes('-Chirp3-HD-')) return [];
    const gender = GENDERS[fields.find((field) => field.number === 3)?.value ?? 0];
    return [{ id, name: id.split('-').at(-1)!, language: textField(fields, 1), ...(gender === undefined ? {} : { gender }) }];
  });
}

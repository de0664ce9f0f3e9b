import type { AudioFormat } from '@parley/plugin-sdk';
import { readMessage, textField, writeMessage, type ReadField } from './protobuf.js';

export const STREAMING_RECOGNIZE = '/google.cloud.speech.v2.Speech/StreamingRecognize';

/** The vendor's numbers for encodings without a container. */
const ENCODINGS = { pcm16: 1, mulaw: 2 } as const;
/** A message may have 15 kB of audio. */
const AUDIO_BYTES_MAX = 15_000;

export interface Recognition {
  /** `projects/…/locations/…/recognizers/_`. */
  readonly recognizer: string;
  readonly model: string;
  readonly language: string;
  readonly format: AudioFormat;
  readonly hints: readonly string[];
}

/** The first message of a stream: what shall be heard, and how. */
export function configMessage({ recognizer, model, language, format, hints }: Recognition): Buffer {
  const decoding = writeMessage([1, 'varint', ENCODINGS[format.encoding]], [2, 'varint', format.sampleRateHz], [3, 'varint', 1]);
  const phrases = writeMessage(...hints.map((hint) => [3, 'bytes', writeMessage([1, 'bytes', hint])] as const));
  const adaptation = writeMessage([1, 'bytes', writeMessage([2, 'bytes', phrases])]);
  const hasPunctuation = writeMessage([4, 'varint', 1]);
  const config = writeMessage([2, 'bytes', hasPunctuation], ...(hints.length === 0 ? [] : [[6, 'bytes', adaptation] as const]), [8, 'bytes', decoding], [9, 'bytes', model], [10, 'bytes', language]);
  const hasInterimResults = writeMessage([2, 'varint', 1]);
  return writeMessage([3, 'bytes', recognizer], [6, 'bytes', writeMessage([1, 'bytes', config], [2, 'bytes', hasInterimResults])]);
}

/** Audio in messages that are no longer than the vendor takes them. */
export function audioMessages(audio: Buffer): Buffer[] {
  const messages: Buffer[] = [];
  for (let at = 0; at < audio.length; at += AUDIO_BYTES_MAX) messages.push(writeMessage([5, 'bytes', audio.subarray(at, at + AUDIO_BYTES_MAX)]));
  return messages;
}

export interface Heard {
  /** One after another: those that are final are not told again. */
  readonly results: readonly { readonly text: string; readonly isFinal: boolean }[];
  /** All audio that is paid for so far, in milliseconds; undefined where it is not told. */
  readonly billedMs: number | undefined;
}

const partOf = (fields: readonly ReadField[], number: number): readonly ReadField[] => readMessage(fields.find((field) => field.number === number)?.bytes ?? Buffer.alloc(0));
const numberOf = (fields: readonly ReadField[], number: number): number => fields.find((field) => field.number === number)?.value ?? 0;

/** What the vendor says of a stream. */
export function heardOf(message: Buffer): Heard {
  const fields = readMessage(message);
  const results = fields.flatMap(({ number, bytes }) => {
    if (number !== 6 || !bytes) return [];
    const result = readMessage(bytes);
    return [{ text: textField(partOf(result, 1), 1).trim(), isFinal: numberOf(result, 2) === 1 }];
  });
  const metadata = partOf(fields, 5);
  const billed = partOf(metadata, 6);
  return { results, billedMs: metadata.some(({ number }) => number === 6) ? numberOf(billed, 1) * 1_000 + Math.round(numberOf(billed, 2) / 1e6) : undefined };
}

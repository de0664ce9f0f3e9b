import type { LineNotice } from '../call/line.js';

/** What can be wrong with something a far end sent. */
export type WireFaultCode =
  | 'MALFORMED_JSON' | 'MALFORMED_MESSAGE' | 'UNKNOWN_EVENT' | 'BINARY_NOT_EXPECTED' | 'FRAME_TOO_LARGE' | 'ODD_FRAME' | 'BAD_PAYLOAD'
  | 'WRONG_CODEC' | 'WRONG_TRACK' | 'WRONG_STREAM' | 'TOKEN_MISSING' | 'FRAME_BEFORE_START' | 'START_TWICE' | 'BAD_TEXT';

/** A message that could not be read, with words for the author of the far end. It never carries audio or speech. */
export interface WireFault {
  readonly type: 'fault';
  readonly code: WireFaultCode;
  readonly message: string;
}

/** What a message from a far end says, whatever the carrier. */
export type WireMessage =
  /** Nothing that a call needs to know, e.g. a protocol greeting. */
  | { readonly type: 'none' }
  | { readonly type: 'start'; readonly token: string; readonly carrierCallId: string | undefined }
  /** `chunk` counts frames from the far end's own origin, where it numbers them. `samples` is the receiver's to keep. */
  | { readonly type: 'audio'; readonly samples: Int16Array; readonly chunk: number | undefined }
  | { readonly type: 'mark'; readonly name: string }
  | { readonly type: 'played'; readonly samplesTotal: number }
  | { readonly type: 'dtmf'; readonly digit: string }
  /** Words the caller wrote: trimmed, never empty, fit to be stored. */
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'hold'; readonly isHeld: boolean }
  | { readonly type: 'stop' }
  | WireFault;

/**
 * One carrier's protocol for one socket: text or bytes to messages and back. No timers, no sockets, no logs. A codec
 * remembers only what its messages need (a stream's id, whether it has started) and never throws.
 */
export interface WireCodec {
  readonly transport: 'TWILIO' | 'BROWSER';
  readonly sampleRateHz: 8000 | 16000;
  /** What its marks or counters can prove about what was heard. */
  readonly evidence: 'MARK' | 'SAMPLES';
  /** Written into `call-started`. */
  readonly codecName: string;
  /** `data` is read before the call returns and not kept. */
  decode(data: Uint8Array, isBinary: boolean): WireMessage;
  encodeAudio(samples: Int16Array): string | Uint8Array;
  encodeMark(name: string): string;
  encodeClear(): string;
  /** `undefined` where the protocol has no word for it. */
  encodeReady(callId: string): string | undefined;
  encodeNotice(notice: LineNotice): string | undefined;
  encodeError(code: string, message: string): string | undefined;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function wireFault(code: WireFaultCode, message: string): WireFault {
  return { type: 'fault', code, message };
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads text that must be a JSON object. */
export function parseObject(data: Uint8Array): { readonly object: JsonObject } | { readonly fault: WireFault } {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8'));
  } catch {
    return { fault: wireFault('MALFORMED_JSON', 'The message is not valid JSON.') };
  }
  return isJsonObject(value) ? { object: value } : { fault: wireFault('MALFORMED_MESSAGE', 'The message must be a JSON object.') };
}

/** A short text field; `undefined` where it is missing, empty, longer than 512 characters or no text. */
export function textField(object: JsonObject, name: string): string | undefined {
  const value = object[name];
  return typeof value === 'string' && value.length > 0 && value.length <= 512 ? value : undefined;
}

export function isDtmfDigit(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9*#A-D]$/.test(value);
}

const encoder = new TextEncoder();
const HEAD = encoder.encode('{"event":"media","sequenceNumber":"');
const TO_CHUNK = encoder.encode('","media":{"track":"inbound","chunk":"');
const TO_TIMESTAMP = encoder.encode('","timestamp":"');
const TO_PAYLOAD = encoder.encode('","payload":"');
const TO_STREAM = encoder.encode('"},"streamSid":"');
const TAIL = encoder.encode('"}');

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** More digits could leave the range of safe integers. */
const DIGITS_MAX = 15;

export interface TwilioMediaSpan {
  readonly chunk: number;
  /** Where the payload's characters lie in the message. */
  readonly payloadStart: number;
  readonly payloadEnd: number;
}

function startsWith(data: Uint8Array, part: Uint8Array, at: number): boolean {
  for (let index = 0; index < part.length; index++) if (data[at + index] !== part[index]) return false;
  return true;
}

/** The end of a run of 1 to {@link DIGITS_MAX} digits at `at`, or -1. */
function digitsEnd(data: Uint8Array, at: number): number {
  let end = at;
  while (data[end]! >= 0x30 && data[end]! <= 0x39) end++;
  return end === at || end - at > DIGITS_MAX ? -1 : end;
}

/**
 * Reads a media message that is written byte for byte as Twilio writes it, without parsing JSON; `undefined` for any
 * other, which is then parsed in full. The accepted texts are a subset of JSON objects with fixed keys in a fixed
 * order, so both ways read the same: a property test holds them against each other.
 *
 * `streamSid` is the id this socket started with, in UTF-8; one that would need escapes never matches.
 */
export function readTwilioMedia(data: Uint8Array, streamSid: Uint8Array): TwilioMediaSpan | undefined {
  if (!startsWith(data, HEAD, 0)) return undefined;
  let at = digitsEnd(data, HEAD.length);
  if (at < 0 || !startsWith(data, TO_CHUNK, at)) return undefined;
  const chunkStart = at + TO_CHUNK.length;
  at = digitsEnd(data, chunkStart);
  if (at < 0 || !startsWith(data, TO_TIMESTAMP, at)) return undefined;
  let chunk = 0;
  for (let index = chunkStart; index < at; index++) chunk = chunk * 10 + data[index]! - 0x30;
  at = digitsEnd(data, at + TO_TIMESTAMP.length);
  if (at < 0 || !startsWith(data, TO_PAYLOAD, at)) return undefined;
  const payloadStart = at + TO_PAYLOAD.length;
  // The end is known from the back: everything after the payload has a fixed length.
  const payloadEnd = data.length - TAIL.length - streamSid.length - TO_STREAM.length;
  if (payloadEnd <= payloadStart || !startsWith(data, TO_STREAM, payloadEnd)) return undefined;
  const sidStart = payloadEnd + TO_STREAM.length;
  if (!startsWith(data, streamSid, sidStart) || !startsWith(data, TAIL, sidStart + streamSid.length)) return undefined;
  for (const byte of streamSid) if (byte === QUOTE || byte === BACKSLASH || byte < 0x20 || byte > 0x7e) return undefined;
  return { chunk, payloadStart, payloadEnd };
}

const encoder = new TextEncoder();
const EVENT = encoder.encode('event');
const MEDIA = encoder.encode('media');
const SEQUENCE_NUMBER = encoder.encode('sequenceNumber');
const STREAM_SID = encoder.encode('streamSid');
const TRACK = encoder.encode('track');
const CHUNK = encoder.encode('chunk');
const TIMESTAMP = encoder.encode('timestamp');
const PAYLOAD = encoder.encode('payload');
const INBOUND = encoder.encode('inbound');

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
/** More digits could leave the range of safe integers. */
const DIGITS_MAX = 15;

/** What must all have been seen once; a bit each, so that a repeated key shows. */
const SEEN = { event: 1, sequenceNumber: 2, streamSid: 4, media: 8, track: 16, chunk: 32, timestamp: 64, payload: 128 } as const;
const SEEN_ALL = 255;

export interface TwilioMediaSpan {
  readonly chunk: number;
  /** Where the payload's characters lie in the message. */
  readonly payloadStart: number;
  readonly payloadEnd: number;
}

function matches(data: Uint8Array, part: Uint8Array, at: number): boolean {
  for (let index = 0; index < part.length; index++) if (data[at + index] !== part[index]) return false;
  return true;
}

/** The place after `"key":` where it begins at `at`, or 0. */
function afterKey(data: Uint8Array, key: Uint8Array, at: number): number {
  const end = at + 1 + key.length;
  return matches(data, key, at + 1) && data[end] === QUOTE && data[end + 1] === COLON ? end + 2 : 0;
}

/** The place after `"text"` where it is that text, or 0. */
function afterText(data: Uint8Array, text: Uint8Array, at: number): number {
  const end = at + 1 + text.length;
  return data[at] === QUOTE && matches(data, text, at + 1) && data[end] === QUOTE ? end + 1 : 0;
}

/** The place after a string of 1 to {@link DIGITS_MAX} digits, or 0. */
function afterDigits(data: Uint8Array, at: number): number {
  if (data[at] !== QUOTE) return 0;
  let end = at + 1;
  while (data[end]! >= 0x30 && data[end]! <= 0x39) end++;
  return end > at + 1 && end - at - 1 <= DIGITS_MAX && data[end] === QUOTE ? end + 1 : 0;
}

/** Reads one message; the fields say how far it got. One for the process: reading is synchronous. */
class MediaReader {
  data: Uint8Array = new Uint8Array(0);
  streamSid: Uint8Array = new Uint8Array(0);
  seen = 0;
  chunk = 0;
  payloadStart = 0;
  payloadEnd = 0;

  /** The members of an object that opens at `at`; answers the place after its closing brace, or 0. */
  object(at: number, isInner: boolean): number {
    if (this.data[at] !== OPEN) return 0;
    for (let place = at + 1; ;) {
      if (this.data[place] !== QUOTE) return 0;
      place = isInner ? this.#innerMember(place) : this.#outerMember(place);
      if (place === 0) return 0;
      if (this.data[place] === CLOSE) return place + 1;
      if (this.data[place++] !== COMMA) return 0;
    }
  }

  #outerMember(at: number): number {
    const { data } = this;
    let value = afterKey(data, EVENT, at);
    if (value) return this.#once(SEEN.event) ? afterText(data, MEDIA, value) : 0;
    if ((value = afterKey(data, MEDIA, at))) return this.#once(SEEN.media) ? this.object(value, true) : 0;
    if ((value = afterKey(data, SEQUENCE_NUMBER, at))) return this.#once(SEEN.sequenceNumber) ? afterDigits(data, value) : 0;
    if ((value = afterKey(data, STREAM_SID, at))) return this.#once(SEEN.streamSid) ? afterText(data, this.streamSid, value) : 0;
    return 0;
  }

  #innerMember(at: number): number {
    const { data } = this;
    let value = afterKey(data, TRACK, at);
    if (value) return this.#once(SEEN.track) ? afterText(data, INBOUND, value) : 0;
    if ((value = afterKey(data, CHUNK, at))) return this.#once(SEEN.chunk) ? this.#takeChunk(value) : 0;
    if ((value = afterKey(data, TIMESTAMP, at))) return this.#once(SEEN.timestamp) ? afterDigits(data, value) : 0;
    if ((value = afterKey(data, PAYLOAD, at))) return this.#once(SEEN.payload) ? this.#takePayload(value) : 0;
    return 0;
  }

  #takeChunk(at: number): number {
    const end = afterDigits(this.data, at);
    this.chunk = 0;
    for (let index = at + 1; index < end - 1; index++) this.chunk = this.chunk * 10 + this.data[index]! - 0x30;
    return end;
  }

  /** Its characters are checked by whoever decodes them: base64 has neither escapes nor control characters. */
  #takePayload(at: number): number {
    if (this.data[at] !== QUOTE) return 0;
    this.payloadStart = at + 1;
    this.payloadEnd = this.data.indexOf(QUOTE, at + 1);
    return this.payloadEnd > this.payloadStart ? this.payloadEnd + 1 : 0;
  }

  #once(bit: number): boolean {
    const isFirst = (this.seen & bit) === 0;
    this.seen |= bit;
    return isFirst;
  }
}

const reader = new MediaReader();

/** Whether an id can stand in a JSON string as it is. */
export function isPlainId(streamSid: Uint8Array): boolean {
  return streamSid.every((byte) => byte >= 0x20 && byte <= 0x7e && byte !== QUOTE && byte !== BACKSLASH);
}

/**
 * Reads a media message without parsing JSON, where it holds exactly the keys that Twilio documents, each once, in any
 * order, without white space or escapes; `undefined` for any other, which is then parsed in full. The texts it takes
 * are a subset of JSON and mean the same there: a property test holds both against each other. The caller must refuse
 * a payload that is not base64.
 *
 * `streamSid` is the id this socket started with, in UTF-8, for which {@link isPlainId} holds.
 */
export function readTwilioMedia(data: Uint8Array, streamSid: Uint8Array): TwilioMediaSpan | undefined {
  reader.data = data;
  reader.streamSid = streamSid;
  reader.seen = 0;
  const end = reader.object(0, false);
  if (end !== data.length || reader.seen !== SEEN_ALL) return undefined;
  return { chunk: reader.chunk, payloadStart: reader.payloadStart, payloadEnd: reader.payloadEnd };
}

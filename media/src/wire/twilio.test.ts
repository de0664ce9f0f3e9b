import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeMulaw, encodeMulaw } from '../audio/g711.js';
import { decodeBase64Mulaw } from './base64-mulaw.js';
import type { WireMessage } from './codec.js';
import { readTwilioMedia } from './twilio-media.js';
import { TWILIO_MESSAGE_BYTES_MAX, TwilioCodec } from './twilio.js';

const SID = 'MZ0123456789abcdef0123456789abcdef';
const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const payload = encodeMulaw(Int16Array.from({ length: 160 }, (_, n) => Math.round(8000 * Math.sin(n / 5))));
const base64 = Buffer.from(payload).toString('base64');

/** As Twilio writes it. */
const startEvent = (changes: object = {}) => ({
  event: 'start', sequenceNumber: '1',
  start: {
    accountSid: 'AC00000000000000000000000000000000', streamSid: SID, callSid: 'CA00000000000000000000000000000000', tracks: ['inbound'],
    mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 }, customParameters: { token: 'secret-token' }, ...changes,
  },
  streamSid: SID,
});
const mediaEvent = (media: object = {}, changes: object = {}) => ({
  event: 'media', sequenceNumber: '3', media: { track: 'inbound', chunk: '2', timestamp: '25', payload: base64, ...media }, streamSid: SID, ...changes,
});

function started(): TwilioCodec {
  const codec = new TwilioCodec();
  expect(codec.decode(bytes(startEvent()), false).type).toBe('start');
  return codec;
}
const code = (message: WireMessage): string => (message.type === 'fault' ? message.code : message.type);

test('a whole stream, as on the wire', () => {
  const codec = new TwilioCodec();
  expect(codec.decode(bytes({ event: 'connected', protocol: 'Call', version: '1.0.0' }), false)).toEqual({ type: 'none' });
  expect(codec.decode(bytes(startEvent()), false)).toEqual({ type: 'start', token: 'secret-token', carrierCallId: 'CA00000000000000000000000000000000' });
  expect(codec.decode(bytes(mediaEvent()), false)).toEqual({ type: 'audio', samples: decodeMulaw(payload), chunk: 2 });
  expect(codec.decode(bytes({ event: 'dtmf', streamSid: SID, sequenceNumber: '5', dtmf: { track: 'inbound_track', digit: '#' } }), false)).toEqual({ type: 'dtmf', digit: '#' });
  expect(codec.decode(bytes({ event: 'mark', sequenceNumber: '4', streamSid: SID, mark: { name: '3:1:40' } }), false)).toEqual({ type: 'mark', name: '3:1:40' });
  expect(codec.decode(bytes({ event: 'stop', sequenceNumber: '5', stop: { accountSid: 'AC0', callSid: 'CA0' }, streamSid: SID }), false)).toEqual({ type: 'stop' });
});

test('what is sent is what Twilio documents, and nothing else', () => {
  const codec = started();
  expect(JSON.parse(codec.encodeAudio(decodeMulaw(payload)))).toEqual({ event: 'media', streamSid: SID, media: { payload: base64 } });
  expect(JSON.parse(codec.encodeAudio(new Int16Array(20_000)))).toEqual({ event: 'media', streamSid: SID, media: { payload: Buffer.alloc(20_000, 0xff).toString('base64') } });
  expect(JSON.parse(codec.encodeMark('a "quoted" name'))).toEqual({ event: 'mark', streamSid: SID, mark: { name: 'a "quoted" name' } });
  expect(JSON.parse(codec.encodeClear())).toEqual({ event: 'clear', streamSid: SID });
  expect([codec.encodeReady(), codec.encodeNotice(), codec.encodeError()]).toEqual([undefined, undefined, undefined]);
});

test.each([
  ['MALFORMED_JSON', '{"event":"media",'], ['MALFORMED_JSON', ''], ['MALFORMED_JSON', '\u0000'], ['MALFORMED_MESSAGE', '[]'], ['MALFORMED_MESSAGE', '42'],
  ['UNKNOWN_EVENT', { event: 'dance' }], ['UNKNOWN_EVENT', {}], ['UNKNOWN_EVENT', { type: 'fault', code: 'x' }],
  ['FRAME_BEFORE_START', mediaEvent()], ['FRAME_BEFORE_START', { event: 'mark', mark: { name: 'x' }, streamSid: SID }], ['FRAME_BEFORE_START', { event: 'stop' }],
  ['WRONG_CODEC', startEvent({ mediaFormat: { encoding: 'audio/x-l16', sampleRate: 16000, channels: 1 } })],
  ['WRONG_CODEC', startEvent({ mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 16000, channels: 1 } })],
  ['WRONG_CODEC', startEvent({ mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 2 } })],
  ['WRONG_CODEC', startEvent({ mediaFormat: undefined })],
  ['TOKEN_MISSING', startEvent({ customParameters: {} })], ['TOKEN_MISSING', startEvent({ customParameters: { token: 7 } })],
  ['TOKEN_MISSING', startEvent({ customParameters: { token: 'x'.repeat(600) } })],
  ['MALFORMED_MESSAGE', { event: 'start' }], ['MALFORMED_MESSAGE', { ...startEvent({ streamSid: undefined }), streamSid: undefined }],
  ['FRAME_TOO_LARGE', 'x'.repeat(TWILIO_MESSAGE_BYTES_MAX + 1)],
])('%s before start', (expected, message) => {
  expect(code(new TwilioCodec().decode(bytes(message), false))).toBe(expected);
});

test.each([
  ['START_TWICE', startEvent()], ['WRONG_STREAM', mediaEvent({}, { streamSid: 'MZother' })], ['WRONG_STREAM', mediaEvent({}, { streamSid: undefined })],
  ['WRONG_TRACK', mediaEvent({ track: 'outbound' })], ['MALFORMED_MESSAGE', { event: 'media', streamSid: SID }], ['MALFORMED_MESSAGE', mediaEvent({ payload: 5 })],
  ['BAD_PAYLOAD', mediaEvent({ payload: '!!!!' })], ['BAD_PAYLOAD', mediaEvent({ payload: '' })], ['BAD_PAYLOAD', mediaEvent({ payload: 'abcde' })],
  ['BAD_PAYLOAD', mediaEvent({ payload: '\u0141\u0141\u0141\u0141' })], ['FRAME_TOO_LARGE', mediaEvent({ payload: 'A'.repeat(10_700) })],
  ['MALFORMED_MESSAGE', { event: 'mark', mark: {}, streamSid: SID }], ['MALFORMED_MESSAGE', { event: 'dtmf', dtmf: { digit: '12' }, streamSid: SID }],
])('%s after start, and the stream goes on', (expected, message) => {
  const codec = started();
  expect(code(codec.decode(bytes(message), false))).toBe(expected);
  expect(code(codec.decode(bytes(mediaEvent()), false))).toBe('audio');
});

test('a binary frame is refused', () => {
  expect(code(started().decode(new Uint8Array(160), true))).toBe('BINARY_NOT_EXPECTED');
});

/** The same event with white space, which the quick reader does not take. */
const slow = (event: ReturnType<typeof mediaEvent>): Uint8Array => bytes(JSON.stringify(event, null, 1));
/** With its keys in another order, as some compatible carriers write them. */
const turned = (event: ReturnType<typeof mediaEvent>): Uint8Array => bytes({
  media: { payload: event.media.payload, timestamp: event.media.timestamp, track: event.media.track, chunk: event.media.chunk }, streamSid: event.streamSid, sequenceNumber: event.sequenceNumber, event: event.event,
});

test('the quick reader and JSON read every payload alike', () => {
  const codec = started();
  fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), fc.nat(2 ** 31), (mulaw, chunk) => {
    const event = mediaEvent({ payload: Buffer.from(mulaw).toString('base64'), chunk: String(chunk) });
    const quick = codec.decode(bytes(event), false);
    expect(quick).toEqual(codec.decode(slow(event), false));
    expect(quick).toEqual({ type: 'audio', samples: decodeMulaw(mulaw), chunk });
    expect(codec.decode(turned(event), false)).toEqual(quick);
    expect(readTwilioMedia(bytes(event), bytes(SID))).toBeDefined();
    expect(readTwilioMedia(turned(event), bytes(SID))).toBeDefined();
    expect(readTwilioMedia(slow(event), bytes(SID))).toBeUndefined();
  }));
});

test('the quick reader takes no text that JSON reads otherwise', () => {
  const text = JSON.stringify(mediaEvent({ payload: base64.slice(0, 40) }));
  const alphabet = ['"', '\\', ',', ':', '{', '}', ' ', '0', '9', 'A', '=', '\u0000', '\u007f', '\u00e9', '","chunk":"7', '\\u0041', ''];
  let accepted = 0;
  fc.assert(fc.property(fc.nat(text.length), fc.nat(6), fc.constantFrom(...alphabet), (at, cut, insert) => {
    const changed = text.slice(0, at) + insert + text.slice(at + cut);
    const quick = started().decode(bytes(changed), false);
    // A leading space keeps the meaning of any JSON text, and the quick reader off it.
    expect(quick).toEqual(started().decode(bytes(` ${changed}`), false));
    if (quick.type === 'audio') accepted++;
  }), { numRuns: 2_000 });
  expect(accepted).toBeGreaterThan(50);
});

test('a repeated key, where JSON takes the last, is left to JSON', () => {
  const text = JSON.stringify(mediaEvent());
  for (const changed of [text.replace('"chunk":"2"', '"chunk":"2","chunk":"9"'), text.replace('{"event":"media"', '{"event":"stop","event":"media"'), text.replace(/}$/, ',"streamSid":"MZother"}')]) {
    expect(readTwilioMedia(bytes(changed), bytes(SID))).toBeUndefined();
    expect(started().decode(bytes(changed), false)).toEqual(started().decode(bytes(` ${changed}`), false));
  }
});

test('a stream whose id needs escapes works, without the quick reader', () => {
  const sid = 'MZ"\\\u00e9';
  const codec = new TwilioCodec();
  codec.decode(bytes({ ...startEvent(), streamSid: sid }), false);
  expect(codec.decode(bytes(mediaEvent({}, { streamSid: sid })), false).type).toBe('audio');
  expect(JSON.parse(codec.encodeClear())).toEqual({ event: 'clear', streamSid: sid });
});

test('no bytes make the codec throw', () => {
  fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.json().map(bytes), fc.object().map((object) => bytes({ streamSid: SID, event: 'media', ...object }))), fc.boolean(), (data, isBinary) => {
    expect(started().decode(data, isBinary)).toHaveProperty('type');
    expect(new TwilioCodec().decode(data, isBinary)).toHaveProperty('type');
  }), { numRuns: 500 });
});

test('base64 without padding is read, and every wrong character refused', () => {
  const text = Buffer.from(base64.replaceAll('=', ''));
  expect(decodeBase64Mulaw(text, 0, text.length)).toEqual(decodeMulaw(payload));
  for (let byte = 0; byte < 256; byte++) {
    const isLegal = /[A-Za-z0-9+/]/.test(String.fromCharCode(byte));
    for (const at of [0, 1, 2, 3, 4, 5, 6]) {
      const changed = Buffer.from('AAAAAAA');
      changed[at] = byte;
      expect(decodeBase64Mulaw(changed, 0, 7) !== undefined).toBe(isLegal);
    }
  }
});

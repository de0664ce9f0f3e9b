import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BROWSER_FRAME_BYTES_MAX, BROWSER_START_BYTES_MAX, BROWSER_TEXT_BYTES_MAX, BrowserCodec } from './browser.js';
import type { WireMessage } from './codec.js';

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const code = (message: WireMessage): string => (message.type === 'fault' ? message.code : message.type);

function started(): BrowserCodec {
  const codec = new BrowserCodec();
  expect(codec.decode(bytes({ type: 'start', token: 'secret-token' }), false)).toEqual({ type: 'start', token: 'secret-token', carrierCallId: undefined });
  return codec;
}

test('messages of a client', () => {
  const codec = started();
  expect(codec.decode(bytes({ type: 'mark', name: 'm1' }), false)).toEqual({ type: 'mark', name: 'm1' });
  expect(codec.decode(bytes({ type: 'played', samples: 320 }), false)).toEqual({ type: 'played', samplesTotal: 320 });
  expect(codec.decode(bytes({ type: 'dtmf', digit: '*' }), false)).toEqual({ type: 'dtmf', digit: '*' });
  expect(codec.decode(bytes({ type: 'hold', isHeld: true }), false)).toEqual({ type: 'hold', isHeld: true });
  expect(codec.decode(bytes({ type: 'stop' }), false)).toEqual({ type: 'stop' });
});

test.each([
  ['trimmed', '  Hello there \n', 'Hello there'], ['lines and tabs', 'one\r\n\ttwo', 'one\n\ttwo'], ['no control characters', 'a\u0000b\u001bc\u0085d', 'abcd'],
  ['no half characters', 'a\ud83d!', 'a\ufffd!'], ['as long as may be', '\u{1f600}'.repeat(2_000), '\u{1f600}'.repeat(2_000)],
])('what is written: %s', (_name, text, taken) => {
  expect(started().decode(bytes({ type: 'text', text }), false)).toEqual({ type: 'text', text: taken });
});

test('the longest text is taken with every character escaped', () => {
  const escaped = `{"type":"text","text":"${'\\ud83d\\ude00'.repeat(2_000)}"}`;
  expect(started().decode(bytes(escaped), false)).toEqual({ type: 'text', text: '\u{1f600}'.repeat(2_000) });
});

test('audio comes back as it went, at any even length and from any offset in memory', () => {
  const codec = started();
  fc.assert(fc.property(fc.int16Array({ minLength: 1, maxLength: 900 }), fc.integer({ min: 0, max: 3 }), (samples, offset) => {
    const wire = codec.encodeAudio(samples);
    expect(wire.length).toBe(samples.length * 2);
    const shifted = new Uint8Array(new Uint8Array(wire.length + offset).buffer, offset);
    shifted.set(wire);
    const message = codec.decode(shifted, true);
    shifted.fill(0);
    expect(message).toEqual({ type: 'audio', samples, chunk: undefined });
  }));
  expect([...codec.encodeAudio(Int16Array.of(0x0102, -2))]).toEqual([0x02, 0x01, 0xfe, 0xff]);
});

test('messages of the server', () => {
  const codec = started();
  expect(JSON.parse(codec.encodeReady('call_1'))).toEqual({ type: 'ready', protocol: 'parley-browser/1', callId: 'call_1', sampleRateHz: 16000, encoding: 'pcm16', frameMs: 20 });
  expect(JSON.parse(codec.encodeMark('1:2'))).toEqual({ type: 'mark', name: '1:2' });
  expect(JSON.parse(codec.encodeClear())).toEqual({ type: 'clear' });
  expect(JSON.parse(codec.encodeNotice({ type: 'state', state: 'THINKING' }))).toEqual({ type: 'state', state: 'THINKING' });
  expect(JSON.parse(codec.encodeNotice({ type: 'hold', isHeld: true }))).toEqual({ type: 'hold', isHeld: true });
  expect(JSON.parse(codec.encodeError('TOKEN_USED', 'words'))).toEqual({ type: 'error', code: 'TOKEN_USED', message: 'words' });
});

test.each([
  ['MALFORMED_JSON', 'hello'], ['MALFORMED_JSON', ''], ['MALFORMED_MESSAGE', 'null'], ['FRAME_BEFORE_START', { type: 'mark', name: 'x' }], ['FRAME_BEFORE_START', {}],
  ['TOKEN_MISSING', { type: 'start' }], ['TOKEN_MISSING', { type: 'start', token: '' }], ['FRAME_TOO_LARGE', 'x'.repeat(BROWSER_START_BYTES_MAX + 1)],
])('%s before start', (expected, message) => {
  expect(code(new BrowserCodec().decode(bytes(message), false))).toBe(expected);
});

test('audio before start', () => {
  expect(code(new BrowserCodec().decode(new Uint8Array(640), true))).toBe('FRAME_BEFORE_START');
});

test.each([
  ['START_TWICE', { type: 'start', token: 'again' }], ['UNKNOWN_EVENT', { type: 'dance' }], ['UNKNOWN_EVENT', {}], ['MALFORMED_MESSAGE', { type: 'mark' }],
  ['MALFORMED_MESSAGE', { type: 'played', samples: -1 }], ['MALFORMED_MESSAGE', { type: 'played', samples: 1.5 }], ['MALFORMED_MESSAGE', { type: 'dtmf', digit: 'x' }],
  ['BAD_TEXT', { type: 'text' }], ['BAD_TEXT', { type: 'text', text: 7 }], ['BAD_TEXT', { type: 'text', text: ' \n\t ' }], ['BAD_TEXT', { type: 'text', text: '\u0000' }], ['BAD_TEXT', { type: 'text', text: 'x'.repeat(2_001) }],
  ['FRAME_TOO_LARGE', 'x'.repeat(BROWSER_TEXT_BYTES_MAX + 1)], ['MALFORMED_MESSAGE', { type: 'hold' }], ['MALFORMED_MESSAGE', { type: 'hold', isHeld: 'yes' }],
])('%s after start', (expected, message) => {
  expect(code(started().decode(bytes(message), false))).toBe(expected);
});

test.each([['ODD_FRAME', 641], ['ODD_FRAME', 0], ['FRAME_TOO_LARGE', BROWSER_FRAME_BYTES_MAX + 2], ['audio', BROWSER_FRAME_BYTES_MAX]])('%s: a frame of %i bytes', (expected, length) => {
  expect(code(started().decode(new Uint8Array(length), true))).toBe(expected);
});

test('no bytes make the codec throw', () => {
  fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.json().map(bytes)), fc.boolean(), (data, isBinary) => {
    expect(started().decode(data, isBinary)).toHaveProperty('type');
    expect(new BrowserCodec().decode(data, isBinary)).toHaveProperty('type');
  }), { numRuns: 500 });
});

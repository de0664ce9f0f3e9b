import { expect, test } from 'vitest';
import { mulawFromPcm16, pcm16FromMulaw } from './mulaw.js';

test('known values of G.711', () => {
  expect([...mulawFromPcm16(Int16Array.of(0, -1, 32_767, -32_768, 1000, -1000))]).toEqual([0xff, 0x7f, 0x80, 0x00, 0xce, 0x4e]);
  expect([...pcm16FromMulaw(Uint8Array.of(0xff, 0x7f, 0x80, 0x00))]).toEqual([0, 0, 32_124, -32_124]);
});

test('every byte but negative zero survives a round trip', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index).filter((byte) => byte !== 0x7f);
  expect([...mulawFromPcm16(pcm16FromMulaw(bytes))]).toEqual([...bytes]);
});

test('every sample comes back within the step of its segment', () => {
  const samples = Int16Array.from({ length: 65_536 }, (_, index) => index - 32_768);
  const decoded = pcm16FromMulaw(mulawFromPcm16(samples));
  // Half a step, and a step is a sixteenth of its segment's start.
  const far = samples.filter((sample, index) => Math.abs(decoded[index]! - sample) > (Math.abs(sample) + 132) / 32);
  expect([...far]).toEqual([]);
});

/** A mono 16-bit WAV file, as bytes and as samples. Anything else (stereo, float, compressed) is refused with the reason. */
export interface WavAudio { readonly samples: Int16Array; readonly sampleRateHz: number }

const HEADER_BYTES = 44;

export function writeWav(audio: WavAudio): Uint8Array {
  const dataBytes = audio.samples.length * 2;
  const bytes = new Uint8Array(HEADER_BYTES + dataBytes);
  const view = new DataView(bytes.buffer);
  const tag = (offset: number, text: string): void => { bytes.set(new TextEncoder().encode(text), offset); };
  tag(0, 'RIFF');
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true);
  tag(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, audio.sampleRateHz, true);
  view.setUint32(28, audio.sampleRateHz * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  tag(36, 'data');
  view.setUint32(40, dataBytes, true);
  audio.samples.forEach((sample, index) => view.setInt16(HEADER_BYTES + index * 2, sample, true));
  return bytes;
}

export function readWav(bytes: Uint8Array): WavAudio {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = (offset: number): string => String.fromCharCode(...bytes.subarray(offset, offset + 4));
  if (bytes.length < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') throw new Error('not a WAV file: no RIFF/WAVE header');
  let sampleRateHz: number | undefined;
  for (let offset = 12; offset + 8 <= bytes.length;) {
    const size = view.getUint32(offset + 4, true);
    if (tag(offset) === 'fmt ') {
      if (size < 16 || offset + 24 > bytes.length) throw new Error('not a WAV file: the format chunk is too short');
      const [encoding, channels, bits] = [view.getUint16(offset + 8, true), view.getUint16(offset + 10, true), view.getUint16(offset + 22, true)];
      if (encoding !== 1 || channels !== 1 || bits !== 16) {
        throw new Error(`only 16-bit mono linear WAV is read; this one has encoding ${encoding}, ${channels} channels, ${bits} bits`);
      }
      sampleRateHz = view.getUint32(offset + 12, true);
    }
    if (tag(offset) === 'data') {
      if (sampleRateHz === undefined) throw new Error('not a WAV file: data before its format');
      // A writer that streams leaves the size open; what is there counts.
      const count = Math.min(size, bytes.length - offset - 8) >> 1;
      return { samples: Int16Array.from({ length: count }, (_, index) => view.getInt16(offset + 8 + index * 2, true)), sampleRateHz };
    }
    offset += 8 + size + (size % 2);
  }
  throw new Error('not a WAV file: no data');
}

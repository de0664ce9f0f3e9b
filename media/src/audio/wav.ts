/** Bytes before the first sample of a file written with {@link wavHeader}. */
export const WAV_HEADER_BYTES = 44;

export interface WavShape {
  readonly sampleRateHz: number;
  readonly channels: number;
  /** Length of the sample data in bytes; at most 4 GiB less the header. */
  readonly dataBytes: number;
}

export interface ParsedWav extends WavShape {
  readonly bitsPerSample: number;
  /** Where the first sample lies. */
  readonly dataOffset: number;
}

/** Header of a file of 16-bit linear PCM, little-endian, channels interleaved. Rewritten in place when the file grew. */
export function wavHeader({ sampleRateHz, channels, dataBytes }: WavShape): Buffer {
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(WAV_HEADER_BYTES - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE(sampleRateHz * channels * 2, 28);
  header.writeUInt16LE(channels * 2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}

/**
 * Finds format and data of a PCM WAV file, whatever other chunks it holds. A data length beyond the file's end (a
 * writer that died) is cut to what is there. Throws a sentence for anything that is not linear PCM.
 */
export function parseWav(file: Buffer): ParsedWav {
  if (file.length < 12 || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') throw new Error('This is not a WAV file.');
  let format: { encoding: number; channels: number; sampleRateHz: number; bitsPerSample: number } | undefined;
  for (let at = 12; at + 8 <= file.length;) {
    const id = file.toString('latin1', at, at + 4);
    const length = file.readUInt32LE(at + 4);
    const body = at + 8;
    if (id === 'fmt ' && body + 16 <= file.length) {
      format = {
        encoding: file.readUInt16LE(body), channels: file.readUInt16LE(body + 2), sampleRateHz: file.readUInt32LE(body + 4),
        bitsPerSample: file.readUInt16LE(body + 14),
      };
    }
    if (id === 'data') {
      if (!format) throw new Error('This WAV file has no format before its data.');
      if (format.encoding !== 1 && format.encoding !== 0xfffe) throw new Error(`This WAV file holds encoding ${format.encoding}, not linear PCM.`);
      return { ...format, dataOffset: body, dataBytes: Math.min(length, file.length - body) };
    }
    at = body + length + (length % 2);
  }
  throw new Error('This WAV file holds no data.');
}

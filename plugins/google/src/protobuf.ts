/** What is written of a field: a number or flag, eight bytes, or bytes of a length. */
export type Field = readonly [number, 'varint', number] | readonly [number, 'double', number] | readonly [number, 'bytes', Uint8Array | string];

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return [...bytes, rest];
}

/** A message of Protocol Buffers. */
export function writeMessage(...fields: readonly Field[]): Buffer {
  return Buffer.concat(fields.flatMap(([number, kind, value]) => {
    if (kind === 'varint') return [Buffer.from([...varint(number * 8), ...varint(value)])];
    if (kind === 'double') {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleLE(value);
      return [Buffer.from(varint(number * 8 + 1)), bytes];
    }
    const bytes = Buffer.from(value as string);
    return [Buffer.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes];
  }));
}

export interface ReadField {
  readonly number: number;
  /** Of a field with a length. */
  readonly bytes?: Buffer;
  /** Of any other that is no double. */
  readonly value?: number;
}

/** The fields of a message, in order; throws a `RangeError` where it is none. */
export function readMessage(message: Buffer): ReadField[] {
  const fields: ReadField[] = [];
  let at = 0;
  const next = (): number => {
    let [value, factor] = [0, 1];
    for (;;) {
      const byte = message.readUInt8(at);
      at += 1;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
  };
  const skip = (length: number): Buffer => {
    if (at + length > message.length) throw new RangeError('The message ends within a field.');
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const key = next();
    const number = Math.floor(key / 8);
    switch (key % 8) {
      case 0: fields.push({ number, value: next() }); break;
      case 1: skip(8); fields.push({ number }); break;
      case 2: fields.push({ number, bytes: skip(next()) }); break;
      case 5: skip(4); fields.push({ number }); break;
      default: throw new RangeError('The message has a field of an unknown kind.');
    }
  }
  return fields;
}

/** The text of a field; empty where there is none. */
export const textField = (fields: readonly ReadField[], number: number): string => fields.find((field) => field.number === number)?.bytes?.toString('utf8') ?? '';

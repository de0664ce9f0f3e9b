import { GraphQLError, Kind, valueFromASTUntyped } from 'graphql';
import { Secret } from '../vault/secret.js';
import type { Builder } from './builder.js';

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

function parseDateTime(value: unknown): Date {
  const date = typeof value === 'string' && RFC3339.test(value) ? new Date(value) : undefined;
  if (!date || Number.isNaN(date.getTime())) throw new GraphQLError('DateTime must be RFC 3339, like 2026-03-01T09:30:00Z.');
  return date;
}

function checkMilliseconds(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new GraphQLError('Milliseconds must be a number.');
  return value;
}

/** ITU-T E.164: at most 15 digits with the country code, which begins with none of its own zeros. */
function checkNumber(value: unknown): string {
  if (typeof value !== 'string' || !/^\+[1-9]\d{1,14}$/.test(value)) throw new GraphQLError('E164 must be a phone number like +493012345678: a plus, the country code and the number, 15 digits at most.');
  return value;
}

/** Scalars and the money type, shared by every domain. */
export function defineScalars(builder: Builder) {
  builder.scalarType('DateTime', {
    description: 'A moment, RFC 3339 in UTC with milliseconds, like `2026-03-01T09:30:00.000Z`.',
    serialize: (value) => (value instanceof Date ? value : new Date(value as never)).toISOString(),
    parseValue: parseDateTime,
    parseLiteral: (node) => parseDateTime(node.kind === Kind.STRING ? node.value : undefined),
  });
  builder.scalarType('Milliseconds', {
    description: 'A length of time, or a position in a call, in milliseconds. May have a fraction.',
    serialize: (value) => Math.round(Number(value) * 1_000) / 1_000,
    parseValue: checkMilliseconds,
    parseLiteral: (node) => checkMilliseconds(node.kind === Kind.INT || node.kind === Kind.FLOAT ? Number(node.value) : undefined),
  });
  builder.scalarType('E164', {
    description: 'A phone number in the form of ITU-T E.164, like `+493012345678`.', serialize: checkNumber, parseValue: checkNumber,
    parseLiteral: (node) => checkNumber(node.kind === Kind.STRING ? node.value : undefined),
  });
  const money = builder.objectRef<bigint>('Money').implement({
    description: 'An exact amount of money.',
    fields: (t) => ({
      amount: t.string({ description: 'Decimal string, e.g. `0.012345`.', resolve: decimalOfMicros }),
      currency: t.string({ description: 'ISO 4217 code; `USD`.', resolve: () => 'USD' }),
    }),
  });
  return { money };
}

/** What is said of a value that is no text never quotes it. */
function toSecret(value: unknown): Secret {
  if (typeof value !== 'string') throw new GraphQLError('Secret must be text.');
  return new Secret(value);
}

/** What people type in and nobody is told again. */
export function defineSecret(builder: Builder): void {
  builder.scalarType('Secret', {
    description: 'A credential, as text. It goes in and never comes out: no answer has this type.',
    serialize: () => { throw new GraphQLError('A secret is not answered.'); },
    parseValue: toSecret,
    parseLiteral: (node) => toSecret(node.kind === Kind.STRING ? node.value : undefined),
  });
}

/** Any JSON whose shape others have said. */
export function defineJson(builder: Builder): void {
  builder.scalarType('JSON', {
    description: 'JSON in shapes that others have said: of passkeys those of the Web Authentication API, on the media link those of the media contract.', serialize: (value) => value, parseValue: (value) => value, parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
  });
}

/** Integer millionths as a decimal string without trailing zeros, but at least two places: 12345n -> "0.012345", 0n -> "0.00". */
export function decimalOfMicros(micros: bigint): string {
  const sign = micros < 0n ? '-' : '';
  const digits = (micros < 0n ? -micros : micros).toString().padStart(7, '0');
  return `${sign}${digits.slice(0, -6)}.${digits.slice(-6, -4)}${digits.slice(-4).replace(/0+$/, '')}`;
}

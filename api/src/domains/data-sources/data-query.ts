import { z } from 'zod';
import type { DataParameter } from '@parley/plugin-host';
import { fault, Faults, type Fault } from '../../errors.js';
import { LIMITS } from '../../limits.js';

const NAME = /^[a-z][a-z0-9_]{0,62}$/;
const name = z.string().regex(NAME, 'begins with a letter and has at most 63 small letters, digits and underscores');
const described = z.string().trim().max(LIMITS.queryDescriptionCharactersMax, `has at most ${LIMITS.queryDescriptionCharactersMax} characters`);

/** Of JSON Schema what says of a single value which ones will do; patterns are left out, since they can be written so that no answer comes. */
const parameter = z.strictObject({
  type: z.enum(['string', 'number', 'integer', 'boolean'], 'is one of string, number, integer, boolean'), description: described.optional(),
  enum: z.array(z.union([z.string().max(200), z.number()])).min(1).max(100).optional(),
  minimum: z.number().optional(), maximum: z.number().optional(), minLength: z.int().min(0).optional(), maxLength: z.int().min(0).optional(),
});

const parametersSchema = z.strictObject({
  type: z.literal('object', 'is "object"'),
  properties: z.record(name, parameter).refine((properties) => Object.keys(properties).length <= LIMITS.queryParametersMax, `has at most ${LIMITS.queryParametersMax} parameters`).default({}),
  required: z.array(z.string()).default([]),
  additionalProperties: z.literal(false, 'is false').default(false),
}).refine(({ properties, required }) => required.every((each) => Object.hasOwn(properties, each)), { error: 'names a parameter that is not described', path: ['required'] });

export type ParametersSchema = z.output<typeof parametersSchema>;

/** A named query of a data source, as it is stored. */
export const dataQuerySchema = z.object({
  name,
  description: described.min(1, 'needs at least one character'),
  parameters: parametersSchema.default({ type: 'object', properties: {}, required: [], additionalProperties: false }),
  text: z.string().min(1, 'needs at least one character').max(LIMITS.queryTextCharactersMax, `has at most ${LIMITS.queryTextCharactersMax} characters`),
  rowsMax: z.int().min(1, 'is at least 1').max(LIMITS.queryRowsMax, `is at most ${LIMITS.queryRowsMax}`).default(LIMITS.queryRowsDefault),
  timeoutMs: z.int().min(100, 'is at least 100').max(LIMITS.queryTimeoutMsMax, `is at most ${LIMITS.queryTimeoutMsMax}`).default(LIMITS.queryTimeoutMsDefault),
});

export type DataQuery = z.output<typeof dataQuerySchema>;

/** Why a value is not one of this parameter; undefined where it is. */
function wrongIn(value: unknown, wanted: z.output<typeof parameter>): string | undefined {
  const { type, enum: choices, minimum, maximum, minLength, maxLength } = wanted;
  if (typeof value !== (type === 'integer' ? 'number' : type) || (type === 'integer' && !Number.isSafeInteger(value))) return type === 'string' ? 'is text' : type === 'boolean' ? 'is true or false' : type === 'integer' ? 'is a whole number' : 'is a number';
  if (choices && !choices.includes(value as string)) return `is one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}`;
  if (typeof value === 'number' && ((minimum !== undefined && value < minimum) || (maximum !== undefined && value > maximum))) return `lies between ${minimum ?? '-∞'} and ${maximum ?? '∞'}`;
  const length = typeof value === 'string' ? value.length : 0;
  return typeof value === 'string' && (length < (minLength ?? 0) || length > (maxLength ?? LIMITS.queryValueCharactersMax)) ? `has ${minLength ?? 0} to ${maxLength ?? LIMITS.queryValueCharactersMax} characters` : undefined;
}

/** Values for all parameters of a query, null for those that are left out; everything wrong is told at once, each with its field. */
export function checkedValues({ properties, required }: ParametersSchema, values: Readonly<Record<string, unknown>>): Record<string, DataParameter> {
  const faults: Fault[] = Object.keys(values).filter((each) => !Object.hasOwn(properties, each)).map((each) => fault('InvalidInputError', `\`values\`: the query has no parameter "${each.slice(0, 63)}".`, 'values'));
  const checked = Object.entries(properties).map(([each, wanted]): [string, DataParameter] => {
    const value = values[each];
    const isAbsent = value === undefined || value === null;
    const wrong = isAbsent ? (required.includes(each) ? 'is needed' : undefined) : wrongIn(value, wanted);
    if (wrong !== undefined) faults.push(fault('InvalidInputError', `\`values.${each}\` ${wrong}.`, 'values', each));
    return [each, isAbsent ? null : value as DataParameter];
  });
  if (faults.length > 0) throw new Faults(faults);
  return Object.fromEntries(checked);
}

import type { z } from 'zod';
import { fault, Faults } from '../errors.js';
import { Secret } from '../vault/secret.js';

/** Checks an input; everything wrong with it is answered at once as `InvalidInputError`s that name their fields. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(withoutNulls(input));
  if (parsed.success) return parsed.data;
  throw new Faults(parsed.error.issues.map((issue) => fault('InvalidInputError', sentence(issue), ...issue.path.map(String))));
}

/** GraphQL clients send null for "not given". */
function withoutNulls(input: unknown): unknown {
  if (Array.isArray(input)) return input.map(withoutNulls);
  if (input === null || typeof input !== 'object' || input instanceof Date || input instanceof Secret) return input;
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null).map(([key, value]) => [key, withoutNulls(value)]));
}

function sentence(issue: z.core.$ZodIssue): string {
  const name = issue.path.length === 0 ? 'The input' : `\`${issue.path.join('.')}\``;
  return `${name}: ${issue.message}.`;
}

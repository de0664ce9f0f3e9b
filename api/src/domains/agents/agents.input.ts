import { turnTaking } from '@parley/media-contract';
import { z } from 'zod';
import { CONNECTED_KINDS } from '../../connections/requests.js';
import { LIMITS } from '../../limits.js';
import { routeInput } from '../routes/route-input.js';

/** Undoes the defaults: what an update does not name stays as it is. */
const turnTakingChange = z.object(Object.fromEntries(Object.entries(turnTaking.shape).map(([name, field]) => [name, field.unwrap().optional()])) as {
  [Name in keyof typeof turnTaking.shape]: z.ZodOptional<ReturnType<(typeof turnTaking.shape)[Name]['unwrap']>>;
});

const knowledge = z.array(z.object({
  title: z.string().trim().min(1, 'needs a title').max(200, 'has at most 200 characters'),
  text: z.string().trim().min(1, 'needs a text').max(LIMITS.knowledgeTextCharactersMax, `has at most ${LIMITS.knowledgeTextCharactersMax} characters`),
})).max(LIMITS.knowledgeEntriesMax, `has at most ${LIMITS.knowledgeEntriesMax} entries`)
  .refine((entries) => entries.reduce((sum, { title, text }) => sum + title.length + text.length, 0) <= LIMITS.knowledgeCharactersMax, `has at most ${LIMITS.knowledgeCharactersMax} characters in all`);

const fields = {
  name: z.string().trim().min(1, 'needs at least one character').max(120, 'has at most 120 characters'),
  slug: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'has lower-case letters, digits and single hyphens').max(60, 'has at most 60 characters'),
  instructions: z.string().max(20_000, 'has at most 20000 characters'),
  greeting: z.string().trim().max(1_000, 'has at most 1000 characters'),
  language: z.string().refine(isLanguageTag, 'is a BCP 47 language tag, like en or en-GB'),
  voice: z.string().trim().min(1, 'needs at least one character').max(120, 'has at most 120 characters'),
  knowledge,
  routes: z.array(routeInput).max(CONNECTED_KINDS.length, `has at most ${CONNECTED_KINDS.length} entries`),
};

export const agentCreateInput = z.object({
  id: z.string().optional(), name: fields.name, slug: fields.slug.optional(),
  instructions: fields.instructions.default('Answer the caller in one or two short sentences. Say so when you do not know.'),
  greeting: fields.greeting.optional(), language: fields.language.default('en'), voice: fields.voice.optional(),
  knowledge: fields.knowledge.default([]), turnTaking: turnTakingChange.default({}), routes: fields.routes.default([]),
});

export const agentUpdateInput = z.object({
  id: z.string(), expectedVersion: z.number().int().optional(), name: fields.name.optional(), slug: fields.slug.optional(),
  instructions: fields.instructions.optional(), greeting: fields.greeting.optional(), language: fields.language.optional(),
  voice: fields.voice.optional(), knowledge: fields.knowledge.optional(), turnTaking: turnTakingChange.optional(), routes: fields.routes.optional(),
});

function isLanguageTag(tag: string): boolean {
  try { return Intl.getCanonicalLocales(tag).length === 1; } catch { return false; }
}

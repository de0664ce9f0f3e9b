import { uuidv7 } from '@parley/db';
import { turnTaking } from '@parley/media-contract';
import { isUniqueViolation, violatedRule } from '../../access/database-errors.js';
import { parseInput } from '../../access/parse-input.js';
import type { ApiContext } from '../../context.js';
import { Fault, fault } from '../../errors.js';
import { inputId } from '../../schema/ids.js';
import { slugOf } from '../organizations/slugs.js';
import { levelsOf, type StoredRoutes } from '../routes/levels.js';
import { connectionsById } from '../routes/resolve.js';
import { checkedRoutes, type GivenRoute } from '../routes/route-input.js';
import { changedRoutes } from '../routes/routes.service.js';
import { agentCreateInput, agentUpdateInput } from './agents.input.js';

const NOT_FOUND = 'There is no such agent.';

/** Of several who publish one agent at the same moment, one gets through in each round. */
const PUBLISH_ATTEMPTS_MAX = 10;

/** Makes an agent; answers its id. */
export async function agentCreate(context: ApiContext, raw: unknown): Promise<string> {
  const input = parseInput(agentCreateInput, raw);
  const id = input.id === undefined ? uuidv7() : inputId('Agent', input.id, 'id');
  const slug = input.slug ?? slugOf(input.name);
  const { organizationId } = context;
  const data = {
    id, organizationId, name: input.name, instructions: input.instructions,
    greeting: input.greeting ?? `Hello, this is ${input.name}. How can I help you?`, language: input.language, voice: input.voice ?? null,
    knowledge: input.knowledge, turnTaking: turnTaking.parse(input.turnTaking), routes: changedRoutes({}, await givenRoutes(context, input.routes)) as object,
  };
  try {
    await context.db.agent.create({ data: { ...data, slug }, select: { id: true } });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    if (!violatedRule(error).includes('slug')) throw fault('IdTakenError', 'This id is in use.', 'id');
    if (input.slug !== undefined) throw fault('SlugTakenError', `The slug "${slug}" is in use.`, 'slug');
    // Two agents may well have one name; only a slug that somebody chose is theirs to change.
    await context.db.agent.create({ data: { ...data, slug: `${slug}-${id.slice(-6)}` }, select: { id: true } });
  }
  return id;
}

/** Changes what is named; the rest stays. Fails when somebody changed the agent since `expectedVersion`. */
export async function agentUpdate(context: ApiContext, raw: unknown): Promise<string> {
  const { id: externalId, expectedVersion, turnTaking: changes, routes: given, ...fields } = parseInput(agentUpdateInput, raw);
  const id = inputId('Agent', externalId, 'id');
  // Null asks for the default voice again; everywhere else it says "not given".
  const isVoiceCleared = (raw as { voice?: unknown }).voice === null;
  const routes = given && await givenRoutes(context, given);
  // Such settings are one column: read, merged, and written only over the version that was read.
  const current = (changes || routes) && await context.db.agent.findUnique({ where: { id }, select: { version: true, turnTaking: true, routes: true } });
  const version = expectedVersion ?? current?.version;
  const merged = {
    ...(changes && current ? { turnTaking: turnTaking.parse({ ...current.turnTaking as object, ...changes }) } : {}),
    ...(routes && current ? { routes: changedRoutes(current.routes, routes) as object } : {}),
  };
  let count: number;
  try {
    ({ count } = await context.db.agent.updateMany({
      where: { id, ...(version === undefined ? {} : { version }) }, data: { ...withoutUndefined(fields), ...(isVoiceCleared ? { voice: null } : {}), ...merged, version: { increment: 1 } },
    }));
  } catch (error) {
    if (isUniqueViolation(error)) throw fault('SlugTakenError', `The slug "${fields.slug}" is in use.`, 'slug');
    throw error;
  }
  if (count === 0) await refuseUnchanged(context, id);
  return id;
}

/** Routes of an input, checked; nothing is read where there are none. */
const givenRoutes = async (context: ApiContext, given: readonly GivenRoute[]): Promise<StoredRoutes> => (given.length === 0 ? {} : checkedRoutes(context.app, await levelsOf(context), given, (place) => ['routes', String(place)]));

/** An update that met no row: there is no agent, or not in that version. */
export async function refuseUnchanged(context: ApiContext, id: string): Promise<never> {
  const current = await context.db.agent.findUnique({ where: { id }, select: { version: true } });
  if (!current) throw fault('AgentNotFoundError', NOT_FOUND, 'id');
  throw new Fault('AgentChangedError', `The agent was changed meanwhile; it is at version ${current.version} now.`, ['input', 'expectedVersion'], { agentId: id });
}

/** Freezes the draft as the next version; calls that start from now on meet it. Answers the ids of both. */
export async function agentPublish(context: ApiContext, input: { readonly id: string; readonly expectedVersion?: number | null | undefined }): Promise<{ agentId: string; versionId: string }> {
  const agentId = inputId('Agent', input.id, 'id');
  await refuseGone(context, agentId);
  for (let attempt = 1; ; attempt++) {
    const versionId = uuidv7();
    try {
      const count = await publishOnce(context, agentId, versionId, input.expectedVersion ?? null);
      return count === 0 ? await refuseUnchanged(context, agentId) : { agentId, versionId };
    } catch (error) {
      // Somebody published at the same moment and took the number; the statement did nothing and may run again.
      if (!isUniqueViolation(error) || attempt === PUBLISH_ATTEMPTS_MAX) throw error;
    }
  }
}

/** What the draft's routes name has to be there: callers would never meet it. One statement more where it has routes. */
async function refuseGone(context: ApiContext, id: string): Promise<void> {
  const draft = await context.db.agent.findUnique({ where: { id }, select: { routes: true } });
  const named = Object.values((draft?.routes ?? {}) as StoredRoutes).flat();
  if (named.length === 0) return;
  const known = connectionsById(await levelsOf(context));
  if (named.some(({ connectionId }) => !known.has(connectionId))) throw fault('ConnectionNotFoundError', 'A route of the agent names a connection that was disconnected, or is no longer lent. Take it out first.');
}

/** One statement, so that a version is never there without being the published one. Answers how many agents it met. */
function publishOnce(context: ApiContext, agentId: string, versionId: string, expectedVersion: number | null): Promise<number> {
  return context.db.$executeRaw`
    WITH draft AS (
      SELECT * FROM agents WHERE "organizationId" = ${context.organizationId}::uuid AND id = ${agentId}::uuid AND version = coalesce(${expectedVersion}::int, version) FOR UPDATE
    ), frozen AS (
      INSERT INTO agent_versions (id, "organizationId", "agentId", number, name, instructions, greeting, language, voice, knowledge, "turnTaking", routes)
      SELECT ${versionId}::uuid, "organizationId", id, 1 + (SELECT coalesce(max(number), 0) FROM agent_versions WHERE "organizationId" = draft."organizationId" AND "agentId" = draft.id),
        name, instructions, greeting, language, voice, knowledge, "turnTaking", routes FROM draft
      RETURNING id, "organizationId", "agentId"
    )
    UPDATE agents SET "publishedVersionId" = frozen.id, "updatedAt" = now() FROM frozen WHERE agents."organizationId" = frozen."organizationId" AND agents.id = frozen."agentId"`;
}

function withoutUndefined<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>;
}

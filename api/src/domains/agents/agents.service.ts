import { uuidv7 } from '@parley/db';
import { turnTaking } from '@parley/media-contract';
import { isUniqueViolation, violatedRule } from '../../access/database-errors.js';
import { parseInput } from '../../access/parse-input.js';
import type { ApiContext } from '../../context.js';
import { Fault, fault } from '../../errors.js';
import { inputId } from '../../schema/ids.js';
import { slugOf } from '../organizations/slugs.js';
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
    knowledge: input.knowledge, turnTaking: turnTaking.parse(input.turnTaking),
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
  const { id: externalId, expectedVersion, turnTaking: changes, ...fields } = parseInput(agentUpdateInput, raw);
  const id = inputId('Agent', externalId, 'id');
  // Null asks for the default voice again; everywhere else it says "not given".
  const isVoiceCleared = (raw as { voice?: unknown }).voice === null;
  // The settings are one column: read, merged, and written only over the version that was read.
  const current = changes && await context.db.agent.findUnique({ where: { id }, select: { version: true, turnTaking: true } });
  const version = expectedVersion ?? current?.version;
  const merged = changes && current ? { turnTaking: turnTaking.parse({ ...current.turnTaking as object, ...changes }) } : {};
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

/** An update that met no row: there is no agent, or not in that version. */
export async function refuseUnchanged(context: ApiContext, id: string): Promise<never> {
  const current = await context.db.agent.findUnique({ where: { id }, select: { version: true } });
  if (!current) throw fault('AgentNotFoundError', NOT_FOUND, 'id');
  throw new Fault('AgentChangedError', `The agent was changed meanwhile; it is at version ${current.version} now.`, ['input', 'expectedVersion'], { agentId: id });
}

/** Freezes the draft as the next version; calls that start from now on meet it. Answers the ids of both. */
export async function agentPublish(context: ApiContext, input: { readonly id: string; readonly expectedVersion?: number | null | undefined }): Promise<{ agentId: string; versionId: string }> {
  const agentId = inputId('Agent', input.id, 'id');
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

/** One statement, so that a version is never there without being the published one. Answers how many agents it met. */
function publishOnce(context: ApiContext, agentId: string, versionId: string, expectedVersion: number | null): Promise<number> {
  return context.db.$executeRaw`
    WITH draft AS (
      SELECT * FROM agents WHERE "organizationId" = ${context.organizationId}::uuid AND id = ${agentId}::uuid AND version = coalesce(${expectedVersion}::int, version) FOR UPDATE
    ), frozen AS (
      INSERT INTO agent_versions (id, "organizationId", "agentId", number, name, instructions, greeting, language, voice, knowledge, "turnTaking")
      SELECT ${versionId}::uuid, "organizationId", id, 1 + (SELECT coalesce(max(number), 0) FROM agent_versions WHERE "organizationId" = draft."organizationId" AND "agentId" = draft.id),
        name, instructions, greeting, language, voice, knowledge, "turnTaking" FROM draft
      RETURNING id, "organizationId", "agentId"
    )
    UPDATE agents SET "publishedVersionId" = frozen.id, "updatedAt" = now() FROM frozen WHERE agents."organizationId" = frozen."organizationId" AND agents.id = frozen."agentId"`;
}

function withoutUndefined<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>;
}

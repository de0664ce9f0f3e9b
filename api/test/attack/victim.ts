import type { Database } from '@parley/db';
import { seedTenant, type Tenant } from '@parley/db/testing';
import { roleTemplateId, splitId } from '@parley/db';
import { encodeId, type NodeName } from '../../src/schema/ids.js';
import { activeCall, append, conversation, publishedAgent, type Kit } from '../kit.js';
import { sessionOf } from './attackers.js';

type System = Database['system'];

/** An organization to attack, or that attacks: a row of every table, and a call with all that happens in one. */
export async function seedOrganization(kit: Kit, label: string): Promise<Tenant> {
  const tenant = await seedTenant(kit.test.database.system, label);
  // An agency: its owner may do all that an organization can be asked for.
  await kit.test.database.system.organization.update({ where: { id: tenant.organizationId }, data: { kind: 'AGENCY' } });
  await kit.test.database.system.membership.updateMany({ where: { organizationId: tenant.organizationId }, data: { roleId: roleTemplateId('agency-owner') } });
  const token = await sessionOf(kit, tenant);
  const person = { token, email: '', organizationId: tenant.organizationId, ask: (query: string, variables?: object) => kit.ask(query, variables, token) };
  const agentId = await publishedAgent(person, { name: `${label} agent`, greeting: `Welcome to ${label}`, instructions: `Say ${label}`, knowledge: [{ title: `${label} title`, text: `${label} knows` }] });
  const { callId } = await activeCall(kit, person, agentId);
  const told = JSON.stringify(conversation(callId)).replaceAll('Hello.', `Hello from ${label}.`).replaceAll('When are you open?', `When is ${label} open?`).replaceAll('From nine', `${label} from nine`);
  const { errors } = await append(kit, callId, JSON.parse(told) as unknown[]);
  if (errors.length > 0) throw new Error(`the conversation was not taken: ${JSON.stringify(errors)}`);
  return tenant;
}

/** A thing of each type with global ids: the row of that model which belongs to the organization, or to its person. */
export async function nodeIdsOf(system: System, types: readonly string[], { organizationId, userId }: Tenant): Promise<Record<string, string>> {
  const ids: Record<string, string> = {};
  for (const type of types) {
    const model = (system as unknown as Record<string, { findFirst(query: object): Promise<{ id: string } | null> } | undefined>)[type[0]!.toLowerCase() + type.slice(1)];
    const find = (where: object) => model?.findFirst({ where, orderBy: { id: 'desc' }, select: { id: true } }).catch(() => null);
    const id = type === 'Organization' ? organizationId : type === 'User' ? userId : (await find({ organizationId }) ?? await find({ userId }))?.id;
    if (id === undefined) throw new Error(`there is no ${type} to attack: seed one in prisma/src/testing/tenant-fixture.ts, in a model of that name with \`organizationId\` or \`userId\``);
    ids[type] = encodeId(type as NodeName, id);
  }
  return ids;
}

/** `isOfAgents` where its rows are agents, or belong to one. */
interface Table { readonly name: string; readonly isOfAgents: boolean; readonly where: string }

/** Tables that belong to organizations, and which column says to which. */
async function tenantTables(system: System): Promise<Table[]> {
  const tables = await system.$queryRaw<{ name: string; isOfAgents: boolean }[]>`
    SELECT c.relname::text AS name, c.relname = 'agents' OR EXISTS (SELECT FROM pg_attribute o WHERE o.attrelid = c.oid AND o.attname IN ('agentId', 'callId')) AS "isOfAgents" FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organizationId' WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1`;
  return [...tables.map((table) => ({ ...table, where: `"organizationId" = $1::uuid` })), { name: 'organizations', isOfAgents: false, where: 'id = $1::uuid' }, { name: 'users', isOfAgents: false, where: 'id = $2::uuid' }];
}

const TIME = /^\d{4}-\d\d-\d\d[T ]/;
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;
/** Shorter texts are words that anything may have. */
const SECRET_CHARACTERS_MIN = 6;

function textsIn(value: unknown, found: Set<string>): Set<string> {
  if (typeof value === 'string') {
    const text = value.startsWith('\\x') ? value.slice(2) : value;
    if (text.length >= SECRET_CHARACTERS_MIN && !TIME.test(text)) {
      found.add(text);
      if (UUID.test(text)) found.add(encodeId('Agent', text).split('_')[1]!);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) textsIn(inner, found);
  }
  return found;
}

/** What an organization has, as the attack looks at it. */
export class Possessions {
  private constructor(readonly system: System, readonly tenant: Tenant, readonly tables: readonly Table[]) {}

  static async of(system: System, tenant: Tenant): Promise<Possessions> { return new Possessions(system, tenant, await tenantTables(system)); }

  /** Every text in its rows, or those of its agents alone: words, ids in both forms, hashes. */
  async texts(isOfAgents = false): Promise<Set<string>> {
    const found = new Set<string>();
    for (const { name, where } of this.tables.filter((table) => !isOfAgents || table.isOfAgents)) {
      const rows = await this.system.$queryRawUnsafe<{ row: unknown }[]>(`SELECT to_jsonb(t) AS row FROM "${name}" t WHERE ${where} AND $2::uuid IS NOT NULL AND $1::uuid IS NOT NULL`, this.tenant.organizationId, this.tenant.userId);
      textsIn(rows, found);
    }
    return found;
  }

  /** What of its texts no other organization has: the words of the schema and of defaults say nothing. */
  async secrets(other: Possessions, isOfAgents = false): Promise<Set<string>> {
    const common = await other.texts();
    return new Set(Array.from(await this.texts(isOfAgents)).filter((text) => !common.has(text)));
  }

  /** A checksum of its rows for each table, leaving out those that name one of `except`: what an attacker writes about themselves. */
  async checksums(except: readonly string[] = []): Promise<Record<string, string>> {
    const parts = this.tables.filter(({ name }) => name !== 'audit_heads').map(({ name, where }) => `
      SELECT '${name}' AS name, coalesce(md5(string_agg(row, '|' ORDER BY row)), '') AS sum FROM (SELECT to_jsonb(t)::text AS row FROM "${name}" t WHERE ${where}) rows WHERE NOT EXISTS (SELECT FROM unnest($3::text[]) AS own WHERE row LIKE '%' || own || '%')`);
    const sums = await this.system.$queryRawUnsafe<{ name: string; sum: string }[]>(`SELECT name, sum FROM (${parts.join(' UNION ALL ')}) sums WHERE $1::uuid IS NOT NULL AND $2::uuid IS NOT NULL`, this.tenant.organizationId, this.tenant.userId, [...except]);
    return Object.fromEntries(sums.map(({ name, sum }) => [name, sum]));
  }
}

/** What of the secrets an answer tells, but for what was asked with. */
export function leaksIn(answer: unknown, secrets: ReadonlySet<string>, variables: object): string[] {
  const text = JSON.stringify(answer) ?? '';
  const asked = JSON.stringify(variables);
  return Array.from(secrets).filter((secret) => text.includes(secret) && !asked.includes(secret));
}

/** The UUID in a global id. */
export const uuidIn = (id: string) => splitId(id)!.uuid;

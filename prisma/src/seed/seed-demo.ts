import type { Database, SystemTransaction } from '../client/database.js';
import type { Prisma } from '../generated/client.js';
import { roleTemplateId } from '../roles/role-templates.js';
import { HARBOUR_DENTAL } from './harbour-dental.js';

/** Address with which one signs in to the demo; the caller chooses the password. */
export const DEMO_EMAIL = 'demo@parley.localhost';

/** The same in every installation, so that guides can name them. */
const DEMO_IDS = {
  user: '01930000-0000-7000-8000-000000000001',
  organization: '01930000-0000-7000-8000-000000000002',
  agent: '01930000-0000-7000-8000-000000000003',
  agentVersion: '01930000-0000-7000-8000-000000000004',
} as const;

export interface SeedOptions {
  /** Hash of the demo user's password, as sign-in will check it. */
  readonly passwordHash: string;
  /** Turn-taking settings of the demo agent, complete; shape `turnTaking` of @parley/media-contract. */
  readonly turnTaking: object;
}

export interface SeedResult {
  /** False when everything was there already. */
  readonly isNew: boolean;
  readonly userId: string;
  readonly organizationId: string;
  readonly agentId: string;
}

/**
 * Puts the demo in place: a person, the organization "Harbour Dental", and its agent `demo`, published. What is there
 * already stays as it is, password and edited agent included; two processes may do it at once.
 */
export function seedDemo(database: Database, options: SeedOptions): Promise<SeedResult> {
  return database.transaction('system', async (transaction) => {
    const owner = await seedOwner(transaction, options.passwordHash);
    const agent = await seedAgent(transaction, owner.organizationId, options.turnTaking);
    return { isNew: owner.isNew || agent.isNew, userId: owner.userId, organizationId: owner.organizationId, agentId: agent.agentId };
  });
}

async function seedOwner(transaction: SystemTransaction, passwordHash: string) {
  const { organizationName, organizationSlug } = HARBOUR_DENTAL;
  const users = await transaction.user.createMany({ data: [{ id: DEMO_IDS.user, email: DEMO_EMAIL, name: 'Demo', passwordHash }], skipDuplicates: true });
  const organizations = await transaction.organization.createMany({ data: [{ id: DEMO_IDS.organization, name: organizationName, slug: organizationSlug }], skipDuplicates: true });
  const { id: userId } = await transaction.user.findUniqueOrThrow({ where: { email: DEMO_EMAIL }, select: { id: true } });
  const { id: organizationId } = await transaction.organization.findUniqueOrThrow({ where: { slug: organizationSlug }, select: { id: true } });
  await transaction.membership.createMany({ data: [{ organizationId, userId, roleId: roleTemplateId('owner') }], skipDuplicates: true });
  return { isNew: users.count + organizations.count > 0, userId, organizationId };
}

async function seedAgent(transaction: SystemTransaction, organizationId: string, turnTaking: object) {
  const { agentName: name, agentSlug: slug, instructions, greeting, language, knowledge } = HARBOUR_DENTAL;
  const content = { organizationId, name, instructions, greeting, language, knowledge: knowledge as unknown as Prisma.InputJsonArray, turnTaking: turnTaking as Prisma.InputJsonObject };
  const agents = await transaction.agent.createMany({ data: [{ id: DEMO_IDS.agent, slug, ...content }], skipDuplicates: true });
  const where = { organizationId_slug: { organizationId, slug } };
  const agent = await transaction.agent.findUnique({ where, select: { id: true } });
  // The slug was changed by its owner: the demo agent is there, under another name.
  if (!agent) return { isNew: false, agentId: DEMO_IDS.agent };
  if (agents.count > 0) {
    await transaction.agentVersion.create({ data: { id: DEMO_IDS.agentVersion, agentId: agent.id, number: 1, ...content } });
    await transaction.agent.update({ where, data: { publishedVersionId: DEMO_IDS.agentVersion } });
  }
  return { isNew: agents.count > 0, agentId: agent.id };
}

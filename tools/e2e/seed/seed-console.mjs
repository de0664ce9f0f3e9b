// An organization that has something on every page of the console: agents of every kind, three hundred calls of a month,
// people of every role, changes in the audit log; beside it one that is empty, and above it an agency with more clients.
import { DEMO_EMAIL, encodeId, PLATFORM_ORGANIZATION, seedDemo } from '@parley/db';
import { hashPassword } from '../../../api/dist/access/passwords.js';
import { seedCalls } from './calls.mjs';
import { seedAgency } from './agency.mjs';
import { seedConnections } from './connections.mjs';
import { PASSWORD, seedAgents, seedPeople, seedPrograms, seedSingleSignOn } from './organization.mjs';

const idsOf = (prefix, things) => Object.fromEntries(Object.entries(things).map(([name, thing]) => [name, encodeId(prefix, thing.id ?? thing)]));

/**
 * Fills an empty database, before its api starts. Answers what tests look for: `agents`, `calls` and `connections` by their
 * names here, with the ids of the contract, `logins` by what people are, `owner` the demo's, `platform` too, and `organizations`.
 */
export async function seedConsole(database, dataDir) {
  const defaults = { completeWaitMs: 400, incompleteWaitMs: 2_500, interruptionSpeechMs: 500, interruptionWordsMin: 0, isInterruptible: true, falseAlarmMs: 2_000, idlePromptMs: 10_000, idlePromptsMax: 2, callDurationMaxMs: 1_800_000 };
  const { organizationId, agentId, userId: ownerId } = await seedDemo(database, { passwordHash: await hashPassword(PASSWORD), turnTaking: defaults });
  const mia = await database.system.agent.findUniqueOrThrow({ where: { id: agentId }, select: { id: true, name: true, instructions: true, greeting: true, language: true, voice: true, knowledge: true, turnTaking: true } });
  const people = { ...await seedPeople(database.system, { organizationId, ownerId }), ...await seedAgency(database.system, { organizationId }) };
  await seedPrograms(database.system, { organizationId });
  await seedSingleSignOn(database.system, { organizationId });
  const agents = await seedAgents(database, { organizationId, ownerId, mia });
  const connections = await seedConnections(database.system, { organizationId, agencyId: people.agencyId, agentId });
  const calls = await seedCalls(database, { organizationId, ownerId, agents, dataDir });
  await database.system.$executeRawUnsafe('ANALYZE');
  const logins = Object.fromEntries([['owner', DEMO_EMAIL], ...Object.entries(people).filter(([, person]) => person.email).map(([name, { email }]) => [name, email])].map(([name, email]) => [name, { email, password: PASSWORD }]));
  // The demo's account looks after an installation that names nobody else.
  logins.platform = { ...logins.owner, organizationId: encodeId('org', PLATFORM_ORGANIZATION.id) };
  return { logins, agents: idsOf('agt', agents), calls: idsOf('call', calls), connections, organizations: idsOf('org', { harbour: organizationId, quayside: people.quaysideId, agency: people.agencyId, suspended: people.suspendedId }) };
}

// Agents and people of the seeded organization, and an organization that has nothing yet.
import { createHash, randomBytes } from 'node:crypto';
import { auditAs, roleTemplateId, uuidv7 } from '@parley/db';
import { hashPassword } from '../../../api/dist/access/passwords.js';

/** Everybody's, and the one that the demo has. */
export const PASSWORD = 'parley-demo';

const DAY_MS = 86_400_000;
const ago = (days) => new Date(Date.now() - days * DAY_MS);

const PEOPLE = {
  admin: { name: 'Ada Byron', email: 'ada.byron@harbour-dental.example', role: 'admin', days: 210 },
  member: { name: 'Grace Hopper', email: 'grace.hopper@harbour-dental.example', role: 'agent-builder', days: 96 },
  viewer: { name: 'Emmy Noether', email: 'emmy.noether@harbour-dental.example', role: 'viewer', days: 12 },
  nameless: { name: '', email: 'reception.front.desk.second.floor@harbour-dental-and-orthodontics.example', role: 'agent-builder', days: 3 },
};

/** People of every role; and one, `newcomer`, whose own organization is empty. Answers their ids and e-mail addresses. */
export async function seedPeople(system, { organizationId, ownerId }) {
  const passwordHash = await hashPassword(PASSWORD);
  const people = Object.fromEntries(Object.entries({ ...PEOPLE, newcomer: { name: 'Tom Whitfield', email: 'tom@quayside-bakery.example', days: 0 } }).map(([key, person]) => [key, { id: uuidv7(), ...person }]));
  await system.user.createMany({ data: Object.values(people).map(({ id, email, name }) => ({ id, email, name, passwordHash })) });
  const quayside = uuidv7();
  await system.organization.create({ data: { id: quayside, name: 'Quayside Bakery', slug: 'quayside-bakery' } });
  await system.membership.createMany({ data: [
    ...Object.values(people).filter(({ role }) => role).map(({ id, role, days }) => ({ organizationId, userId: id, roleId: roleTemplateId(role), createdAt: ago(days) })),
    { organizationId: quayside, userId: people.newcomer.id, roleId: roleTemplateId('owner') },
    // Whoever owns the first organization looks after the second too: there is something to switch between.
    { organizationId: quayside, userId: ownerId, roleId: roleTemplateId('admin') },
  ] });
  // Two passkeys whose devices nobody has.
  await system.passkey.createMany({ data: [
    { id: uuidv7(), userId: ownerId, name: 'Safari on iPhone', credentialId: randomBytes(32), publicKey: randomBytes(77), transports: ['internal', 'hybrid'], createdAt: ago(120), lastUsedAt: ago(2) },
    { id: uuidv7(), userId: ownerId, name: 'Security key in the safe of the practice', credentialId: randomBytes(32), publicKey: randomBytes(77), transports: ['usb'], createdAt: ago(40) },
  ] });
  return { ...people, quaysideId: quayside };
}

const OTTO = {
  name: 'Otto, nights and weekends', greeting: 'Guten Abend, hier ist Otto von Harbour Dental. Wie kann ich helfen?', language: 'de', voice: null,
  instructions: 'Du bist Otto und gehst nachts und am Wochenende ans Telefon. Antworte kurz und freundlich. Bei starken Schmerzen nenne den Notdienst; bei Atemnot den Notruf eins eins zwei.',
  knowledge: [{ title: 'Notdienst', text: 'Den zahnärztlichen Notdienst erreichen Sie Tag und Nacht unter fünf fünf fünf, null eins neun neun.' }, { title: 'Öffnungszeiten', text: 'Montag bis Donnerstag von acht bis achtzehn Uhr, Freitag bis vierzehn Uhr.' }],
};
const RECALL = {
  name: 'Recall and reminders for patients who have not been here for more than a year', greeting: 'Hello, this is Harbour Dental with a friendly reminder.', language: 'en', voice: 'rms',
  instructions: 'You remind patients of their yearly check-up. Ask whether they would like an appointment, and offer two.', knowledge: [],
};
const FRONT_DESK = { name: 'Front desk, 2025', greeting: 'Harbour Dental, good day.', language: 'en', voice: null, instructions: 'Answer the telephone of a dental practice.', knowledge: [] };

/**
 * Next to the demo's agent: one whose draft has gone on since it was published, one that never was, and one out of use.
 * The demo's own gets four more versions. Answers ids of agents and of the versions that calls are made with.
 */
export async function seedAgents(database, { organizationId, ownerId, mia }) {
  const { turnTaking } = mia;
  const otto = { id: uuidv7(), versionId: uuidv7() };
  const recall = { id: uuidv7() };
  const frontDesk = { id: uuidv7() };
  const { system } = database;
  await system.agent.createMany({ data: [
    { id: otto.id, organizationId, slug: 'otto', ...OTTO, turnTaking, createdAt: ago(160) },
    { id: recall.id, organizationId, slug: 'recall', ...RECALL, turnTaking, createdAt: ago(2) },
    { id: frontDesk.id, organizationId, slug: 'front-desk-2025', ...FRONT_DESK, turnTaking, createdAt: ago(400), archivedAt: ago(150) },
  ] });
  const { id: _id, ...content } = mia;
  const versions = [2, 3, 4, 5].map((number) => ({ id: uuidv7(), organizationId, agentId: mia.id, number, ...content, greeting: number < 4 ? `Harbour Dental, this is Mia. ${content.greeting.split('. ').at(-1)}` : content.greeting, knowledge: content.knowledge.slice(0, 6 + number), publishedAt: ago(60 - 12 * number) }));
  await system.agentVersion.createMany({ data: [...versions, { id: otto.versionId, organizationId, agentId: otto.id, number: 1, ...OTTO, turnTaking, publishedAt: ago(150) }] });
  const mine = (action, work) => auditAs({ kind: 'USER', id: ownerId, address: '192.0.2.17', action, requestId: uuidv7() }, work);
  await mine('agentPublish', () => system.agent.update({ where: { id: mia.id }, data: { publishedVersionId: versions.at(-1).id, knowledge: versions.at(-1).knowledge } }));
  await mine('agentPublish', () => system.agent.update({ where: { id: otto.id }, data: { publishedVersionId: otto.versionId } }));
  await mine('agentUpdate', () => system.agent.update({ where: { id: otto.id }, data: { instructions: `${OTTO.instructions} Nenne am Ende immer die Öffnungszeiten.`, greeting: 'Guten Abend, hier ist Otto. Was kann ich für Sie tun?', version: { increment: 1 } } }));
  await mine('organizationUpdate', () => system.organization.update({ where: { id: organizationId }, data: { name: 'Harbour Dental' } }));
  return { mia: { id: mia.id, versionId: versions.at(-1).id, olderVersionId: versions[1].id }, otto, recall, frontDesk };
}

const KEYS = [
  { account: 'Booking website', name: 'Production', lastCharacters: 'k7Qm', permissions: ['calls:start', 'agents:read'], networks: ['203.0.113.0/24', '2001:db8::/32'], days: 120, usedDays: 0.01, endsDays: 245 },
  { account: 'Booking website', name: 'Staging', lastCharacters: 'Zp04', permissions: ['calls:start', 'calls:read', 'calls:end', 'agents:read'], isTest: true, days: 118, usedDays: 2, endsDays: 6 },
  { account: 'Booking website', name: 'Production, before the move', lastCharacters: '9aLx', permissions: ['calls:start'], days: 300, usedDays: 119, revokedDays: 119 },
  { account: 'Nightly report', name: 'Cron job', lastCharacters: 'Vt2c', permissions: ['calls:read', 'audit:read'], days: 40 },
];

/** Programs of the organization, with keys of every kind; nobody knows the keys themselves. */
export async function seedPrograms(system, { organizationId }) {
  const accounts = Object.fromEntries([...new Set(KEYS.map(({ account }) => account))].map((name, index) => [name, { id: uuidv7(), organizationId, name, createdAt: ago(310 - index) }]));
  await system.serviceAccount.createMany({ data: Object.values(accounts) });
  await system.apiKey.createMany({ data: KEYS.map(({ account, days, usedDays, endsDays, revokedDays, ...key }) => ({
    id: uuidv7(), organizationId, serviceAccountId: accounts[account].id, keyHash: new Uint8Array(createHash('sha256').update(key.name).digest()), createdAt: ago(days), networks: [], isTest: false, ...key,
    ...(usedDays === undefined ? {} : { lastUsedAt: ago(usedDays) }), ...(endsDays === undefined ? {} : { expiresAt: ago(-endsDays) }), ...(revokedDays === undefined ? {} : { revokedAt: ago(revokedDays) }),
  })) });
}

/** Two domains, one of them proven, and an identity provider that nobody asks. */
export async function seedSingleSignOn(system, { organizationId }) {
  await system.organizationDomain.createMany({ data: [
    { id: uuidv7(), organizationId, domain: 'harbour-dental.example', challenge: randomBytes(20).toString('base64url'), provenDomain: 'harbour-dental.example', provenAt: ago(60), seenAt: ago(4), createdAt: ago(60) },
    { id: uuidv7(), organizationId, domain: 'harbour-dental-and-orthodontics.example', challenge: randomBytes(20).toString('base64url'), createdAt: ago(1) },
  ] });
  await system.singleSignOn.create({ data: { organizationId, issuer: 'https://login.harbour-dental.example', clientId: 'parley-console', clientSecret: randomBytes(48), clientSecretEnd: 'k7Qd', clientSecretSetAt: ago(59), roleId: roleTemplateId('viewer') } });
}

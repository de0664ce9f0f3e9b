// The agency that looks after the seeded organization, and after so many others that one searches among them.
import { PERMISSIONS, roleTemplateId, uuidv7 } from '@parley/db';
import { hashPassword } from '../../../api/dist/access/passwords.js';
import { PASSWORD } from './organization.mjs';

const DAY_MS = 86_400_000;
const DELEGABLE = PERMISSIONS.filter((permission) => !/^(clients|platform):/.test(permission));
const LOOK = DELEGABLE.filter((permission) => permission.endsWith(':read'));
const WORK = DELEGABLE.filter((permission) => permission.endsWith(':read') || /^(agents|calls):/.test(permission));

const CLIENTS = [
  { name: 'Castle Street Veterinary Clinic', reach: WORK }, { name: 'Dunmore & Daughters, Solicitors', reach: LOOK }, { name: 'Fairview Physiotherapy', reach: DELEGABLE }, { name: 'Grand Canal Guesthouse', reach: WORK },
  { name: 'Lough Heating and Plumbing', reach: ['calls:read', 'transcripts:read', 'usage:read'] }, { name: 'Northside Car Repairs', reach: [], suspendedReason: 'Three invoices are open since July; see ticket 4711.' }, { name: 'Praxis Dr. Schäfer-Brandstätter', reach: WORK },
  { name: 'The Old Mill, weddings and conferences for up to four hundred guests', reach: LOOK }, { name: 'Zenith Opticians', reach: DELEGABLE },
];

/** Puts the organization below an agency, beside other clients, one of them suspended. Answers who owns the agency, and the ids of it and of that client. */
export async function seedAgency(system, { organizationId }) {
  const agencyId = uuidv7();
  const agency = { id: uuidv7(), email: 'lena.fischer@brightline.example', name: 'Lena Fischer' };
  await system.user.create({ data: { ...agency, passwordHash: await hashPassword(PASSWORD) } });
  await system.organization.create({ data: { id: agencyId, name: 'Brightline Voice', slug: 'brightline-voice', kind: 'AGENCY' } });
  await system.membership.create({ data: { organizationId: agencyId, userId: agency.id, roleId: roleTemplateId('agency-owner') } });
  const now = Date.now();
  const clients = CLIENTS.map((client) => ({ id: uuidv7(), ...client }));
  await system.organization.createMany({ data: clients.map(({ id, name, reach, suspendedReason }, index) => ({ id, name, ...(suspendedReason ? { suspendedAt: new Date(now - 2 * DAY_MS), suspendedReason } : {}), slug: `client-${index + 1}`, parentId: agencyId, delegatedPermissions: reach, delegationUpdatedAt: new Date(now - index * DAY_MS) })) });
  await system.organization.update({ where: { id: organizationId }, data: { parentId: agencyId, delegatedPermissions: WORK, delegationUpdatedAt: new Date(now - 20 * DAY_MS) } });
  return { agency, agencyId, suspendedId: clients.find(({ suspendedReason }) => suspendedReason).id };
}

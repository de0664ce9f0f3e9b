import { OWNER_ROLE_IDS, type Prisma, type SingleSignOn } from '@parley/db';
import { z } from 'zod';
import { parseInput } from '../../access/parse-input.js';
import { seal, unseal } from '../../access/sealed.js';
import type { ApiContext, App } from '../../context.js';
import { fault } from '../../errors.js';
import { inputId } from '../../schema/ids.js';
import { demandHeld } from '../roles/roles.service.js';
import type { ProviderClient } from './identity-providers.js';
import { ProviderFailure } from './provider-failure.js';
import { endOtherSessions, endProviderSessions } from './provider-sessions.js';

/** What a stored secret is told by. */
const END_CHARACTERS = 4;
/** What RFC 6749 allows in ids and secrets (appendix A). */
const printable = /^[\x20-\x7E]+$/;

const setInput = z.object({
  issuer: z.string().trim().max(500, 'has at most 500 characters'),
  clientId: z.string().trim().min(1, 'needs at least one character').max(256, 'has at most 256 characters').regex(printable, 'has letters, digits and signs of ASCII alone'),
  clientSecret: z.string().trim().min(8, 'has at least 8 characters').max(1_024, 'has at most 1024 characters').regex(printable, 'has letters, digits and signs of ASCII alone').optional(),
  isRequired: z.boolean().optional(),
  defaultRoleId: z.string(),
});
type SetInput = z.output<typeof setInput>;

/** The columns that lead to the provider itself. */
export const PROVIDER_COLUMNS = { organizationId: true, issuer: true, clientId: true, clientSecret: true } as const;
type StoredProvider = Pick<SingleSignOn, keyof typeof PROVIDER_COLUMNS>;

/** The issuer as it was entered, where it can be one. */
export function checkIssuer(app: App, given: string, path = 'issuer'): string {
  const issuer = given.trim();
  const isHttp = app.identityProviders.isHttpAllowed && issuer.startsWith('http://');
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  if (!url || !(issuer.startsWith('https://') || isHttp) || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    throw fault('InvalidInputError', '`issuer`: is a web address that begins with https://, without a question mark or # in it.', path);
  }
  // Many enter what they find in their browser.
  return issuer.replace(/\/\.well-known\/openid-configuration\/?$/, '');
}

/** A provider with its secret opened. @throws {@link ProviderFailure} */
export function openProvider(app: App, { organizationId, issuer, clientId, clientSecret }: StoredProvider): ProviderClient {
  const secret = unseal(app, 'client-secret', organizationId, clientSecret);
  if (!secret) throw new ProviderFailure('CLIENT_REFUSED', 'The stored client secret cannot be opened: PARLEY_SECRET is not the one it was kept under. Enter it again.');
  return { issuer, clientId, clientSecret: secret.toString('utf8') };
}

async function defaultRole(context: ApiContext, external: string): Promise<string> {
  const roleId = inputId('Role', external, 'defaultRoleId');
  const role = await context.db.role.findFirst({ where: { id: roleId }, select: { permissions: true } });
  if (!role) throw fault('RoleNotFoundError', 'There is no such role.', 'defaultRoleId');
  demandHeld(context, role.permissions, 'defaultRoleId');
  if (OWNER_ROLE_IDS.includes(roleId)) throw fault('InvalidInputError', '`defaultRoleId`: nobody becomes an owner by signing in.', 'defaultRoleId');
  return roleId;
}

/** Sets the identity provider of the organization that the session works in. A secret that was not given stays, as long as issuer and client do. */
export async function singleSignOnSet(context: ApiContext, raw: unknown): Promise<string> {
  const input = parseInput(setInput, raw);
  const { app, organizationId, actor } = context;
  const issuer = checkIssuer(app, input.issuer);
  const roleId = await defaultRole(context, input.defaultRoleId);
  const ended = await app.database.transaction('system', async (transaction) => {
    const before = await transaction.singleSignOn.findUnique({ where: { organizationId }, select: { issuer: true, clientId: true, isRequired: true } });
    const isOther = before === null || before.issuer !== issuer || before.clientId !== input.clientId;
    // A stored secret goes to the provider that it was entered for and to no other.
    if (isOther && input.clientSecret === undefined) throw fault('InvalidInputError', '`clientSecret`: is needed for a new issuer or client id.', 'clientSecret');
    const isRequired = input.isRequired ?? before?.isRequired ?? false;
    if (isRequired && await transaction.organizationDomain.count({ where: { organizationId, provenDomain: { not: null } } }) === 0) throw fault('DomainMissingError', 'Prove a domain first: without one single sign-on is for nobody.', 'isRequired');
    const data = { issuer, clientId: input.clientId, isRequired, roleId, ...secretColumns(app, organizationId, input) };
    // Written as two, since only the first needs all columns.
    if (before === null) await transaction.singleSignOn.create({ data: { organizationId, ...data } as Prisma.SingleSignOnUncheckedCreateInput });
    else await transaction.singleSignOn.update({ where: { organizationId }, data });
    const gone = before !== null && isOther ? await endProviderSessions(transaction, organizationId) : [];
    // What another provider, or the same one towards another client, calls a person says nothing any more.
    if (isOther) await transaction.singleSignOnIdentity.deleteMany({ where: { organizationId } });
    const others = isRequired && before?.isRequired !== true ? await endOtherSessions(transaction, organizationId, actor.kind === 'user' ? actor.sessionId : null) : [];
    return [...gone, ...others];
  });
  for (const session of ended) app.sessions.tell(session, 'ended');
  return organizationId;
}

const secretColumns = (app: App, organizationId: string, { clientSecret }: SetInput) => (clientSecret === undefined ? {} : {
  clientSecret: seal(app, 'client-secret', organizationId, Buffer.from(clientSecret)), clientSecretEnd: clientSecret.slice(-END_CHARACTERS), clientSecretSetAt: new Date(),
});

/** Forgets the identity provider; sessions that it has opened end. Twice is the same as once. */
export async function singleSignOnRemove({ app, organizationId }: ApiContext): Promise<string> {
  const ended = await app.database.transaction('system', async (transaction) => {
    const sessions = await endProviderSessions(transaction, organizationId);
    await transaction.singleSignOnIdentity.deleteMany({ where: { organizationId } });
    await transaction.singleSignOn.deleteMany({ where: { organizationId } });
    return sessions;
  });
  for (const session of ended) app.sessions.tell(session, 'ended');
  return organizationId;
}

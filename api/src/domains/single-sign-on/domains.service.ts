import { randomBytes } from 'node:crypto';
import { uuidv7 } from '@parley/db';
import { isUniqueViolation } from '../../access/database-errors.js';
import { normalizeDomain } from '../../access/email-address.js';
import type { ApiContext, App } from '../../context.js';
import { Fault, fault } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { inputId } from '../../schema/ids.js';
import { proofName } from './domain-proofs.js';
import { endOtherSessions, endProviderSessions } from './provider-sessions.js';
import { isFreeMail, isPublicSuffix } from './refused-domains.js';

/** A domain as far as looking at it again takes it. */
interface Claim { readonly id: string; readonly organizationId: string; readonly domain: string; readonly challenge: string; readonly provenDomain: string | null; readonly seenAt: Date | null }
const CLAIM = { id: true, organizationId: true, domain: true, challenge: true, provenDomain: true, seenAt: true } as const;

function suitableDomain(given: string): string {
  const domain = normalizeDomain(given.trim().replace(/^@/, ''));
  if (!domain) throw fault('DomainUnsuitableError', 'This is no domain. It is what stands behind the @ of e-mail addresses, like example.com.', 'domain');
  if (isFreeMail(domain)) throw fault('DomainUnsuitableError', `Everybody can have an address at ${domain}, so no organization can speak for all of them.`, 'domain');
  if (isPublicSuffix(domain)) throw fault('DomainUnsuitableError', `Names of many owners end in ${domain}. Enter the whole domain of your addresses.`, 'domain');
  return domain;
}

/** Writes down that the organization says that a domain is its own. That alone counts for nothing, and is in nobody's way. Answers the internal id; that of the same domain where it is there already. */
export async function organizationDomainAdd({ db, organizationId }: ApiContext, input: { readonly domain: string }): Promise<string> {
  const domain = suitableDomain(input.domain);
  const [row] = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO organization_domains AS kept (id, "organizationId", domain, challenge) SELECT ${uuidv7()}::uuid, ${organizationId}::uuid, ${domain}, ${randomBytes(20).toString('base64url')}
    WHERE (SELECT count(*) FROM organization_domains WHERE "organizationId" = ${organizationId}::uuid AND domain <> ${domain}) < ${LIMITS.domainsMax}
    ON CONFLICT ("organizationId", domain) DO UPDATE SET domain = excluded.domain RETURNING kept.id`;
  if (!row) throw new Fault('DomainLimitError', `An organization has at most ${LIMITS.domainsMax} domains.`, undefined, { domainsMax: LIMITS.domainsMax });
  return row.id;
}

/** Looks for the record that proves a domain. Answers the internal id. */
export async function organizationDomainVerify(context: ApiContext, input: { readonly id: string }): Promise<string> {
  const { app, db, organizationId } = context;
  const id = inputId('OrganizationDomain', input.id, 'id');
  const claim = await db.organizationDomain.findFirst({ where: { id }, select: CLAIM });
  if (!claim) throw fault('DomainNotFoundError', 'There is no such domain.', 'id');
  await app.throttles.providerCheck.attempt(organizationId);
  const look = await app.domainProofs.look(claim.domain, claim.challenge);
  if (look.kind === 'failed') throw fault('DomainLookupFailedError', `The name servers of ${claim.domain} could not be asked just now (${look.code}). Try again in a minute.`);
  if (look.kind === 'missing') {
    if (claim.provenDomain !== null) await lose(app, claim);
    throw new Fault('DomainNotProvenError', `There is no TXT record at ${proofName(claim.domain)} that says what it should. It may take a while until a new one is seen everywhere.`, undefined, { recordName: proofName(claim.domain), found: look.found });
  }
  if (!await prove(context, claim) && !(await holderHasLost(app, claim.domain) && await prove(context, claim))) {
    throw fault('DomainTakenError', `Another organization has proven ${claim.domain}, and its record is still there. Take that away first.`);
  }
  return id;
}

/** Takes a domain as proven; false where another organization has it. */
async function prove({ app, actor }: ApiContext, { id, organizationId, domain }: Claim): Promise<boolean> {
  const now = new Date();
  try {
    const ended = await app.database.transaction('system', async (transaction) => {
      await transaction.organizationDomain.updateMany({ where: { id, provenDomain: null }, data: { provenDomain: domain, provenAt: now, lostAt: null } });
      await transaction.organizationDomain.updateMany({ where: { id }, data: { seenAt: now, checkAt: new Date(now.getTime() + LIMITS.domainCheckMs) } });
      const settings = await transaction.singleSignOn.findUnique({ where: { organizationId }, select: { isRequired: true } });
      return settings?.isRequired ? endOtherSessions(transaction, organizationId, actor.kind === 'user' ? actor.sessionId : null) : [];
    });
    for (const session of ended) app.sessions.tell(session, 'ended');
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** Looks at the record of whoever has a domain: who has sold it no longer has it. */
async function holderHasLost(app: App, domain: string): Promise<boolean> {
  const holder = await app.database.system.organizationDomain.findUnique({ where: { provenDomain: domain }, select: CLAIM });
  return holder === null || await lookAgain(app, holder) === 'lost';
}

/** Ends that a domain counts: its people sign in as everybody does, and sessions that the identity provider has opened for them are over. The audit log says so. */
async function lose(app: App, { id, organizationId, domain }: Claim): Promise<void> {
  const ended = await app.database.transaction('system', async (transaction) => {
    const { count } = await transaction.organizationDomain.updateMany({ where: { id, provenDomain: { not: null } }, data: { provenDomain: null, provenAt: null, checkAt: null, lostAt: new Date() } });
    return count > 0 ? endProviderSessions(transaction, organizationId, domain) : [];
  });
  for (const session of ended) app.sessions.tell(session, 'ended');
  app.logger.warn({ organizationId, domainId: id }, 'a domain is no longer proven; single sign-on is over for its people');
}

/** Looks at a proven domain again. Name servers that do not answer take nothing away for a month. */
async function lookAgain(app: App, claim: Claim): Promise<'seen' | 'lost' | 'unknown'> {
  const look = await app.domainProofs.look(claim.domain, claim.challenge);
  const now = Date.now();
  if (look.kind === 'seen') {
    await app.database.system.organizationDomain.updateMany({ where: { id: claim.id, provenDomain: { not: null } }, data: { seenAt: new Date(now), checkAt: new Date(now + LIMITS.domainCheckMs) } });
    return 'seen';
  }
  if (look.kind === 'failed' && now - (claim.seenAt?.getTime() ?? 0) < LIMITS.domainUnseenMs) return 'unknown';
  await lose(app, claim);
  return 'lost';
}

/** Looks at proven domains whose week is over. Each is looked at by one process, and again in an hour where nobody could say. */
export async function checkDomains(app: App): Promise<void> {
  const due = await app.database.system.$queryRaw<Claim[]>`
    UPDATE organization_domains SET "checkAt" = ${new Date(Date.now() + LIMITS.domainRetryMs)}
    WHERE id IN (SELECT id FROM organization_domains WHERE "checkAt" <= now() ORDER BY "checkAt" LIMIT ${LIMITS.domainChecksPerSweep} FOR UPDATE SKIP LOCKED)
    RETURNING id, "organizationId", domain, challenge, "provenDomain", "seenAt"`;
  await Promise.all(due.map((claim) => lookAgain(app, claim)));
}

/** Takes a domain away from the organization. Answers the internal id. */
export async function organizationDomainRemove({ app, organizationId }: ApiContext, input: { readonly id: string }): Promise<string> {
  const id = inputId('OrganizationDomain', input.id, 'id');
  const ended = await app.database.transaction('system', async (transaction) => {
    const [gone] = await transaction.$queryRaw<{ domain: string }[]>`DELETE FROM organization_domains WHERE id = ${id}::uuid AND "organizationId" = ${organizationId}::uuid RETURNING domain`;
    if (!gone) throw fault('DomainNotFoundError', 'There is no such domain.', 'id');
    return endProviderSessions(transaction, organizationId, gone.domain);
  });
  for (const session of ended) app.sessions.tell(session, 'ended');
  return id;
}

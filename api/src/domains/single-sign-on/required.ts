import { OWNER_ROLE_IDS } from '@parley/db';
import { domainOf } from '../../access/email-address.js';
import type { ApiContext } from '../../context.js';
import { Fault } from '../../errors.js';
import { startUrl } from './attempt.js';

type Asking = Pick<ApiContext, 'app'>;

const required = ({ app }: Asking, email: string) => new Fault('SingleSignOnRequiredError', 'Your organization wants you to sign in with its own account service.', undefined, { startUrl: startUrl(app, email) });

/**
 * Throws where somebody has to sign in through the identity provider of their organization: with an address in one of its
 * domains, unless they own it. Owners keep a way back in for the day on which the provider fails. One statement.
 */
export async function demandFreeSignIn(context: Asking, userId: string): Promise<void> {
  const [bound] = await context.app.database.system.$queryRaw<{ email: string }[]>`
    SELECT u.email FROM users u JOIN organization_domains d ON d."provenDomain" = split_part(u.email, '@', 2) JOIN single_sign_ons s ON s."organizationId" = d."organizationId" AND s."isRequired"
      JOIN memberships m ON m."organizationId" = s."organizationId" AND m."userId" = u.id AND m."roleId" <> ALL (${OWNER_ROLE_IDS}::uuid[]) WHERE u.id = ${userId}::uuid`;
  if (bound) throw required(context, bound.email);
}

/** Throws where somebody who joins would be one of those. Who came through the identity provider is welcome. */
export async function demandFreeJoin(context: ApiContext, { organizationId, email, roleId }: { readonly organizationId: string; readonly email: string; readonly roleId: string }): Promise<void> {
  const { app, actor } = context;
  if (OWNER_ROLE_IDS.includes(roleId)) return;
  const bound = await app.database.system.organizationDomain.findFirst({ where: { organizationId, provenDomain: domainOf(email), organization: { singleSignOn: { isRequired: true } } }, select: { id: true } });
  if (!bound) return;
  if (actor.kind !== 'user' || actor.signedInThroughId !== organizationId) throw required(context, email);
}

/** Whether an identity provider speaks for an address: then it, and no mail, lets in who has no password. */
export async function isServed({ app }: Asking, email: string): Promise<boolean> {
  return await app.database.system.organizationDomain.count({ where: { provenDomain: domainOf(email), organization: { singleSignOn: { isNot: null } } } }) > 0;
}

import { auditAs } from '@parley/db';
import { authorizationCodeGrant, fetchUserInfo, type Configuration } from 'openid-client';
import { auditActor } from '../../access/audit-actor.js';
import { domainOf, emailFault, normalizeEmail } from '../../access/email-address.js';
import type { ApiContext } from '../../context.js';
import { fault } from '../../errors.js';
import { mailLanguage } from '../../mail/letters.js';
import { startSession } from '../identity/start-session.js';
import { accountOf, type ProvenPerson } from './accounts.service.js';
import { callbackUrl, useAttempt, type Attempt } from './attempt.js';
import { ProviderFailure, errorCode } from './provider-failure.js';
import { PROVIDER_COLUMNS } from './settings.service.js';
import { configurationOf, notAvailable, providerFault } from './start.service.js';

const expired = () => fault('SingleSignOnExpiredError', 'This sign-in took too long, was finished, or was begun in another browser. Begin again.');

/** Errors of providers that say that the person, or somebody for them, does not want it (RFC 6749, section 4.1.2.1; OpenID Connect Core 1.0, section 3.1.2.6). */
const DENIALS = ['access_denied', 'login_required', 'interaction_required', 'consent_required', 'account_selection_required'];
const NAME_CHARACTERS_MAX = 120;

/** Finishes a sign-in with the answer of the identity provider; the session is started. Answers the path to go to. */
export async function singleSignOnFinish(context: ApiContext, attempt: Attempt | undefined, answer: URLSearchParams): Promise<string> {
  const { app } = context;
  if (!attempt || answer.get('state') !== attempt.state) throw expired();
  await app.throttles.singleSignOn.attempt(context.request.address);
  if (!await useAttempt(app, attempt)) throw expired();
  const { organizationId } = attempt;
  const settings = await app.database.system.singleSignOn.findUnique({ where: { organizationId }, select: PROVIDER_COLUMNS });
  if (!settings) throw notAvailable();
  const error = answer.get('error');
  if (error !== null && DENIALS.includes(error)) throw fault('SingleSignOnDeniedError', 'The sign-in was refused at your account service.');
  if (error !== null) throw providerFault(context, organizationId, new ProviderFailure('ANSWER_INVALID', `The identity provider answered "${errorCode(error)}".`));
  const claims = await claimsOf(context, await configurationOf(context, settings), attempt, answer);
  const email = await provenEmail(context, organizationId, claims, sharedDomain(settings.issuer, claims.all));
  const person: ProvenPerson = { organizationId, issuer: settings.issuer, subject: claims.subject, email, name: claims.name, language: mailLanguage(context.request.languages) };
  return auditAs(auditActor(context, 'singleSignOn'), async () => {
    const { userId, ended } = await accountOf(app, person);
    for (const session of ended) app.sessions.tell(session, 'ended');
    await startSession(context, { userId, organizationId }, 'SINGLE_SIGN_ON', organizationId);
    return attempt.returnTo;
  });
}

interface Claims { readonly all: Readonly<Record<string, unknown>>; readonly subject: string; readonly email: unknown; readonly isVerified: unknown; readonly name: string }

/** What the provider says of the person: the library has checked signature, issuer, audience, times and nonce of the token. */
async function claimsOf(context: ApiContext, configuration: Configuration, attempt: Attempt, answer: URLSearchParams): Promise<Claims> {
  const address = new URL(callbackUrl(context.app));
  address.search = answer.toString();
  try {
    const tokens = await authorizationCodeGrant(configuration, address, { pkceCodeVerifier: attempt.codeVerifier, expectedState: attempt.state, expectedNonce: attempt.nonce, idTokenExpected: true });
    const claims = tokens.claims()!;
    // Many put the address where the access token leads, and not into the token.
    const told = claims['email'] === undefined && configuration.serverMetadata().userinfo_endpoint !== undefined ? await fetchUserInfo(configuration, tokens.access_token, claims.sub) : claims;
    const name = told['name'] ?? claims['name'];
    return { all: claims, subject: claims.sub, email: told['email'], isVerified: told['email_verified'], name: typeof name === 'string' ? name.trim().slice(0, NAME_CHARACTERS_MAX) : '' };
  } catch (error) {
    throw providerFault(context, attempt.organizationId, error);
  }
}

/** Providers that are shared by many, and the claim in which each names the organization that an account is of. */
const SHARED: Readonly<Record<string, string>> = { 'https://accounts.google.com': 'hd' };

/** The domain that a shared provider says an account is of: `''` for one that is nobody's but its owner's. Undefined for providers of one organization. */
export function sharedDomain(issuer: string, claims: Readonly<Record<string, unknown>>): string | undefined {
  const claim = SHARED[issuer.replace(/\/$/, '')];
  if (claim === undefined) return undefined;
  const told = claims[claim];
  return typeof told === 'string' ? told.toLowerCase() : '';
}

/** The address, where the provider may speak for it: it has not said that it is unconfirmed, and the domain is the organization's own. */
async function provenEmail({ app }: ApiContext, organizationId: string, { email: given, isVerified }: Claims, shared: string | undefined): Promise<string> {
  const email = typeof given === 'string' ? normalizeEmail(given) : undefined;
  if (!email || emailFault(given as string) !== undefined) throw fault('SingleSignOnEmailError', 'Your account service has told no e-mail address.');
  if (isVerified === false || isVerified === 'false') throw fault('SingleSignOnEmailError', 'Your account service says that your e-mail address is not confirmed.');
  // At a shared provider both have to be theirs: an address alone may be that of somebody who once read its mail.
  const domains = [...new Set([domainOf(email), shared ?? domainOf(email)])];
  const proven = await app.database.system.organizationDomain.count({ where: { organizationId, provenDomain: { in: domains } } });
  if (proven < domains.length) throw fault('SingleSignOnEmailError', 'Your e-mail address is in no domain that this account service speaks for.');
  return email;
}

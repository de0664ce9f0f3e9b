import { buildAuthorizationUrl, calculatePKCECodeChallenge, randomNonce, randomPKCECodeVerifier, randomState, type Configuration } from 'openid-client';
import { domainOf, normalizeEmail } from '../../access/email-address.js';
import type { ApiContext } from '../../context.js';
import { Fault, fault, requestError } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { attemptCookie, callbackUrl } from './attempt.js';
import { providerFailure } from './provider-failure.js';
import { openProvider, PROVIDER_COLUMNS } from './settings.service.js';

export interface StartRequest { readonly email: string; readonly returnTo?: string | null | undefined }

const SCOPE = 'openid email profile';
const RETURN_CHARACTERS_MAX = 1_000;

/** The same for everybody: it says nothing of accounts, and of domains only what their owners want known. */
export const notAvailable = () => fault('SingleSignOnNotAvailableError', 'Nobody signs in through an identity provider with this address. Use your password.', 'email');

/** A path of this console and of no other site: `//example.com` and `/\example.com` would be another. */
export function checkReturnTo(given: string | null | undefined): string {
  if (given === null || given === undefined) return '/';
  const base = 'http://localhost';
  if (!/^\/(?![/\\])/.test(given) || given.length > RETURN_CHARACTERS_MAX || !URL.canParse(given, base) || new URL(given, base).origin !== base) throw fault('InvalidInputError', '`returnTo`: is a path of the console, like /calls.', 'returnTo');
  const { pathname, search, hash } = new URL(given, base);
  return pathname + search + hash;
}

/** Begins a sign-in at the identity provider that speaks for an address. Answers where to go; the browser keeps what the answer has to fit. */
export async function singleSignOnStart(context: ApiContext, request: StartRequest): Promise<string> {
  const { app } = context;
  const { addCookie } = context.request;
  if (!addCookie) throw requestError('BAD_REQUEST', 'A sign-in is begun by a browser, with POST: its cookie is needed.');
  const returnTo = checkReturnTo(request.returnTo);
  const email = normalizeEmail(request.email);
  if (!email) throw fault('InvalidEmailError', 'This is not an e-mail address.', 'email');
  await app.throttles.singleSignOn.attempt(context.request.address);
  const domain = await app.database.system.organizationDomain.findUnique({ where: { provenDomain: domainOf(email) }, select: { organization: { select: { singleSignOn: { select: PROVIDER_COLUMNS } } } } });
  const settings = domain?.organization.singleSignOn;
  if (!settings) throw notAvailable();
  const configuration = await configurationOf(context, settings);
  const [state, nonce, codeVerifier] = [randomState(), randomNonce(), randomPKCECodeVerifier()];
  addCookie(attemptCookie(app, { organizationId: settings.organizationId, state, nonce, codeVerifier, returnTo, expiresAtMs: Date.now() + LIMITS.singleSignOnMs }));
  return buildAuthorizationUrl(configuration, {
    redirect_uri: callbackUrl(app), scope: SCOPE, state, nonce, code_challenge: await calculatePKCECodeChallenge(codeVerifier), code_challenge_method: 'S256', login_hint: email,
  }).href;
}

/** A provider to sign in at. Throws `SingleSignOnProviderError`, and logs why. */
export async function configurationOf(context: ApiContext, settings: Parameters<typeof openProvider>[1]): Promise<Configuration> {
  try {
    return await context.app.identityProviders.configurationOf(openProvider(context.app, settings));
  } catch (error) {
    throw providerFault(context, settings.organizationId, error);
  }
}

/** An identity provider that failed, as whoever signs in is told of it. */
export function providerFault(context: ApiContext, organizationId: string, error: unknown): Fault {
  const { reason, message } = providerFailure(error);
  context.logger.warn({ organizationId, reason, err: { message } }, 'an identity provider does not answer as it should');
  return new Fault('SingleSignOnProviderError', message, undefined, { reason });
}

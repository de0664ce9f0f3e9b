import { randomPKCECodeVerifier, ResponseBodyError, authorizationCodeGrant, type Configuration, type ServerMetadata } from 'openid-client';
import type { ApiContext } from '../../context.js';
import { fault } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { callbackUrl } from './attempt.js';
import { missingEndpoints, usableAlgorithms } from './identity-providers.js';
import { providerFailure } from './provider-failure.js';
import { checkIssuer, openProvider, PROVIDER_COLUMNS } from './settings.service.js';

/** What is looked at, in this order; what follows one that fails is not looked at. */
export type ProviderCheckName = 'DISCOVERY' | 'ENDPOINTS' | 'ALGORITHMS' | 'KEYS' | 'CLIENT';
export interface ProviderCheck { readonly name: ProviderCheckName; readonly isPassed: boolean; readonly message: string }

const passed = (name: ProviderCheckName, message: string): ProviderCheck => ({ name, isPassed: true, message });

/** Looks at an identity provider: the one that is set, or another issuer before it is. Says in words what is wrong. */
export async function singleSignOnTest(context: ApiContext, { issuer: given }: { readonly issuer?: string | null | undefined }): Promise<readonly ProviderCheck[]> {
  const { app, db, organizationId } = context;
  const settings = await db.singleSignOn.findFirst({ where: { organizationId }, select: PROVIDER_COLUMNS });
  const issuer = typeof given === 'string' ? checkIssuer(app, given) : settings?.issuer;
  if (issuer === undefined) throw fault('SingleSignOnNotSetError', 'No identity provider is set.');
  await app.throttles.providerCheck.attempt(organizationId);
  const checks: ProviderCheck[] = [];
  let name: ProviderCheckName = 'DISCOVERY';
  try {
    const metadata = await app.identityProviders.discover(issuer);
    checks.push(passed('DISCOVERY', 'The discovery document is there and names this issuer.'));
    name = 'ENDPOINTS';
    checks.push(checkEndpoints(metadata, app.identityProviders.isHttpAllowed));
    if (!checks.at(-1)!.isPassed) return checks;
    name = 'ALGORITHMS';
    checks.push(checkAlgorithms(metadata));
    if (!checks.at(-1)!.isPassed) return checks;
    name = 'KEYS';
    checks.push(checkKeys(await app.identityProviders.keysOf(metadata)));
    // The secret goes to the issuer that it was entered for.
    if (!checks.at(-1)!.isPassed || settings?.issuer !== issuer) return checks;
    name = 'CLIENT';
    checks.push(await checkClient(await app.identityProviders.configurationOf(openProvider(app, settings)), callbackUrl(app)));
  } catch (error) {
    checks.push({ name, isPassed: false, message: providerFailure(error).message });
  }
  return checks;
}

function checkEndpoints(metadata: ServerMetadata, isHttpAllowed: boolean): ProviderCheck {
  const missing = missingEndpoints(metadata, isHttpAllowed);
  if (missing.length > 0) return { name: 'ENDPOINTS', isPassed: false, message: `It does not say, or not as a web address: ${missing.join(', ')}.` };
  const methods = metadata.code_challenge_methods_supported;
  if (methods && !methods.includes('S256')) return { name: 'ENDPOINTS', isPassed: false, message: 'It does not take PKCE with S256.' };
  return passed('ENDPOINTS', 'It says where to sign in, and where its tokens and keys are.');
}

function checkAlgorithms(metadata: ServerMetadata): ProviderCheck {
  const algorithms = usableAlgorithms(metadata);
  return algorithms.length > 0 ? passed('ALGORITHMS', `It signs with ${algorithms.join(', ')}.`) : { name: 'ALGORITHMS', isPassed: false, message: 'It signs in no way that can be checked: one of RS256, PS256, ES256, EdDSA or their longer kin is needed.' };
}

function checkKeys(keys: readonly { readonly kty?: unknown; readonly use?: unknown }[]): ProviderCheck {
  const usable = keys.filter(({ kty, use }) => ['RSA', 'EC', 'OKP'].includes(String(kty)) && use !== 'enc');
  return usable.length > 0 ? passed('KEYS', `${usable.length === 1 ? 'One key' : `${usable.length} keys`} to check signatures with.`) : { name: 'KEYS', isPassed: false, message: 'None of its keys can check a signature.' };
}

/** Brings a code that is none: a provider that knows the client complains about the code, another one about the client. */
async function checkClient(configuration: Configuration, callback: string): Promise<ProviderCheck> {
  const address = new URL(callback);
  address.searchParams.set('code', 'parley-test');
  if (configuration.serverMetadata().authorization_response_iss_parameter_supported) address.searchParams.set('iss', configuration.serverMetadata().issuer);
  try {
    await authorizationCodeGrant(configuration, address, { pkceCodeVerifier: randomPKCECodeVerifier() });
  } catch (error) {
    const failure = providerFailure(error);
    if (error instanceof ResponseBodyError && failure.reason !== 'CLIENT_REFUSED') return passed('CLIENT', 'It knows the client id and its secret.');
    return { name: 'CLIENT', isPassed: false, message: failure.message };
  }
  return { name: 'CLIENT', isPassed: false, message: `It took a code that it never gave, within ${LIMITS.providerTimeoutMs / 1_000} seconds.` };
}

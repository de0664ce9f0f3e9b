import { createOutbound, type Outbound } from '@parley/plugin-host/outbound';
import { allowInsecureRequests, ClientSecretBasic, ClientSecretPost, clockTolerance, Configuration, customFetch, discovery, enableNonRepudiationChecks, type CustomFetch, type ServerMetadata } from 'openid-client';
import { LIMITS } from '../../limits.js';
import { ProviderFailure, providerFailure } from './provider-failure.js';

/** What an organization has set about its identity provider, its secret opened. */
export interface ProviderClient { readonly issuer: string; readonly clientId: string; readonly clientSecret: string }

/** Signatures that only the provider can make; what its clients could make too (HS256), and none at all, are left out. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'Ed25519', 'EdDSA'];
/** What is taken for granted of a provider that does not say (OpenID Connect Discovery 1.0, section 3). */
const DEFAULT_ALGORITHMS = ['RS256'];
const DEFAULT_AUTHENTICATION = ['client_secret_basic'];

export const usableAlgorithms = (metadata: ServerMetadata): string[] => (metadata.id_token_signing_alg_values_supported ?? DEFAULT_ALGORITHMS).filter((algorithm) => ALGORITHMS.includes(algorithm));

function authenticationOf(metadata: ServerMetadata, clientSecret: string) {
  const methods = metadata.token_endpoint_auth_methods_supported ?? DEFAULT_AUTHENTICATION;
  if (methods.includes('client_secret_basic')) return ClientSecretBasic(clientSecret);
  if (methods.includes('client_secret_post')) return ClientSecretPost(clientSecret);
  throw new ProviderFailure('UNSUITABLE', 'The identity provider takes no client secret, neither as client_secret_basic nor as client_secret_post.');
}

/** The identity providers of organizations: every request to one goes through the client for addresses that people enter. */
export class IdentityProviders {
  readonly #outbound: Outbound;
  readonly #isHttpAllowed: boolean;
  readonly #fetch: CustomFetch;
  readonly #timeoutSeconds: number;
  readonly #known = new Map<string, { readonly configuration: Configuration; readonly untilMs: number }>();

  /** `ownNetworks` are those that are reached though they are not public. */
  constructor(ownNetworks: readonly string[], timeoutMs: number = LIMITS.providerTimeoutMs) {
    this.#timeoutSeconds = timeoutMs / 1_000;
    this.#isHttpAllowed = ownNetworks.length > 0;
    this.#outbound = createOutbound({
      allowedNetworks: ownNetworks, isHttpAllowed: this.#isHttpAllowed, ...(this.#isHttpAllowed ? { ports: 'any' as const } : {}), timeoutMs, bodyBytesMax: LIMITS.providerBodyBytesMax,
    });
    this.#fetch = async (url, { method, headers, body, signal }) => {
      const answer = await this.#outbound.request(url, { method: method as 'GET' | 'POST', headers, ...(body === undefined || body === null ? {} : { body: textOf(body) }), ...(signal ? { signal } : {}) });
      return new Response(answer.body.length === 0 ? null : new Uint8Array(answer.body), { status: answer.status, headers: answer.headers });
    };
  }

  /** What a provider says about itself, checked as far as that goes without signing in. @throws {@link ProviderFailure} */
  async discover(issuer: string): Promise<ServerMetadata> {
    if (!this.#isHttpAllowed && !issuer.startsWith('https://')) throw new ProviderFailure('ADDRESS_REFUSED', 'An identity provider is reached with https:// alone.');
    let metadata: ServerMetadata;
    try {
      // The client id is not sent.
      const found = await discovery(new URL(issuer), 'discovery', undefined, undefined, { [customFetch]: this.#fetch, timeout: this.#timeoutSeconds, execute: this.#isHttpAllowed ? [allowInsecureRequests] : [] });
      metadata = found.serverMetadata();
    } catch (error) {
      const failure = providerFailure(error);
      if (failure.reason !== 'ANSWER_INVALID') throw failure;
      throw new ProviderFailure('MALFORMED', `There is no OpenID Connect provider at ${issuer}: its discovery document is missing, broken, or names another issuer.`, { cause: error });
    }
    // One address for the people of many organizations would let each of them speak for all.
    if (new URL(metadata.issuer).href !== new URL(issuer).href) throw new ProviderFailure('UNSUITABLE', 'The provider names another issuer than the one that was entered. Enter the issuer of your own organization, not one that is shared by many.');
    return metadata;
  }

  /** A provider to sign in at; kept for some minutes. @throws {@link ProviderFailure} */
  async configurationOf({ issuer, clientId, clientSecret }: ProviderClient): Promise<Configuration> {
    const key = JSON.stringify([issuer, clientId, clientSecret]);
    const known = this.#known.get(key);
    if (known && known.untilMs > Date.now()) return known.configuration;
    const metadata = await this.discover(issuer);
    this.#demandEndpoints(metadata);
    const configuration = new Configuration({ ...metadata, id_token_signing_alg_values_supported: usableAlgorithms(metadata) }, clientId, { client_secret: clientSecret, [clockTolerance]: LIMITS.providerClockSkewMs / 1_000 }, authenticationOf(metadata, clientSecret));
    configuration[customFetch] = this.#fetch;
    configuration.timeout = this.#timeoutSeconds;
    enableNonRepudiationChecks(configuration);
    if (this.#isHttpAllowed) allowInsecureRequests(configuration);
    this.#known.delete(key);
    if (this.#known.size >= LIMITS.providersCachedMax) this.#known.delete(this.#known.keys().next().value!);
    this.#known.set(key, { configuration, untilMs: Date.now() + LIMITS.providerCacheMs });
    return configuration;
  }

  /** The keys that a provider signs with. @throws {@link ProviderFailure} */
  async keysOf({ jwks_uri: address = '' }: ServerMetadata): Promise<readonly { readonly kty?: unknown; readonly use?: unknown }[]> {
    try {
      const { status, body } = await this.#outbound.request(address, { headers: { accept: 'application/json' } });
      const { keys } = JSON.parse(body.toString('utf8')) as { keys?: unknown };
      if (status === 200 && Array.isArray(keys)) return keys as { kty?: unknown }[];
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw providerFailure(error);
    }
    throw new ProviderFailure('MALFORMED', `${address} holds no keys.`);
  }

  /** Throws where something that a sign-in needs is missing. */
  #demandEndpoints(metadata: ServerMetadata): void {
    const missing = missingEndpoints(metadata, this.#isHttpAllowed);
    if (missing.length > 0) throw new ProviderFailure('UNSUITABLE', `The identity provider does not say, or not as a web address: ${missing.join(', ')}.`);
    if (usableAlgorithms(metadata).length === 0) throw new ProviderFailure('UNSUITABLE', 'The identity provider signs in no way that can be checked.');
  }

  get isHttpAllowed(): boolean { return this.#isHttpAllowed; }

  close(): Promise<void> { return this.#outbound.close(); }
}

/** What a sign-in needs and the provider does not name. Browsers are sent to one of them, so that no other scheme may pass. */
export function missingEndpoints(metadata: ServerMetadata, isHttpAllowed: boolean): string[] {
  const isFine = (address: unknown) => typeof address === 'string' && URL.canParse(address) && (new URL(address).protocol === 'https:' || (isHttpAllowed && new URL(address).protocol === 'http:'));
  return (['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const).filter((name) => !isFine(metadata[name]));
}

function textOf(body: unknown): string | Uint8Array {
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new TypeError('a request to an identity provider has a body of a kind that is not sent');
}

import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type ProviderContext } from 'oidc-provider';

/** What the provider says of somebody. */
export interface Somebody { readonly email?: string; readonly email_verified?: boolean; readonly name?: string }

export interface TestProvider {
  readonly issuer: string;
  /** People by the provider's own name of them. */
  readonly people: Map<string, Somebody>;
  /** Who signs in there next; undefined for somebody who refuses. */
  next: string | undefined;
  close(): Promise<void>;
}

export const CLIENT = { clientId: 'parley', clientSecret: 'a secret of the provider' };
const SCOPE = 'openid email profile';

/** The certified OpenID Connect server `oidc-provider` on this machine; whoever comes is signed in as `next`. */
export async function startIdentityProvider(callback: string, client: object = {}, configuration: object = {}): Promise<TestProvider> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people = new Map<string, Somebody>();
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret, redirect_uris: [callback], ...client }],
    jwks: { keys: [{ ...generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ format: 'jwk' }), use: 'sig', kid: 'one' }] },
    cookies: { keys: ['cookies of a test'] }, pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } }, interactions: { url: () => '/interaction' },
    findAccount: (_context: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub, ...people.get(sub) }) }),
    // Nobody is asked what may be told.
    loadExistingGrant: async ({ oidc }: ProviderContext) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope(SCOPE);
      await grant.save();
      return grant;
    },
    ...configuration,
  });
  const test: TestProvider = { issuer, people, next: undefined, close: async () => { server.close(); server.closeAllConnections(); await once(server, 'close'); } };
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url!.startsWith('/interaction')) { answer(request, response); return; }
    provider.interactionFinished(request, response, test.next === undefined ? { error: 'access_denied' } : { login: { accountId: test.next, remember: false } }).catch((error: unknown) => { response.writeHead(500).end(String(error)); });
  });
  return test;
}

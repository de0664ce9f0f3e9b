import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { looksLikeApiKey } from '../access/api-key-text.js';
import { ANONYMOUS, type Actor } from '../access/actor.js';
import type { SessionWatcher } from '../access/sessions.js';
import { looksLikeAccessToken, openAccessToken } from '../access/token-text.js';
import type { App } from '../context.js';
import { LIMITS } from '../limits.js';

/** With https only this very host can set it; without, browsers would not take that name. */
export const cookieName = (app: App) => (app.publicUrl().startsWith('https:') ? '__Host-parley' : 'parley');

/** The `Set-Cookie` header that starts (or, with null, ends) the session in a browser. */
export function sessionCookie(app: App, token: string | null): string {
  const isSecure = app.publicUrl().startsWith('https:');
  return `${cookieName(app)}=${token ?? ''}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${token === null ? 0 : LIMITS.sessionMs / 1_000}${isSecure ? '; Secure' : ''}`;
}

/** The token of an `Authorization: Bearer` value. */
export function bearerToken(authorization: unknown): string | undefined {
  return typeof authorization === 'string' ? /^Bearer +([\w.~+/=-]+)$/i.exec(authorization.trim())?.[1] : undefined;
}

function cookieToken(app: App, headers: IncomingHttpHeaders): string | undefined {
  // A page of another site can make a browser send its cookies; the address of that site is then in `Origin`.
  if (headers.origin !== undefined && !isOwnOrigin(app, headers)) return undefined;
  const prefix = `${cookieName(app)}=`;
  const value = headers.cookie?.split(';').map((part) => part.trim()).find((part) => part.startsWith(prefix))?.slice(prefix.length);
  return value === '' ? undefined : value;
}

function isOwnOrigin(app: App, headers: IncomingHttpHeaders): boolean {
  if (!URL.canParse(headers.origin ?? '')) return false;
  const { host } = new URL(headers.origin!);
  return host === headers.host || host === new URL(app.publicUrl()).host;
}

/** The session token that a request shows; a header goes before a cookie. */
export function sessionToken(app: App, headers: IncomingHttpHeaders, connectionAuthorization?: unknown): string | undefined {
  return bearerToken(connectionAuthorization) ?? bearerToken(headers.authorization) ?? cookieToken(app, headers);
}

/** Who asks on the public endpoint: a person by the token of a session or an access token, a program by its key. */
export async function identify(app: App, token: string | undefined, address: string): Promise<Actor> {
  if (token === undefined) return ANONYMOUS;
  if (looksLikeApiKey(token)) return await app.keys.find(token, address) ?? ANONYMOUS;
  const secret = looksLikeAccessToken(token) ? openAccessToken(app, token) : token;
  return (secret === undefined ? undefined : await app.sessions.find(secret)) ?? ANONYMOUS;
}

/** Whether this is the service token; takes the same time whatever is given. */
export function isServiceToken(app: App, authorization: unknown): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(bearerToken(authorization) ?? ''), digest(app.environment.serviceToken));
}

/** What has become of a session is looked up this often, besides being heard at once where the bus carries it. */
const RECHECK_MS = 60_000;

/** Calls `onChange` when the session or key of something that stays open is over, or works elsewhere; answers how to stop watching. */
export function watchActor(app: App, { actor, token = '', address }: { readonly actor: Actor; readonly token: string | undefined; readonly address: string }, onChange: SessionWatcher): () => void {
  if (actor.kind !== 'user' && actor.kind !== 'key') return () => undefined;
  const stopWatching = actor.kind === 'user' ? app.sessions.watch(actor.sessionId, onChange) : app.keys.watch(actor.keyId, () => { onChange('ended'); });
  const recheck = setInterval(() => {
    identify(app, token, address).then((now) => {
      if (now.kind !== actor.kind) onChange('ended'); else if ('organizationId' in now && now.organizationId !== actor.organizationId) onChange('moved');
    }, (error: unknown) => { app.logger.warn({ err: error }, 'a session could not be looked up'); });
  }, RECHECK_MS);
  recheck.unref();
  return () => { stopWatching(); clearInterval(recheck); };
}

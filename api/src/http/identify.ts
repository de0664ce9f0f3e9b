import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { looksLikeApiKey } from '../access/api-key-text.js';
import { ANONYMOUS, type Actor } from '../access/actor.js';
import type { SessionWatcher } from '../access/sessions.js';
import { looksLikeAccessToken, openAccessToken } from '../access/token-text.js';
import type { App, RequestFacts } from '../context.js';
import { LIMITS } from '../limits.js';

/** With https only this very host can set it; without, browsers would not take that name. */
export const cookieName = (app: App) => (app.publicUrl().startsWith('https:') ? '__Host-parley' : 'parley');

/** The `Set-Cookie` header that starts (or, with null, ends) the session in a browser. */
export const sessionCookie = (app: App, token: string | null, lifeMs: number = LIMITS.sessionMs) => cookie(app, cookieName(app), token, lifeMs);

function cookie(app: App, name: string, token: string | null, lifeMs: number): string {
  const isSecure = app.publicUrl().startsWith('https:');
  return `${name}=${token ?? ''}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${token === null ? 0 : Math.floor(lifeMs / 1_000)}${isSecure ? '; Secure' : ''}`;
}

/** Where a browser keeps the session of a person who works as somebody else meanwhile. */
const asideName = (app: App) => `${cookieName(app)}-own`;

/** The token of an `Authorization: Bearer` value. */
export function bearerToken(authorization: unknown): string | undefined {
  return typeof authorization === 'string' ? /^Bearer +([\w.~+/=-]+)$/i.exec(authorization.trim())?.[1] : undefined;
}

function cookieToken(app: App, headers: IncomingHttpHeaders, name = cookieName(app)): string | undefined {
  // A page of another site can make a browser send its cookies; the address of that site is then in `Origin`.
  if (headers.origin !== undefined && !isOwnOrigin(app, headers)) return undefined;
  const prefix = `${name}=`;
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

/** The cookies of one browser, as its answer sets them. */
export function sessionCookies(app: App, headers: IncomingHttpHeaders, write: (cookies: readonly string[]) => void): Pick<RequestFacts, 'setSessionCookie' | 'setAside'> {
  const aside = cookieToken(app, headers, asideName(app));
  const own = headers.authorization === undefined ? cookieToken(app, headers) : undefined;
  const noAside = cookie(app, asideName(app), null, 0);
  return {
    setSessionCookie: (token) => { write([sessionCookie(app, token), ...(aside === undefined ? [] : [noAside])]); },
    setAside: {
      begin: (token, lifeMs) => { if (own !== undefined) write([sessionCookie(app, token, lifeMs), cookie(app, asideName(app), own, LIMITS.sessionMs)]); },
      finish: () => {
        if (aside === undefined || headers.authorization !== undefined) return undefined;
        write([sessionCookie(app, aside), noAside]);
        return aside;
      },
    },
  };
}

/** Who asks, and by what; `isBack` where a browser's session as somebody else has ended, so that its person is themselves again. */
export interface Identified { readonly actor: Actor; readonly token?: string | undefined; readonly isBack?: boolean }

/** Who asks on the public endpoint, by what the request shows. */
export async function identifyRequest(app: App, headers: IncomingHttpHeaders, address: string, connectionAuthorization?: unknown): Promise<Identified> {
  const token = sessionToken(app, headers, connectionAuthorization);
  const actor = await identify(app, token, address);
  const isShown = headers.authorization !== undefined || connectionAuthorization !== undefined;
  const aside = actor.kind !== 'anonymous' || isShown ? undefined : cookieToken(app, headers, asideName(app));
  if (aside === undefined) return { actor, token };
  return { actor: await identify(app, aside, address), token: aside, isBack: true };
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
  const stopWatchingOwn = watchImpersonation(app, actor, onChange);
  const recheck = setInterval(() => {
    identify(app, token, address).then((now) => {
      if (now.kind !== actor.kind) onChange('ended'); else if ('organizationId' in now && now.organizationId !== actor.organizationId) onChange('moved');
    }, (error: unknown) => { app.logger.warn({ err: error }, 'a session could not be looked up'); });
  }, RECHECK_MS);
  recheck.unref();
  return () => { stopWatching(); stopWatchingOwn(); clearInterval(recheck); };
}

/** Working as somebody else ends with the own session, and to the second. */
function watchImpersonation(app: App, actor: Actor, onChange: SessionWatcher): () => void {
  if (actor.kind !== 'user' || !actor.impersonation) return () => undefined;
  const { ownSessionId, endsAt } = actor.impersonation;
  const stopWatching = app.sessions.watch(ownSessionId, onChange);
  const end = setTimeout(() => { onChange('ended'); }, Math.max(0, endsAt.getTime() - Date.now()));
  end.unref();
  return () => { stopWatching(); clearTimeout(end); };
}

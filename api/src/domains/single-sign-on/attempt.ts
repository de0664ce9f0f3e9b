import { seal, unseal } from '../../access/sealed.js';
import { sha256 } from '../../access/sessions.js';
import type { App } from '../../context.js';
import { LIMITS } from '../../limits.js';

/** A sign-in that was begun: what the answer of the identity provider has to fit. The browser keeps it, sealed. */
export interface Attempt {
  readonly organizationId: string;
  readonly state: string;
  readonly nonce: string;
  /** PKCE's (RFC 7636). */
  readonly codeVerifier: string;
  /** Path of the console to go to then. */
  readonly returnTo: string;
  readonly expiresAtMs: number;
}

/** Where identity providers send people back to; it is entered there. */
export const callbackUrl = (app: Pick<App, 'publicUrl'>): string => `${app.publicUrl()}/auth/oidc/callback`;

/** Where a sign-in of somebody with this address begins. */
export const startUrl = (app: Pick<App, 'publicUrl'>, email: string): string => `${app.publicUrl()}/auth/oidc/start?email=${encodeURIComponent(email)}`;

const isSecure = (app: App) => app.publicUrl().startsWith('https:');
const cookieName = (app: App) => (isSecure(app) ? '__Host-parley-single-sign-on' : 'parley-single-sign-on');

/**
 * The `Set-Cookie` header that binds a sign-in to this browser, or with null ends it. Lax, since the answer comes from
 * another site; it opens nothing, and asking for one writes nothing.
 */
export function attemptCookie(app: App, attempt: Attempt | null): string {
  const value = attempt === null ? '' : Buffer.from(seal(app, 'single-sign-on', '', Buffer.from(JSON.stringify(attempt)))).toString('base64url');
  return `${cookieName(app)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${attempt === null ? 0 : LIMITS.singleSignOnMs / 1_000}${isSecure(app) ? '; Secure' : ''}`;
}

/** The sign-in that a browser has begun; undefined where there is none of ours, or its time is over. */
export function attemptIn(app: App, cookies: string | undefined): Attempt | undefined {
  const prefix = `${cookieName(app)}=`;
  const value = cookies?.split(';').map((part) => part.trim()).find((part) => part.startsWith(prefix))?.slice(prefix.length);
  const opened = value && unseal(app, 'single-sign-on', '', Buffer.from(value, 'base64url'));
  if (!opened) return undefined;
  const attempt = JSON.parse(opened.toString('utf8')) as Attempt;
  return attempt.expiresAtMs > Date.now() ? attempt : undefined;
}

/** Uses a sign-in up; false where it was finished before. */
export async function useAttempt({ database }: App, { state, expiresAtMs }: Attempt): Promise<boolean> {
  return await database.system.$executeRaw`INSERT INTO used_sign_in_states ("stateHash", "expiresAt") VALUES (${new Uint8Array(sha256(state))}, ${new Date(expiresAtMs)}) ON CONFLICT DO NOTHING` === 1;
}

/** Forgets finished sign-ins that would have ended by now. */
export async function forgetAttempts({ database }: App): Promise<void> {
  await database.system.usedSignInState.deleteMany({ where: { expiresAt: { lt: new Date() } } });
}

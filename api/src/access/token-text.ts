import { LIMITS } from '../limits.js';
import type { App } from '../context.js';
import { seal, unseal } from './sealed.js';

const ACCESS = 'pta_';
const REFRESH = 'ptr_';

/** The secret of a session, as the refresh token with this number carries it. */
export interface RefreshToken { readonly sessionToken: string; readonly serial: number }

/**
 * Tokens for programs are the secret of a session in an envelope that this server alone can open: the access token with
 * the moment it ends, the refresh token with its number. Nobody is told the secret itself, the database has its hash
 * only, and whatever ends the session ends the tokens.
 */
function write(app: App, prefix: string, purpose: 'access-token' | 'refresh-token', number: number, sessionToken: string): string {
  return prefix + Buffer.from(seal(app, purpose, '', Buffer.from(`${number} ${sessionToken}`))).toString('base64url');
}

function read(app: App, prefix: string, purpose: 'access-token' | 'refresh-token', token: string): { readonly number: number; readonly sessionToken: string } | undefined {
  if (!token.startsWith(prefix) || token.length > LIMITS.tokenCharactersMax) return undefined;
  const [number, sessionToken] = unseal(app, purpose, '', Buffer.from(token.slice(prefix.length), 'base64url'))?.toString('utf8').split(' ') ?? [];
  return number === undefined || sessionToken === undefined ? undefined : { number: Number(number), sessionToken };
}

export const looksLikeAccessToken = (token: string) => token.startsWith(ACCESS);

/** A token that opens the session for some minutes, and when it stops doing so. */
export function createAccessToken(app: App, sessionToken: string): { readonly accessToken: string; readonly accessTokenExpiresAt: Date } {
  const accessTokenExpiresAt = new Date(Date.now() + LIMITS.accessTokenMs);
  return { accessToken: write(app, ACCESS, 'access-token', accessTokenExpiresAt.getTime(), sessionToken), accessTokenExpiresAt };
}

/** The secret of the session that an access token opens; undefined where it is none of ours, or its time is over. */
export function openAccessToken(app: App, token: string): string | undefined {
  const found = read(app, ACCESS, 'access-token', token);
  return found && found.number > Date.now() ? found.sessionToken : undefined;
}

export const createRefreshToken = (app: App, { sessionToken, serial }: RefreshToken): string => write(app, REFRESH, 'refresh-token', serial, sessionToken);

/** What a refresh token carries; undefined where it is none of ours. */
export function openRefreshToken(app: App, token: string): RefreshToken | undefined {
  const found = read(app, REFRESH, 'refresh-token', token);
  return found && { sessionToken: found.sessionToken, serial: found.number };
}

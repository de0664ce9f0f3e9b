import { auditAs, type SignInMethod } from '@parley/db';
import type { SignedIn } from '../../access/actor.js';
import { auditActor } from '../../access/audit-actor.js';
import { sha256 } from '../../access/sessions.js';
import { createAccessToken, createRefreshToken, openRefreshToken } from '../../access/token-text.js';
import type { ApiContext } from '../../context.js';
import { fault } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import type { ViewerKey } from '../identity/viewer.js';

/** What a program goes on with. Both are told here and never again. */
export interface Tokens { readonly accessToken: string; readonly accessTokenExpiresAt: Date; readonly refreshToken: string }

const tokensOf = ({ app }: ApiContext, sessionToken: string, serial: number): Tokens => ({ ...createAccessToken(app, sessionToken), refreshToken: createRefreshToken(app, { sessionToken, serial }) });

/** Starts a session that is used by tokens; it sets no cookie. */
export async function startTokens(context: ApiContext, who: Pick<SignedIn, 'userId' | 'organizationId'>, signedInWith: SignInMethod): Promise<Tokens & ViewerKey> {
  const { sessions, database } = context.app;
  const { token, actor } = await sessions.create(who, { address: context.request.address, userAgent: context.request.userAgent, signedInWith });
  await database.system.tokenFamily.create({ data: { sessionId: actor.sessionId, userId: who.userId } });
  context.become(actor);
  return { ...tokensOf(context, token, 1), userId: who.userId, organizationId: who.organizationId };
}

const over = () => fault('RefreshTokenExpiredError', 'This refresh token is none of ours, or its session has ended. Sign in again.', 'refreshToken');

/**
 * Changes a refresh token for the next one. One that has been changed already is in two hands: the session ends, with all
 * that is open. But the same attempt made again within seconds is answered with the same next one: its answer was lost
 * on the way. Only who made the attempt knows its name, so that a thief of the token gets nothing by this.
 */
export async function tokenRefresh(context: ApiContext, { refreshToken, attemptId }: { readonly refreshToken: string; readonly attemptId?: string | null | undefined }): Promise<Tokens> {
  if (typeof attemptId === 'string' && (attemptId.length < LIMITS.attemptIdCharactersMin || attemptId.length > LIMITS.attemptIdCharactersMax)) {
    throw fault('InvalidInputError', `An attempt has a name of ${LIMITS.attemptIdCharactersMin} to ${LIMITS.attemptIdCharactersMax} random characters.`, 'attemptId');
  }
  const given = openRefreshToken(context.app, refreshToken);
  const actor = given && await context.app.sessions.find(given.sessionToken);
  if (!given || !actor) throw over();
  const serial = await rotate(context, actor, given.serial, typeof attemptId === 'string' ? sha256(attemptId) : null);
  return tokensOf(context, given.sessionToken, serial);
}

/** The number of the next token. */
async function rotate(context: ApiContext, actor: SignedIn, serial: number, attemptHash: Buffer | null): Promise<number> {
  const { system } = context.app.database;
  const { sessionId } = actor;
  // Of many at once one changes the number; the others find it changed.
  const { count } = await system.tokenFamily.updateMany({ where: { sessionId, serial }, data: { serial: { increment: 1 }, rotatedAt: new Date(), attemptHash: attemptHash && new Uint8Array(attemptHash) } });
  if (count === 1) return serial + 1;
  const family = await system.tokenFamily.findUnique({ where: { sessionId } });
  // The database is from before this token, or the session has just ended.
  if (!family || family.serial < serial) throw over();
  const isSameAttempt = attemptHash !== null && family.attemptHash !== null && attemptHash.equals(family.attemptHash) && Date.now() - family.rotatedAt!.getTime() <= LIMITS.refreshGraceMs;
  if (isSameAttempt && family.serial === serial + 1) return family.serial;
  await auditAs(auditActor(context, 'refreshTokenReused'), () => context.app.sessions.end(actor));
  context.logger.warn({ sessionId }, 'a refresh token was used twice; its session has ended');
  throw fault('RefreshTokenReusedError', 'This refresh token has been used. Somebody else may have it, so the session has ended. Sign in again.', 'refreshToken');
}

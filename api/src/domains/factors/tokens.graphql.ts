import type { Builder } from '../../schema/builder.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { LIMITS } from '../../limits.js';
import { defineMutation, type PayloadFieldBuilder } from '../../schema/mutation.js';
import { tokenRefresh, type Tokens } from './tokens.service.js';

/** The tokens of what starts a session for a program, or goes on with it. */
export const tokenFields = (t: PayloadFieldBuilder<Tokens>) => ({
  accessToken: t.string({ nullable: true, description: `Opens the session as \`Authorization: Bearer pta_…\` for ${LIMITS.accessTokenMs / 60_000} minutes; null where no tokens were asked for.`, resolve: ({ accessToken }) => accessToken ?? null }),
  accessTokenExpiresAt: t.field({ type: 'DateTime', nullable: true, description: 'When the access token stops working.', resolve: ({ accessTokenExpiresAt }) => accessTokenExpiresAt ?? null }),
  refreshToken: t.string({ nullable: true, description: 'Brings the next access token, with `tokenRefresh`; works once. Its session slides for 30 days from its last use.', resolve: ({ refreshToken }) => refreshToken ?? null }),
});

/** `tokenRefresh`. */
export function defineTokens(builder: Builder, faults: FaultRegistry): void {
  const input = builder.inputType('TokenRefreshInput', {
    description: 'A refresh token to change.',
    fields: (t) => ({
      refreshToken: t.string({ required: true, description: 'The newest one, `ptr_…`.' }),
      attemptId: t.string({ description: `A name of this attempt, made by the client: ${LIMITS.attemptIdCharactersMin} to ${LIMITS.attemptIdCharactersMax} random characters. The same attempt again within ${LIMITS.refreshGraceMs / 1_000} seconds gets the same answer, so that one that is lost on the way ends nothing.` }),
    }),
  });
  defineMutation(builder, faults, {
    name: 'tokenRefresh', description: 'Changes a refresh token for the next one, with a fresh access token. One that was changed before ends its session, and what it has open.', payloadDescription: 'The tokens, or why there are none.',
    auth: 'anyone', input, faults: ['RefreshTokenExpiredError', 'RefreshTokenReusedError', 'InvalidInputError'],
    resolve: (given, context) => tokenRefresh(context, given),
    payload: (t) => tokenFields(t),
  });
}

import type { SignInMethod } from '@parley/db';
import type { SignedIn } from '../../access/actor.js';
import type { ApiContext } from '../../context.js';
import type { ViewerKey } from './viewer.js';

export interface SignedInResult extends ViewerKey { readonly sessionToken: string }

/** Starts a session and its cookie; the rest of the request is answered as theirs. `signedInThroughId` is the organization whose identity provider vouches for them. */
export async function startSession(context: ApiContext, who: Pick<SignedIn, 'userId' | 'organizationId'>, signedInWith: SignInMethod = 'PASSWORD', signedInThroughId?: string): Promise<SignedInResult> {
  const { token, actor } = await context.app.sessions.create(who, { address: context.request.address, userAgent: context.request.userAgent, signedInWith, signedInThroughId });
  context.become(actor);
  context.request.setSessionCookie(token);
  return { sessionToken: token, userId: who.userId, organizationId: who.organizationId };
}

import type { ViewerKey } from '../identity/viewer.js';
import type { SecondFactorMethod } from './second-factor.service.js';
import type { Tokens } from './tokens.service.js';

/** A sign-in that waits for a second factor. The token is told here and never again. */
export interface SecondFactorChallenge { readonly token: string; readonly methods: readonly SecondFactorMethod[]; readonly expiresAt: Date }

/** What any way of signing in answers: a session or its tokens, or what is still missing. */
export interface SignInAnswer extends Partial<ViewerKey>, Partial<Tokens> {
  readonly sessionToken?: string | undefined;
  readonly secondFactor?: SecondFactorChallenge | undefined;
}

import { t } from '../i18n/index.js';
import { wantFurtherWords } from '../i18n/language.js';
import type { PasskeyFailure } from './browser-passkeys.js';

/** What the browser was to do with a passkey. */
export type PasskeyDeed = 'made' | 'used';

/** Why there is no passkey, in a sentence; `host` is where they belong. Its words are fetched when they are wanted. */
export async function sentenceOfFailure(failure: PasskeyFailure, deed: PasskeyDeed, host = ''): Promise<string> {
  try { await wantFurtherWords(); } catch { return t().faults.unknown; }
  const words = t().passkeys;
  if (failure === 'origin') return words.origin(host);
  return failure === 'cancelled' ? words.cancelled[deed] : words.failures[failure];
}

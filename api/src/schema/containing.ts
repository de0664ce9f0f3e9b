import { requestError } from '../errors.js';
import { LIMITS } from '../limits.js';

/** The filter of a column that holds these words somewhere, in capitals or not; undefined where none are given. */
export function containing(text: string | null | undefined): { readonly contains: string; readonly mode: 'insensitive' } | undefined {
  // A text column holds no NUL.
  const words = text?.replaceAll('\0', '').trim() ?? '';
  if (words.length > LIMITS.searchTextCharactersMax) throw requestError('INVALID_INPUT', `\`text\` has at most ${LIMITS.searchTextCharactersMax} characters.`);
  // Prisma hands the words to LIKE as they are, and what people write is no pattern.
  return words === '' ? undefined : { contains: words.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' };
}

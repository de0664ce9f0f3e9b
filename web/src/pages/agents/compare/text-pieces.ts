import { diffLines, diffWordsWithSpace } from 'diff';

/** Texts in which more differs are shown one after the other: nobody reads such a mixture, and it takes long to find. */
const EDITS_MAX = 2_000;
const SEARCH_MS_MAX = 150;
/** Of two texts that share less than this they are shown whole, one after the other. */
const SHARED_MIN = 0.3;
/** Words shown on either side of a change. */
const CONTEXT_CHARACTERS = 90;

/** A stretch of text that stayed, came, went, or is left out because it stayed. */
export interface Piece { readonly kind: 'same' | 'added' | 'removed' | 'omitted'; readonly text: string }

const kindOf = ({ added, removed }: { readonly added: boolean; readonly removed: boolean }): Piece['kind'] => (added ? 'added' : removed ? 'removed' : 'same');

function wordPieces(before: string, after: string): Piece[] {
  const changes = diffWordsWithSpace(before, after, { maxEditLength: EDITS_MAX, timeout: SEARCH_MS_MAX }) ?? [];
  const shared = changes.reduce((sum, change) => sum + (kindOf(change) === 'same' ? change.value.trim().length : 0), 0);
  const pieces: Piece[] = shared < SHARED_MIN * Math.min(before.trim().length, after.trim().length)
    ? [{ kind: 'removed', text: before }, { kind: 'added', text: after }] : changes.map((change) => ({ kind: kindOf(change), text: change.value }));
  return pieces.filter(({ text }) => text !== '');
}

/** How one text became the other: by lines first, then by words within lines that were changed. */
export function textPieces(before: string, after: string): Piece[] {
  const lines = diffLines(before, after, { maxEditLength: EDITS_MAX, timeout: SEARCH_MS_MAX });
  if (!lines) return wordPieces(before, after);
  const pieces: Piece[] = [];
  for (let index = 0; index < lines.length; index++) {
    const [line, next] = [lines[index]!, lines[index + 1]];
    if (line.removed && next?.added) { pieces.push(...wordPieces(line.value, next.value)); index++; }
    else pieces.push({ kind: kindOf(line), text: line.value });
  }
  return pieces;
}

/** Leaves out long stretches that stayed, except for some words around each change; cuts between words. */
export function shortened(pieces: readonly Piece[]): Piece[] {
  return pieces.flatMap((piece, index): Piece[] => {
    if (piece.kind !== 'same' || piece.text.length <= 3 * CONTEXT_CHARACTERS) return [piece];
    const head = index === 0 ? '' : piece.text.slice(0, CONTEXT_CHARACTERS).replace(/\S+$/, '');
    const tail = index === pieces.length - 1 ? '' : piece.text.slice(-CONTEXT_CHARACTERS).replace(/^\S+/, '');
    const omitted = piece.text.slice(head.length, piece.text.length - tail.length);
    return ([{ kind: 'same', text: head }, { kind: 'omitted', text: omitted }, { kind: 'same', text: tail }] as const).filter(({ text }) => text !== '');
  });
}

import { expect, test } from 'vitest';
import { copyOf, draftOf } from '../draft.js';
import { standardTurnTaking } from '../turn-taking.js';
import { compareDrafts, compareKnowledge } from './differences.js';
import { shortened, textPieces, type Piece } from './text-pieces.js';

const draft = draftOf({ name: 'Mia', greeting: 'Hello.', instructions: 'Be kind.', voice: null, language: 'en', knowledge: [{ title: 'Hours', text: 'Nine to five.' }], turnTaking: standardTurnTaking() });
const entry = (title: string, text = `${title}.`) => ({ title, text });

test('only what differs is told, in the order of the editor and each in its own way', () => {
  const after = copyOf(draft);
  Object.assign(after, { name: 'Mia ', greeting: 'Ahoy.', voice: 'slt' });
  Object.assign(after.turnTaking, { completeWaitMs: 700, isInterruptible: false });
  after.knowledge[0]!.text = 'Always.';
  expect(compareDrafts(draft, after)).toEqual([
    { kind: 'text', field: 'greeting', before: 'Hello.', after: 'Ahoy.' },
    { kind: 'choice', field: 'voice', before: '', after: 'slt' },
    { kind: 'knowledge', field: 'knowledge', entries: [{ kind: 'changed', before: entry('Hours', 'Nine to five.'), after: entry('Hours', 'Always.') }], isReordered: false },
    { kind: 'switch', field: 'turnTaking.isInterruptible', before: true, after: false },
    { kind: 'number', field: 'turnTaking.completeWaitMs', name: 'completeWaitMs', before: 400, after: 700 },
  ]);
  expect(compareDrafts(draft, copyOf(draft))).toEqual([]);
});

test('entries are added, removed, changed under their subject, and renamed with their text', () => {
  const before = [entry('Hours'), entry('Parking'), entry('Prices'), entry('Staff')];
  const after = [entry('Hours'), entry('Car park', 'Parking.'), entry('Prices', 'Fair.'), entry('Children')];
  expect(compareKnowledge(before, after)).toEqual({
    entries: [
      { kind: 'changed', before: entry('Parking'), after: entry('Car park', 'Parking.') },
      { kind: 'changed', before: entry('Prices'), after: entry('Prices', 'Fair.') },
      { kind: 'added', after: entry('Children') },
      { kind: 'removed', before: entry('Staff') },
    ],
    isReordered: false,
  });
});

test('another order alone is told as such; entries that are alike are told apart', () => {
  expect(compareKnowledge([entry('A'), entry('B')], [entry('B'), entry('A')])).toEqual({ entries: [], isReordered: true });
  expect(compareKnowledge([entry('A'), entry('A')], [entry('A')])).toEqual({ entries: [{ kind: 'removed', before: entry('A') }], isReordered: false });
  expect(compareKnowledge([entry('A'), entry('B')], [entry('New'), entry('A'), entry('B')]).isReordered).toBe(false);
});

const read = (pieces: readonly Piece[]) => pieces.map(({ kind, text }) => ({ same: text, added: `{+${text}+}`, removed: `[-${text}-]`, omitted: '…' })[kind]).join('');

test('a text changes by words within its lines; whole lines come and go', () => {
  expect(read(textPieces('We open at nine.\nWe close at five.', 'We open at eight.\nWe close at five.'))).toBe('We open at [-nine-]{+eight+}.\nWe close at five.');
  expect(read(textPieces('One.\nTwo.\n', 'One.\nThree.\nTwo.\n'))).toBe('One.\n{+Three.\n+}Two.\n');
  expect(read(textPieces('', 'New.'))).toBe('{+New.+}');
});

test('both texts can be read back from the pieces, however different they are', () => {
  const words = Array.from({ length: 6_000 }, (_none, index) => `w${(index * 7919) % 5_003}`);
  for (const [before, after] of [['a b\nc', 'a c\nb\n'], [words.join(' '), words.toReversed().join(' ')], [words.join('\n'), words.toReversed().join('\n')]] as const) {
    const pieces = textPieces(before, after);
    const without = (kind: Piece['kind']) => pieces.filter((piece) => piece.kind !== kind).map(({ text }) => text).join('');
    expect(without('added')).toBe(before);
    expect(without('removed')).toBe(after);
  }
});

test('what stayed is left out where it is long, but for the words around a change', () => {
  const long = 'All that stayed as it was is a long story. '.repeat(20);
  const pieces = shortened(textPieces(`${long}end`, `${long}END`));
  expect(pieces.map(({ kind }) => kind)).toEqual(['omitted', 'same', 'removed', 'added']);
  expect(pieces[1]!.text.length).toBeLessThanOrEqual(90);
  expect(pieces[0]!.text + pieces[1]!.text).toBe(long);
  expect(shortened(textPieces('short and same', 'short and other'))).toEqual(textPieces('short and same', 'short and other'));
});

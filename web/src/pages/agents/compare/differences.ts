import { changedFields, valueOf, type Draft, type Field, type KnowledgeDraft } from '../draft.js';
import type { TurnTakingNumber } from '../turn-taking.js';

export type Entry = Pick<KnowledgeDraft, 'title' | 'text'>;

/** What became of one piece of knowledge. */
export type EntryDifference =
  | { readonly kind: 'added'; readonly after: Entry }
  | { readonly kind: 'removed'; readonly before: Entry }
  | { readonly kind: 'changed'; readonly before: Entry; readonly after: Entry };

/** One field in which two stands of an agent differ. */
export type Difference =
  | { readonly kind: 'text'; readonly field: 'name' | 'greeting' | 'instructions'; readonly before: string; readonly after: string }
  | { readonly kind: 'choice'; readonly field: 'language' | 'voice'; readonly before: string; readonly after: string }
  | { readonly kind: 'switch'; readonly field: 'turnTaking.isInterruptible'; readonly before: boolean; readonly after: boolean }
  | { readonly kind: 'number'; readonly field: `turnTaking.${TurnTakingNumber}`; readonly name: TurnTakingNumber; readonly before: number; readonly after: number }
  | { readonly kind: 'knowledge'; readonly field: 'knowledge'; readonly entries: readonly EntryDifference[]; readonly isReordered: boolean };

const TEXTS: readonly Field[] = ['name', 'greeting', 'instructions'];
const CHOICES: readonly Field[] = ['language', 'voice'];

/** Takes from both lists the pairs that `isPair` joins, in the order of `after`. */
function takePairs(before: Entry[], after: Entry[], isPair: (one: Entry, other: Entry) => boolean): [Entry, Entry][] {
  const pairs: [Entry, Entry][] = [];
  const single = after.filter((entry) => {
    const index = before.findIndex((candidate) => isPair(candidate, entry));
    if (index >= 0) pairs.push([before.splice(index, 1)[0]!, entry]);
    return index < 0;
  });
  after.splice(0, after.length, ...single);
  return pairs;
}

/**
 * What became of a list of entries. The same entry is the one of the same words, else of the same subject, else of the
 * same text under another subject.
 */
export function compareKnowledge(before: readonly Entry[], after: readonly Entry[]): { entries: EntryDifference[]; isReordered: boolean } {
  const trimmed = (entries: readonly Entry[]) => entries.map(({ title, text }) => ({ title: title.trim(), text: text.trim() }));
  const all = { before: trimmed(before), after: trimmed(after) };
  const left = { before: [...all.before], after: [...all.after] };
  const same = takePairs(left.before, left.after, (one, other) => one.title === other.title && one.text === other.text);
  const changed = [...takePairs(left.before, left.after, (one, other) => one.title === other.title), ...takePairs(left.before, left.after, (one, other) => one.text === other.text)];
  const byAfter = new Map([...same, ...changed].map(([old, entry]) => [entry, old]));
  const positions = all.after.flatMap((entry) => { const old = byAfter.get(entry); return old ? [all.before.indexOf(old)] : []; });
  const entries = all.after.flatMap((entry): EntryDifference[] => {
    const old = byAfter.get(entry);
    if (!old) return [{ kind: 'added', after: entry }];
    return old.title === entry.title && old.text === entry.text ? [] : [{ kind: 'changed', before: old, after: entry }];
  });
  return {
    entries: [...entries, ...left.before.map((entry): EntryDifference => ({ kind: 'removed', before: entry }))],
    isReordered: positions.some((position, index) => index > 0 && position < positions[index - 1]!),
  };
}

/** All in which `after` differs from `before`, in the order of the editor. */
export function compareDrafts(before: Draft, after: Draft): Difference[] {
  return changedFields(before, after).map((field): Difference => {
    const [one, other] = [valueOf(before, field), valueOf(after, field)];
    if (field === 'knowledge') return { kind: 'knowledge', field, ...compareKnowledge(before.knowledge, after.knowledge) };
    if (TEXTS.includes(field)) return { kind: 'text', field: field as 'name', before: one as string, after: other as string };
    if (CHOICES.includes(field)) return { kind: 'choice', field: field as 'voice', before: one as string, after: other as string };
    if (field === 'turnTaking.isInterruptible') return { kind: 'switch', field, before: one as boolean, after: other as boolean };
    return { kind: 'number', field: field as 'turnTaking.completeWaitMs', name: field.slice('turnTaking.'.length) as TurnTakingNumber, before: one as number, after: other as number };
  });
}

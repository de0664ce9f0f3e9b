import { changedFields, copyOf, isSameField, putValue, valueOf, type Draft, type Field } from './draft.js';

/** Two people wrote: what each changed since `base`, and where both changed the same field to different words. */
export interface Merge {
  readonly mine: readonly Field[];
  readonly theirs: readonly Field[];
  readonly clashes: readonly Field[];
}

/** Looks at what became of `base` in two places. */
export function compareChanges(base: Draft, mine: Draft, theirs: Draft): Merge {
  const changedByMe = changedFields(base, mine);
  const changedByThem = changedFields(base, theirs);
  return { mine: changedByMe, theirs: changedByThem, clashes: changedByMe.filter((field) => changedByThem.includes(field) && !isSameField(mine, theirs, field)) };
}

/** `theirs` with what I wrote in these fields. */
export function withFields(theirs: Draft, mine: Draft, fields: readonly Field[]): Draft {
  const result = copyOf(theirs);
  for (const field of fields) putValue(result, field, valueOf(mine, field));
  return result;
}

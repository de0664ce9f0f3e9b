import { changedFields, FIELDS, isSameField, newKey, putValue, copyOf, valueOf, type Draft, type Field, type FieldValue, type KnowledgeDraft } from './draft.js';

const KEY_PREFIX = 'parley.draft.';

/** Words that were written and have not reached the server, kept by the browser tab. */
export interface Stash {
  readonly atMs: number;
  readonly values: Readonly<Partial<Record<Field, FieldValue>>>;
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The tab's own store; a browser may refuse it, and then nothing is kept. */
const tabStore = (): Store | undefined => { try { return sessionStorage; } catch { return undefined; } };

function isValue(field: Field, value: unknown, like: FieldValue): value is FieldValue {
  if (field !== 'knowledge') return typeof value === typeof like;
  return Array.isArray(value) && value.every((entry: Partial<KnowledgeDraft> | null) => typeof entry?.title === 'string' && typeof entry.text === 'string');
}

/** What the tab still has for this agent that `draft` does not say; undefined where there is nothing. */
export function readStash(agentId: string, draft: Draft, store = tabStore()): Stash | undefined {
  try {
    const { atMs, values } = JSON.parse(store?.getItem(KEY_PREFIX + agentId) ?? '{}') as { atMs?: unknown; values?: Record<string, unknown> };
    if (typeof atMs !== 'number' || typeof values !== 'object') return undefined;
    const kept = FIELDS.flatMap((field): [Field, FieldValue][] => {
      const value = values[field];
      return isValue(field, value, valueOf(draft, field)) ? [[field, field === 'knowledge' ? (value as KnowledgeDraft[]).map(({ title, text }) => ({ key: newKey(), title, text })) : value]] : [];
    });
    const stash: Stash = { atMs, values: Object.fromEntries(kept) };
    const different = withStash(draft, stash);
    return changedFields(draft, different).length > 0 ? stash : undefined;
  } catch { return undefined; }
}

/** The draft with the words that the tab kept. */
export function withStash(draft: Draft, { values }: Stash): Draft {
  const result = copyOf(draft);
  for (const [field, value] of Object.entries(values)) putValue(result, field as Field, value);
  return result;
}

/**
 * Keeps what is written and not stored, or forgets it all where everything is. What an earlier visit left and nobody
 * has decided about yet stays with it.
 */
export function writeStash(agentId: string, base: Draft, draft: Draft, atMs: number, undecided?: Stash, store = tabStore()): void {
  const values = { ...undecided?.values, ...Object.fromEntries(FIELDS.filter((field) => !isSameField(base, draft, field)).map((field) => [field, valueOf(draft, field)])) };
  try {
    if (Object.keys(values).length === 0) store?.removeItem(KEY_PREFIX + agentId);
    else store?.setItem(KEY_PREFIX + agentId, JSON.stringify({ atMs, values }));
  } catch { /* The tab's store is full: the words are on the page still, and leaving it is asked about. */ }
}

import type { Draft } from '../draft.js';

/** A stand of the agent that can be compared: what is written, what callers meet, or a version by its number. */
export type Stand = 'draft' | 'live' | number;

const standOf = (text: string): Stand | undefined => (text === 'draft' || text === 'live' ? text : /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined);

/** `2..draft`, as an address says it: from which stand to which. */
export function comparisonOf(text: string | undefined): { before: Stand; after: Stand } | undefined {
  const [before, after, ...rest] = (text ?? '').split('..').map(standOf);
  return before !== undefined && after !== undefined && rest.length === 0 ? { before, after } : undefined;
}

export const comparisonText = (before: Stand, after: Stand): string => `${before}..${after}`;

/** A draft to compare, once it is there. */
export type Loaded = { readonly draft: Draft } | { readonly fault: string } | undefined;

// Everything that the answerer says of its own accord. It says "I" for the agent and promises nothing that it cannot do.

/** "opening hours, parking and prices", from titles of documents. */
export function listed(items: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  if (items.length <= 1) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} ${conjunction} ${items.at(-1)!}`;
}

/** A title inside a sentence; names in capitals stay. */
export function inSentence(title: string): string {
  const plain = title.trim().replace(/[.:!?]+$/, '');
  return /^\p{Lu}\p{Ll}/u.test(plain) ? plain[0]!.toLowerCase() + plain.slice(1) : plain;
}

const TOPICS_TOLD = 4;

/** What could be asked instead: topics near the question first, then those that come first. */
export function topicsTold(titles: readonly string[], nearTitles: readonly string[] = []): string {
  const ordered = [...new Set([...nearTitles, ...titles])].filter((title) => title.trim() !== '');
  return listed(ordered.slice(0, TOPICS_TOLD).map(inSentence));
}

/** What the agent's instructions let it offer to someone it cannot answer. */
const OFFERS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:take|leave) (?:a )?messages?\b/i, 'Would you like to leave a message?'],
  [/\bcall(?:ed)? (?:them |you |the caller )?back\b|\bcallback\b/i, 'Would you like someone to call you back?'],
];

export function offerFrom(instructions: string): string | undefined {
  return OFFERS.find(([pattern]) => pattern.test(instructions))?.[1];
}

const UNKNOWN = ['I am sorry, I do not know that.', 'I am afraid I have no information about that.', 'Sorry, that is something I do not know.'];

/** Admits not to know, in turn with other words, and says what is known. */
export function unknown(count: number, topics: string, offer: string | undefined): string {
  const admitted = UNKNOWN[count % UNKNOWN.length]!;
  if (offer !== undefined) return `${admitted} ${offer}`;
  return topics === '' ? admitted : `${admitted} I can tell you about ${topics}.`;
}

export function isUnknown(text: string): boolean {
  return UNKNOWN.some((phrase) => text.includes(phrase));
}

export const ANYTHING_ELSE = 'Is there anything else I can help you with?';

/** What a request looks like on a command line; the key is to be filled in. */
export function curlOf(url: string, query: string, variables: object): string {
  const body = JSON.stringify({ query: query.replace(/\s+/g, ' ').trim(), variables });
  // Within single quotes a shell reads nothing but the next single quote.
  return `curl ${url} \\\n  -H 'content-type: application/json' \\\n  -H 'authorization: Bearer YOUR_API_KEY' \\\n  -d '${body.replaceAll("'", String.raw`'\''`)}'`;
}

/** JSON for people, without what only the console asks for. */
export const rawJson = (value: unknown): string => JSON.stringify(value, (key, inner: unknown) => (key === '__typename' ? undefined : inner), 2);

/** Shown of a long text; more would keep the browser busy, and nobody reads it. */
const SHOWN_CHARACTERS_MAX = 200_000;

export function shownPart(text: string): { readonly text: string; readonly isCut: boolean } {
  if (text.length <= SHOWN_CHARACTERS_MAX) return { text, isCut: false };
  return { text: text.slice(0, text.lastIndexOf('\n', SHOWN_CHARACTERS_MAX)), isCut: true };
}

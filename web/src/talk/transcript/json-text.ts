/** Longest text of a value that is shown without asking. */
const SHOWN_CHARACTERS_MAX = 2_000;

/** JSON as people read it; what is none stays as it is. */
export function prettyJson(text: string): string {
  try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; }
}

/** The beginning of a long text. */
export function clampText(text: string): { readonly text: string; readonly isClamped: boolean } {
  // A little more than the limit is not worth a press.
  const isClamped = text.length > SHOWN_CHARACTERS_MAX * 1.2;
  return { text: isClamped ? `${text.slice(0, SHOWN_CHARACTERS_MAX)}…` : text, isClamped };
}

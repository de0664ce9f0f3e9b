import { t } from './index.js';

/** How a call ended, in a sentence; a code that is newer than this page keeps the server's words. */
export function endedSentence({ code, text }: { readonly code: string; readonly text: string }): string {
  const known: Record<string, string> = t().endedReasons;
  return known[code] ?? text;
}

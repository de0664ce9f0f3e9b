import type { TtsRequest } from '@parley/plugin-sdk';

/** Turns under way at once; of more, the oldest lose their beginning. */
const CONTEXTS_MAX = 512;
/** Of what was said before, so much is told: enough for the melody of the next sentence. */
const TEXT_CHARACTERS_MAX = 500;

export interface Contexts {
  /** What was said before in the context of a request, which is part of it from now on; undefined at its beginning. */
  take(request: Pick<TtsRequest, 'contextId' | 'text' | 'isLast'>): string | undefined;
}

/** Remembers what was said in each turn, so that its sentences sound like one speech. */
export function createContexts(): Contexts {
  const texts = new Map<string, string>();
  return {
    take({ contextId, text, isLast }) {
      const before = texts.get(contextId);
      texts.delete(contextId);
      if (!isLast) {
        texts.set(contextId, [before, text].filter(Boolean).join(' ').slice(-TEXT_CHARACTERS_MAX));
        if (texts.size > CONTEXTS_MAX) texts.delete(texts.keys().next().value!);
      }
      return before;
    },
  };
}

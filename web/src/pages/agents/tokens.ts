/** Scripts whose characters are about a token each: Chinese, Japanese, Korean. */
const DENSE = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/gu;
/** Of other scripts, models take about four characters as one token; languages with long words need more. */
const CHARACTERS_PER_TOKEN = 4;

/** About how many tokens a language model sees, in two digits: every model counts in its own way. */
export function roughTokens(text: string): number {
  const dense = text.match(DENSE)?.length ?? 0;
  const tokens = dense + (text.length - dense) / CHARACTERS_PER_TOKEN;
  if (tokens < 1) return text === '' ? 0 : 1;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(tokens)) - 1);
  return Math.round(tokens / step) * step;
}

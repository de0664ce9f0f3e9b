/** Longest passage spoken as one answer, in characters (about 20 s of speech). */
const PASSAGE_CHARACTERS_MAX = 300;
const ABBREVIATION = /(?:^|[\s(])(?:Dr|Mr|Mrs|Ms|St|Ave|Rd|Prof|No|vs|etc|approx|e\.g|i\.e|a\.m|p\.m|[A-Z])\.$/i;

/** The sentences of a document; lines of a list are sentences of their own. */
export function sentencesOf(text: string): readonly string[] {
  return text.split(/\n+/).flatMap((line) => {
    const clean = line.replace(/^\s*(?:[-*•]|\d+[.)]|#+)\s*/u, '').replaceAll(/[*_`]+/g, '').replaceAll(/\s+/g, ' ').trim();
    return clean === '' ? [] : splitLine(clean);
  });
}

function splitLine(line: string): readonly string[] {
  const sentences: string[] = [];
  let open = '';
  for (const part of line.split(/(?<=[.!?]["')]?)\s+/)) {
    open = open === '' ? part : `${open} ${part}`;
    if (ABBREVIATION.test(open)) continue;
    sentences.push(...pieces(open));
    open = '';
  }
  return open === '' ? sentences : [...sentences, ...pieces(open)];
}

function pieces(sentence: string): readonly string[] {
  if (sentence.length <= PASSAGE_CHARACTERS_MAX) return [sentence];
  const head = sentence.slice(0, PASSAGE_CHARACTERS_MAX);
  const cut = Math.max(head.lastIndexOf('; '), head.lastIndexOf(', '));
  const at = cut > 80 ? cut + 1 : Math.max(head.lastIndexOf(' '), 1);
  return [sentence.slice(0, at).trim(), ...pieces(sentence.slice(at).trim())];
}

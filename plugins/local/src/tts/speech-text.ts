export interface SpeechPiece {
  readonly text: string;
  /** Silence behind it, in milliseconds. */
  readonly pauseMs: number;
}

/** The first piece may be cut at a clause from here on, so that the first audio comes early. */
const FIRST_PIECE_CHARACTERS_MIN = 20;
/** Text without a sentence end is cut at a clause or a space before this. */
const PIECE_CHARACTERS_MAX = 220;
const SENTENCE_PAUSE_MS = 160;
const CLAUSE_PAUSE_MS = 60;
const ABBREVIATION = /(?:^|\s)(?:Dr|Mr|Mrs|Ms|St|Ave|Rd|Prof|Jr|Sr|vs|etc|approx|No|e\.g|i\.e|a\.m|p\.m|[A-Z])\.$/i;

/** What Flite can say: plain letters without accents, straight quotes, no symbols it would skip or spell. */
export function speakable(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '')
    .replaceAll(/[‘’]/gu, '\'').replaceAll(/[“”]/gu, '"').replaceAll(/[–—]/gu, ', ').replaceAll('…', '...').replaceAll('&', ' and ')
    .replaceAll(/£\s?(\d[\d,.]*\d|\d)/gu, '$1 pounds').replaceAll(/€\s?(\d[\d,.]*\d|\d)/gu, '$1 euros')
    .replaceAll(/[^\x20-\x7e]/gu, ' ').replaceAll(/\s+/gu, ' ').trim();
}

export function hasWords(text: string): boolean {
  return /[a-z0-9]/i.test(text);
}

/** Cuts a text into what is spoken one after the other: sentences, and the first clause apart where it is long enough. */
export function speechPieces(text: string): readonly SpeechPiece[] {
  const pieces: SpeechPiece[] = [];
  for (const sentence of sentences(speakable(text))) {
    const clauses = pieces.length === 0 ? splitFirst(sentence) : splitLong(sentence);
    clauses.forEach((clause, index) => {
      if (hasWords(clause)) pieces.push({ text: clause, pauseMs: index === clauses.length - 1 ? SENTENCE_PAUSE_MS : CLAUSE_PAUSE_MS });
    });
  }
  return pieces;
}

function sentences(text: string): readonly string[] {
  const found: string[] = [];
  let rest = '';
  for (const part of text.split(/(?<=[.!?]["')]?)\s+/)) {
    rest = rest === '' ? part : `${rest} ${part}`;
    if (ABBREVIATION.test(rest)) continue;
    found.push(rest);
    rest = '';
  }
  if (rest !== '') found.push(rest);
  return found;
}

function splitFirst(sentence: string): readonly string[] {
  const clause = new RegExp(`^.{${FIRST_PIECE_CHARACTERS_MIN - 1},}?[,;:](?=\\s)`).exec(sentence)?.[0];
  return clause === undefined ? splitLong(sentence) : [clause, ...splitLong(sentence.slice(clause.length).trim())];
}

function splitLong(sentence: string): readonly string[] {
  if (sentence.length <= PIECE_CHARACTERS_MAX) return [sentence];
  const head = sentence.slice(0, PIECE_CHARACTERS_MAX);
  const clause = Math.max(...[', ', '; ', ': '].map((mark) => head.lastIndexOf(mark)));
  const space = head.lastIndexOf(' ');
  const cut = clause > FIRST_PIECE_CHARACTERS_MIN ? clause + 1 : space > 0 ? space : PIECE_CHARACTERS_MAX;
  return [sentence.slice(0, cut).trim(), ...splitLong(sentence.slice(cut).trim())];
}

import { DRAFT_LIMITS } from '../draft.js';

interface Piece { readonly title: string; readonly text: string }

const HEADING_CHARACTERS_MAX = 80;
const TITLE_CHARACTERS = 60;

const MARKED_HEADING = /^#{1,6}\s+(\S.*)$/;

/** A line that names what follows: marked as in Markdown, or short and without the end of a sentence. */
function headingOf(line: string): string | undefined {
  const marked = MARKED_HEADING.exec(line)?.[1];
  if (marked !== undefined) return marked.replace(/\s*#+$/, '').slice(0, DRAFT_LIMITS.titleCharacters);
  return line.length <= HEADING_CHARACTERS_MAX && !/[.!?。,;]$/.test(line) && !/^[-*•\d]/.test(line) ? line.replace(/:$/, '') : undefined;
}

/** The first words of a text, as its subject. */
function firstWords(text: string): string {
  const [line = ''] = text.split('\n');
  const sentence = /^.*?[.!?。](?=\s|$)/.exec(line)?.[0] ?? line;
  const words = sentence.replace(/[.!?。:]$/, '');
  return words.length <= TITLE_CHARACTERS ? words : `${words.slice(0, TITLE_CHARACTERS).replace(/\s+\S*$/, '')} …`;
}

/** Pieces that fit into one entry each, cut between paragraphs, else between lines or words. */
function fitting(text: string): string[] {
  const parts: string[] = [];
  for (let rest = text; rest !== '';) {
    if (rest.length <= DRAFT_LIMITS.textCharacters) { parts.push(rest); break; }
    const room = rest.slice(0, DRAFT_LIMITS.textCharacters);
    const at = ['\n\n', '\n', ' '].map((mark) => room.lastIndexOf(mark)).find((index) => index > DRAFT_LIMITS.textCharacters / 2) ?? room.length;
    parts.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  return parts;
}

/**
 * Entries from a longer text: each heading begins one, and so does each paragraph where there are no headings. A long
 * section becomes several entries.
 */
export function splitText(text: string): Piece[] {
  const blocks = text.replaceAll('\r\n', '\n').split(/\n\s*\n/).map((block) => block.trim()).filter((block) => block !== '');
  const sections: { title: string | undefined; texts: string[] }[] = [];
  for (const block of blocks) {
    const [first = '', ...rest] = block.split('\n');
    const isMarked = MARKED_HEADING.test(first);
    const title = rest.length > 0 || isMarked || blocks.length > 1 ? headingOf(first) : undefined;
    const body = (title === undefined ? block : rest.join('\n')).trim();
    const last = sections.at(-1);
    if (title !== undefined) sections.push({ title, texts: body === '' ? [] : [body] });
    else if (last?.title !== undefined) last.texts.push(body);
    else sections.push({ title: undefined, texts: [body] });
  }
  return sections.flatMap(({ title, texts }) => {
    // A heading with nothing below it was a line of its own.
    const body = texts.join('\n\n') || title || '';
    const parts = fitting(body);
    return parts.map((part, index) => ({ title: `${title ?? firstWords(part)}${parts.length > 1 ? ` (${index + 1})` : ''}`, text: part }));
  });
}

import { ProviderError } from '../errors.js';

/** How a dialect writes what is no parameter. */
interface SqlDialect {
  /** Sticky; quoted text, quoted names and comments that end with their line. */
  readonly quoted: RegExp;
  readonly hasNestedComments: boolean;
  /** Parameters of the dialect's own, which would be mistaken for ours. */
  readonly ownParameter: RegExp;
}

const DIALECTS = {
  postgres: {
    quoted: /(?<![\w$])[eE]'(?:[^'\\]|''|\\[^])*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(?<![\w$])\$((?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?)\$[^]*?\$\1\$|--[^\n]*/y,
    hasNestedComments: true, ownParameter: /(?<![\w$])\$\d/y,
  },
  mysql: {
    quoted: /'(?:[^'\\]|''|\\[^])*'|"(?:[^"\\]|""|\\[^])*"|`(?:[^`]|``)*`|--(?=\s|$)[^\n]*|#[^\n]*/y,
    hasNestedComments: false, ownParameter: /\?/y,
  },
  sqlite: {
    quoted: /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*/y,
    hasNestedComments: false, ownParameter: /\?|(?<![\w$])[@$][A-Za-z_]/y,
  },
} satisfies Record<string, SqlDialect>;

export type SqlDialectName = keyof typeof DIALECTS;

const PARAMETER = /:([A-Za-z_]\w*)/y;
const PLAIN = /[\w\u0080-\uffff]+|\s+/y;

/** A statement taken apart at its parameters. */
export interface SqlText {
  /** Names in the order in which they stand; one may stand more than once. */
  readonly names: readonly string[];
  /** What lies around the parameters, one more than there are names. */
  readonly pieces: readonly string[];
  /** The statement with nothing in it but code: quoted text, names and comments are blanks. */
  readonly code: string;
}

const refuse = (words: string): never => { throw new ProviderError('bad-request', words); };

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Where the comment that begins at `at` is over. */
function commentEnd(text: string, at: number, hasNested: boolean): number {
  for (let [depth, place] = [1, at + 2]; place < text.length; place += 1) {
    const two = text.slice(place, place + 2);
    if (two === '*/') { depth -= 1; place += 1; if (depth === 0) return place + 1; } else if (hasNested && two === '/*') { depth += 1; place += 1; }
  }
  return refuse('A comment of the query does not end.');
}

/**
 * Takes a statement apart, so that each parameter (`:name`) can be given to the database as a value of its own. `bad-request`
 * for what is more than one statement, for quotes and comments that do not end, and for parameters written otherwise.
 */
export function readSql(text: string, dialectName: SqlDialectName): SqlText {
  const { quoted, hasNestedComments, ownParameter } = DIALECTS[dialectName];
  const names: string[] = [];
  const pieces: string[] = [];
  let [start, end, code, at] = [0, text.length, '', 0];
  while (at < text.length) {
    const isComment = text.startsWith('/*', at);
    const blank = isComment ? commentEnd(text, at, hasNestedComments) : matchAt(quoted, text, at) && quoted.lastIndex;
    const plain = blank === null ? matchAt(PLAIN, text, at) : null;
    const isLast = end < text.length;
    if (isLast && (plain?.[0].trim() ?? (isComment || text.startsWith('--', at) || text.startsWith('#', at) ? '' : 'more')) !== '') refuse('A query is one statement.');
    if (blank !== null) { code += ' '; at = blank; continue; }
    if (plain) { code += plain[0]; at = PLAIN.lastIndex; continue; }
    if (/['"`]/.test(text[at]!)) refuse('A quotation of the query does not end.');
    if (matchAt(ownParameter, text, at)) refuse('A parameter is written as `:name`.');
    const parameter = /[\w:\u0080-\uffff]/.test(text[at - 1] ?? '') ? null : matchAt(PARAMETER, text, at);
    if (parameter) {
      pieces.push(text.slice(start, at));
      names.push(parameter[1]!);
      start = at = PARAMETER.lastIndex;
      code += ' ';
      continue;
    }
    if (text[at] === ';') end = at; else code += text[at]!;
    at += 1;
  }
  pieces.push(text.slice(start, end));
  if (code.trim() === '' && names.length === 0) refuse('The query is empty.');
  return { names, pieces, code };
}

import { DATABASE_LIMITS } from './limits.js';

/** Longer statements are sent as they are: what is asked for once is not worth keeping. */
const SQL_CHARACTERS_MAX = 8_192;
/** Statements that were seen once, waiting to be seen again. */
const CANDIDATES_MAX = 1_000;

/**
 * Names for prepared statements: Postgres plans a statement with a name once for each connection, and planning the joins
 * of a page costs more than running them. A statement gets its name when it comes a second time. Connections keep what
 * they have prepared, so that there are only so many names; statements beyond them go without.
 */
export function statementNames(namesMax: number = DATABASE_LIMITS.preparedStatementsMax): (query: { readonly sql: string }) => string | undefined {
  const names = new Map<string, string>();
  const candidates = new Set<string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined || names.size >= namesMax || sql.length > SQL_CHARACTERS_MAX) return known;
    if (!candidates.delete(sql)) {
      if (candidates.size >= CANDIDATES_MAX) candidates.clear();
      candidates.add(sql);
      return undefined;
    }
    const name = `parley_${names.size}`;
    names.set(sql, name);
    return name;
  };
}

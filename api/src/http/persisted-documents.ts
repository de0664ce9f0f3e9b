import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requestError } from '../errors.js';
import { CONSOLE_FOLDER } from './console-files.js';

/** Written beside the console by its build: `{ "<sha256 of the text>": "<text>" }`. */
export const MANIFEST_NAME = 'documents.json';

/** What a request says of its document: its text, or the SHA-256 of one that the server knows, or both. */
export interface DocumentParams { readonly query?: unknown; readonly documentId?: unknown; readonly extensions?: unknown }

export interface PersistedDocuments {
  /** The text that a request means; undefined where it names none. Throws a request error for a hash that is unknown or not that of the text. */
  textOf(params: DocumentParams): string | undefined;
}

/** The hash in a request, by either convention: Apollo's `extensions.persistedQuery.sha256Hash`, or `documentId: "sha256:…"`. */
function hashOf({ documentId, extensions }: DocumentParams): string | undefined {
  const persisted = (extensions as { persistedQuery?: { sha256Hash?: unknown } | null } | null | undefined)?.persistedQuery;
  const given = persisted ? persisted.sha256Hash : documentId;
  if (given === undefined || given === null) return undefined;
  const hash = typeof given === 'string' ? given.replace(/^sha256:/, '').toLowerCase() : '';
  if (!/^[0-9a-f]{64}$/.test(hash)) throw requestError('BAD_REQUEST', 'A document is named by the SHA-256 of its text: 64 hexadecimal digits.');
  return hash;
}

function readManifest(folder: string): ReadonlyMap<string, string> | undefined {
  let text: string;
  try { text = readFileSync(join(folder, MANIFEST_NAME), 'utf8'); } catch { return undefined; }
  return new Map(Object.entries(JSON.parse(text) as Record<string, string>));
}

/**
 * The documents of the console's build, by hash. Read once, at the first request that finds them built. Nothing is added
 * at run time: who sends a text that is not among them sends it each time.
 */
export function createPersistedDocuments(folder = CONSOLE_FOLDER): PersistedDocuments {
  let texts: ReadonlyMap<string, string> | undefined;
  return {
    textOf: (params) => {
      const { query } = params;
      const hash = hashOf(params);
      if (typeof query === 'string' && query !== '') {
        // A text under a foreign hash would make logs and caches that go by the hash tell untruths.
        if (hash !== undefined && createHash('sha256').update(query).digest('hex') !== hash) throw requestError('BAD_REQUEST', 'The hash is not that of the document sent with it.');
        return query;
      }
      if (hash === undefined) return undefined;
      texts ??= readManifest(folder);
      const text = texts?.get(hash);
      // These words are the protocol's: clients that read them send the text itself.
      if (text === undefined) throw requestError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
      return text;
    },
  };
}

// The console's GraphQL documents: read from its source, so that a build can name each by the hash of its text.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequest, formatDocument, stringifyDocument } from '@urql/core';
import { parse, visit } from 'graphql';

export const SOURCE_FOLDER = fileURLToPath(new URL('../src', import.meta.url));
export const MANIFEST_NAME = 'documents.json';

/** The documents in a source file: what stands in ``graphql(`…`)``. */
export function documentsIn(text) {
  return [...text.matchAll(/\bgraphql\(\s*`([^`]*)`/g)].map((match) => match[1]);
}

/** All of them, as text. */
export function readDocuments(folder = SOURCE_FOLDER) {
  const files = readdirSync(folder, { recursive: true }).map((name) => join(folder, name)).filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.includes('generated'));
  return files.flatMap((file) => documentsIn(readFileSync(file, 'utf8')));
}

/** Fragments that a definition spreads, and those that these spread. */
function spreadBy(definition, fragments, found = new Map()) {
  visit(definition, {
    FragmentSpread({ name: { value } }) {
      const fragment = fragments.get(value);
      if (!fragment || found.has(value)) return;
      found.set(value, fragment);
      spreadBy(fragment, fragments, found);
    },
  });
  return found;
}

/**
 * `{ ids, texts }`: the id of each operation by its name, and the text behind each id, just as the client would send it.
 * Throws where two operations or two fragments share a name, or an operation has none: the name is what the client goes by.
 */
export function manifestOf(documents) {
  const operations = new Map();
  const fragments = new Map();
  for (const definition of documents.flatMap((text) => parse(text).definitions)) {
    const names = definition.kind === 'FragmentDefinition' ? fragments : operations;
    const name = definition.name?.value;
    if (!name) throw new Error('an operation of the console has no name');
    if (names.has(name)) throw new Error(`two ${definition.kind === 'FragmentDefinition' ? 'fragments' : 'operations'} of the console are called ${name}`);
    names.set(name, definition);
  }
  const entries = [...operations].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, operation]) => {
    const document = { kind: 'Document', definitions: [operation, ...spreadBy(operation, fragments).values()] };
    const text = stringifyDocument(formatDocument(createRequest(document, {}).query));
    return { name, text, id: createHash('sha256').update(text).digest('hex') };
  });
  return { ids: Object.fromEntries(entries.map(({ name, id }) => [name, id])), texts: Object.fromEntries(entries.map(({ id, text }) => [id, text])) };
}

const VIRTUAL = 'virtual:document-ids';

/** Vite: `virtual:document-ids` for the client, `documents.json` for the server. Served from source, nothing has an id and texts are sent. */
export function persistedDocuments() {
  let isBuild = false;
  return {
    name: 'persisted-documents',
    configResolved({ command }) { isBuild = command === 'build'; },
    resolveId(id) { return id === VIRTUAL ? `\0${VIRTUAL}` : undefined; },
    load(id) { return id === `\0${VIRTUAL}` ? `export const documentIds = ${JSON.stringify(isBuild ? manifestOf(readDocuments()).ids : {})};` : undefined; },
    generateBundle() { this.emitFile({ type: 'asset', fileName: MANIFEST_NAME, source: `${JSON.stringify(manifestOf(readDocuments()).texts)}\n` }); },
  };
}

import { createHash } from 'node:crypto';
import { createRequest, formatDocument, getOperationName, stringifyDocument } from '@urql/core';
import { expect, test } from 'vitest';
import { manifestOf, readDocuments } from '../scripts/documents.mjs';

const modules = import.meta.glob(['../src/**/*-documents.ts'], { eager: true });

test('an id of the build is the hash of the text that the client sends when a server asks for it', () => {
  const { ids } = manifestOf(readDocuments());
  const documents = Object.values(modules).flatMap((module) => Object.values(module)).filter((value) => typeof value === 'object' && value !== null && 'definitions' in value);
  const sent = documents.map((document) => formatDocument(createRequest(document, {}).query)).filter((document) => getOperationName(document) !== undefined);
  expect(sent.length).toBeGreaterThan(3);
  expect(Object.fromEntries(sent.map((document) => [getOperationName(document), createHash('sha256').update(stringifyDocument(document)).digest('hex')])))
    .toEqual(Object.fromEntries(sent.map((document) => [getOperationName(document), ids[getOperationName(document)]])));
});

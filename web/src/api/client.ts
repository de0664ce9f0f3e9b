import { Client, cacheExchange, fetchExchange, getOperationName, makeOperation, mapExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { documentIds } from 'virtual:document-ids';
import { codeOf } from './faults.js';
import { fetchStream } from './stream.js';

/** Answers that take longer are given up; the server's own limit for mutations is shorter. */
const REQUEST_TIMEOUT_MS = 20_000;
const ANSWER_TYPE = 'application/graphql-response+json, application/json';

/** Streams stay open for as long as something comes; every other request has a limit of time. */
const fetchWithinTime: typeof fetch = (input, init) => {
  const isStream = new Headers(init?.headers).get('accept')?.includes('text/event-stream') === true;
  if (isStream) return fetchStream(input, init);
  const limit = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  return fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, limit]) : limit });
};

/** The console's only way to the api. `onSignedOut` is told when the server no longer knows the session. */
export function createApiClient(onSignedOut: () => void): Client {
  return new Client({
    url: '/graphql', preferGetMethod: false, fetchSubscriptions: true, fetch: fetchWithinTime,
    exchanges: [
      mapExchange({
        // Plain JSON is asked for, except for streams: that is the server's quickest way.
        onOperation: (operation) => (operation.kind === 'subscription' ? operation
          : makeOperation(operation.kind, operation, { ...operation.context, fetchOptions: { ...operation.context.fetchOptions as RequestInit | undefined, headers: { accept: ANSWER_TYPE } } })),
        onError: (error) => { if (codeOf(error) === 'UNAUTHENTICATED') onSignedOut(); },
      }),
      cacheExchange,
      // Documents of the build go by their hash. A server of another version, in the middle of a change, asks for the text.
      persistedExchange({ enableForMutation: true, enableForSubscriptions: true, preferGetForPersistedQueries: false, generateHash: (_text, document) => Promise.resolve(documentIds[getOperationName(document) ?? ''] ?? '') }),
      fetchExchange,
    ],
  });
}

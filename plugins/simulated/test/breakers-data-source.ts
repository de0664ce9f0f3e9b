import { ProviderError, type DataQueryRequest, type DataQueryResult, type DataSourceProvider } from '@parley/plugin-sdk';
import { commonBreakers, neverAborted, type Breaker, type Breakers } from './breaker.js';
import type { Wrap } from './harness.js';

type Description = Awaited<ReturnType<DataSourceProvider['describe']>>;

/** An adapter that changes what it is asked. */
const asking = (change: (request: DataQueryRequest) => Partial<DataQueryRequest>): Wrap<'data-source'> => (provider) => ({
  ...provider, query: async (request) => await provider.query({ ...request, ...change(request) }),
});

/** An adapter that changes what it answers. */
const answering = (change: (result: DataQueryResult, request: DataQueryRequest) => Partial<DataQueryResult>): Wrap<'data-source'> => (provider) => ({
  ...provider, query: async (request) => { const result = await provider.query(request); return { ...result, ...change(result, request) }; },
});

const describing = (change: (description: Description) => Partial<Description>): Wrap<'data-source'> => (provider) => ({
  ...provider, describe: async (request) => { const description = await provider.describe(request); return { ...description, ...change(description) }; },
});

const NOTHING: DataQueryResult = { columns: [], rows: [], isTruncated: false, usage: {} };
const isWrite = ({ text }: DataQueryRequest) => text.includes('insertInto') || text.includes('delete');

/** An adapter that answers where it should refuse. */
const answersInstead = (isMeant: (request: DataQueryRequest) => boolean): Wrap<'data-source'> => (provider) => ({
  ...provider, query: async (request) => (isMeant(request) ? NOTHING : await provider.query(request)),
});

/** Deletes a person, and says that it did not. */
const secretly: Wrap<'data-source'> = (provider) => {
  let isDeleted = false;
  return {
    ...provider, query: async (request) => {
      isDeleted ||= isWrite(request);
      const result = await provider.query(request);
      return isDeleted && request.parameters['name'] === 'Ada' ? { ...result, rows: [] } : result;
    },
  };
};

/** Holds each connection until its query is over, whoever has given up. */
const held: Wrap<'data-source'> = (provider, _watch, clock) => {
  let isBusy = false;
  return {
    ...provider, query: async (request) => {
      if (request.text.includes('delayMs')) isBusy = true;
      if (isBusy && !request.text.includes('delayMs')) await new Promise<void>((resolve) => { clock.setTimer(30_000, resolve); });
      return await provider.query(request);
    },
  };
};

const mixed: Wrap<'data-source'> = (provider) => {
  let last: Promise<DataQueryResult> | undefined;
  return { ...provider, query: async (request) => await (last ??= provider.query(request)) };
};

const errorsOf = (change: (error: ProviderError) => Error): Wrap<'data-source'> => (provider) => ({
  ...provider, query: async (request) => { try { return await provider.query(request); } catch (error) { throw change(error as ProviderError); } },
});

const reading: Breakers<'data-source'> = {
  'data-source/declares-itself': [
    { wrong: 'speaks a language that nobody knows', wrap: (provider) => ({ ...provider, abilities: { ...provider.abilities, language: 'cobol' as never } }) },
    { wrong: 'leaves open who keeps it from writing', wrap: (provider) => ({ ...provider, abilities: { language: 'json', isReadOnlyAtSource: undefined as never } }) },
  ],
  'data-source/describes-tables': [
    { wrong: 'leaves a table out', wrap: describing(({ tables }) => ({ tables: tables.slice(1) })) },
    { wrong: 'tells tables without columns', wrap: describing(({ tables }) => ({ tables: tables.map((table) => ({ ...table, columns: [] })) })) },
  ],
  'data-source/description-is-bounded': [
    { wrong: 'tells everything', wrap: (provider) => ({ ...provider, describe: async (request) => await provider.describe({ ...request, tablesMax: 500 }) }) },
    { wrong: 'does not say that there is more', wrap: describing(() => ({ isTruncated: false })) },
  ],
  'data-source/rows-fit-columns': [
    { wrong: 'tells rows in any order', wrap: answering(({ rows }) => ({ rows: rows.toReversed() })) },
    { wrong: 'tells values that JSON does not have', wrap: answering(({ rows }, { parameters }) => ('name' in parameters ? { rows: rows.map((row) => row.map((value) => new Date(Number(value)) as never)) } : {})) },
    { wrong: 'tells fewer values than columns', wrap: answering(({ rows }, { parameters }) => ('name' in parameters ? { rows: rows.map((row) => row.slice(1)) } : {})) },
  ],
  'data-source/parameters-are-bound': [
    { wrong: 'trims what it is given', wrap: asking(({ parameters }) => ('name' in parameters ? { parameters: { name: String(parameters['name']).replaceAll(/[^\w ]/g, '') } } : {})) },
    {
      wrong: 'puts the name into the text', wrap: asking(({ text, parameters }) => (typeof parameters['name'] === 'string' && !parameters['name'].includes('"')
        ? { text: text.replace('{"$parameter":"name"}', `"${parameters['name']}"`), parameters: {} } : {})),
    },
  ],
  'data-source/parameters-are-complete': [
    { wrong: 'takes what is missing for nothing', wrap: asking(({ parameters }) => ('name' in parameters ? {} : { parameters: { name: null, ...parameters } })) },
    { wrong: 'passes over what it does not know', wrap: asking(({ parameters: { age: _age, ...parameters } }) => ({ parameters })) },
  ],
  'data-source/rows-are-limited': [
    { wrong: 'tells all rows', wrap: asking(() => ({ rowsMax: 1_000 })) },
    { wrong: 'does not say that there are more', wrap: answering(() => ({ isTruncated: false })) },
    { wrong: 'says that there are more where there are none', wrap: answering(({ rows }, { rowsMax }) => ({ isTruncated: rows.length === rowsMax })) },
  ],
  'data-source/bytes-are-limited': [
    { wrong: 'tells rows of any size', wrap: asking(() => ({ bytesMax: 100_000 })) },
    { wrong: 'does not say that there are more', wrap: answering(() => ({ isTruncated: false })) },
  ],
  'data-source/limits-are-checked': [
    { wrong: 'takes any number of rows', wrap: asking(({ rowsMax }) => ({ rowsMax: Math.min(1_000, Math.max(1, Math.round(rowsMax))) })) },
    { wrong: 'takes any time', wrap: asking(({ timeoutMs }) => ({ timeoutMs: Math.min(1_000, Math.max(1, timeoutMs)) })) },
  ],
};

const deaf: Breaker<'data-source'> = { wrong: 'does not listen to the signal', wrap: asking(() => ({ signal: neverAborted() })) };

export const dataSourceBreakers: Breakers<'data-source'> = {
  ...reading,
  'data-source/writes-are-refused': [
    { wrong: 'answers a write', wrap: answersInstead(isWrite) },
    { wrong: 'refuses, and writes', wrap: secretly },
    { wrong: 'takes it for a fault of the source', wrap: errorsOf(() => new ProviderError('vendor-fault', 'failed')) },
  ],
  'data-source/one-statement': [{ wrong: 'does the first, and passes over the rest', wrap: asking(({ text }) => ({ text: text.replace(/\}\s*\{.*$/, '}') })) }],
  'data-source/faults-are-told': [
    { wrong: 'answers with nothing', wrap: answersInstead(({ text }) => text.includes('nowhere')) },
    { wrong: 'keeps what is wrong to itself', wrap: errorsOf(({ causeCode }) => new ProviderError(causeCode, 'refused')) },
  ],
  'data-source/timeout-holds': [
    { wrong: 'takes the time it needs', wrap: asking(() => ({ timeoutMs: 30_000 })) },
    { wrong: 'says that it was cancelled', wrap: errorsOf(({ causeCode }) => new ProviderError(causeCode === 'timeout' ? 'aborted' : causeCode, 'over')) },
  ],
  'data-source/abort-rejects': [
    deaf,
    { wrong: 'rejects with an error of its own', wrap: errorsOf(() => new Error('aborted')) },
    { wrong: 'describes on', wrap: (provider) => ({ ...provider, describe: async (request) => await provider.describe({ ...request, signal: neverAborted() }) }) },
  ],
  'data-source/given-up-is-let-go': [{ wrong: 'keeps its connections busy', wrap: held }],
  'data-source/requests-independent': [{ wrong: 'tells everybody the same', wrap: mixed }],
  ...commonBreakers<'data-source'>('data-source', (change) => (provider, watch) => ({
    ...provider, query: async (request) => { try { return await provider.query(request); } catch (error) { throw change(error, watch); } },
  })),
};

import { isProviderError, type ProviderErrorCause } from '../errors.js';
import { DATA_SOURCE_LIMITS, DATA_SOURCE_SPEC, type DataQueryRequest, type DataQueryResult, type DataSourceProvider } from '../kinds/data-source.js';
import { commonChecks, outcomeOf, specCheck, withProvider } from './common-checks.js';
import { answerMsMaxOf, defineCheck, must, type ContractCheck, type ContractHarness } from './contract.js';

/** Rows of `contract_people (id, name)` in the source under test, `id` from 1: names that would be more than names, where one were put into a text. */
export const CONTRACT_PEOPLE: readonly string[] = [
  'Ada', 'O\'Brien', '"Quoted"', 'back\\slash', '100% _sure_ *', '\'; DELETE FROM contract_people; --', '{"$ne":null}', '$name', 'eq.Ada,or=(id.gt.0)', 'Zoë 🎈', '', ':name ? $1',
];
/** `contract_numbers (n)` has the whole numbers from 1 to this. */
export const CONTRACT_NUMBERS_MAX = 100;
/** Names that nobody has, and that would match somebody as a pattern or as code. */
const NOBODY = ['\' OR \'1\'=\'1', '%', '*', 'Ad_', 'ada', 'null', '{"$gt":""}', '\\'];

/** Queries in the language of the source under test. */
export interface DataSourceTexts {
  /** The numbers up to the parameter `count`, in their order: one column, `n`. */
  readonly numbers: string;
  /** The people whose name is the parameter `name`: the columns `id` and `name`. */
  readonly people: string;
  /** What the source refuses: it names something that is not there. */
  readonly broken: string;
  /** What takes more than ten seconds. */
  readonly slow: string;
  /** Each would change the people, if it were let. */
  readonly writes: readonly string[];
  /** Each is more than one statement. */
  readonly several: readonly string[];
}

export interface DataSourceContractHarness extends ContractHarness<'data-source'> {
  readonly texts: DataSourceTexts;
}

type Check = ContractCheck<DataSourceContractHarness>;
type Changes = Partial<DataQueryRequest>;

const LIMITS = { rowsMax: 1_000, bytesMax: 100_000, timeoutMs: 10_000 } as const;
const ABANDONED = 12;
const TOGETHER = 8;

const ask = (provider: DataSourceProvider, changes: Changes & { readonly text: string }) => (
  provider.query({ parameters: {}, ...LIMITS, signal: new AbortController().signal, ...changes }));

async function answered(harness: DataSourceContractHarness, provider: DataSourceProvider, changes: Changes & { readonly text: string }): Promise<DataQueryResult> {
  return await harness.time.within(ask(provider, changes), answerMsMaxOf(harness), 'a query');
}

const people = (harness: DataSourceContractHarness, provider: DataSourceProvider, name: string) => answered(harness, provider, { text: harness.texts.people, parameters: { name } });
const numbers = (harness: DataSourceContractHarness, provider: DataSourceProvider, count: number, changes: Changes = {}) => (
  answered(harness, provider, { text: harness.texts.numbers, parameters: { count }, ...changes }));

async function mustRefuse(harness: DataSourceContractHarness, provider: DataSourceProvider, changes: Changes & { readonly text: string }, what: string): Promise<void> {
  const outcome = await outcomeOf(answered(harness, provider, changes));
  must('error' in outcome, `${what} was answered`);
  must(isProviderError(outcome.error), `${what} was refused with an error that is no ProviderError`);
  must(outcome.error.causeCode === 'bad-request', `${what} was refused as "${outcome.error.causeCode}", not as bad-request`);
}

function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  return typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isJson);
}

function queryCheck(id: string, rule: string, run: (provider: DataSourceProvider, harness: DataSourceContractHarness) => Promise<void>): Check {
  return defineCheck<DataSourceContractHarness>(`data-source/${id}`, rule, async (harness) => {
    await withProvider<'data-source'>(harness, async (provider) => await run(provider, harness));
  });
}

async function mustEnd(harness: DataSourceContractHarness, answer: Promise<unknown>, cause: ProviderErrorCause, limitMs: number, since: () => number): Promise<void> {
  const outcome = await harness.time.within(outcomeOf(answer), answerMsMaxOf(harness), `a request that ends with ${cause}`);
  const tookMs = harness.time.clock.nowMs() - since();
  must('error' in outcome && isProviderError(outcome.error) && outcome.error.causeCode === cause, `the request did not reject with ${cause}`);
  must(tookMs <= limitMs + harness.time.toleranceMs, `the request ended after ${Math.round(tookMs)} ms, ${limitMs} ms are allowed`);
}

const reading: readonly Check[] = [
  queryCheck('describes-tables', 'the description has the tables with their columns, each with a name', async (provider, harness) => {
    const { tables, isTruncated } = await harness.time.within(provider.describe({ tablesMax: 500, timeoutMs: 10_000, signal: new AbortController().signal }), answerMsMaxOf(harness), 'the description');
    must(!isTruncated, 'the description of a few tables is truncated');
    for (const [name, columns] of [['contract_numbers', 'n'], ['contract_people', 'id name']] as const) {
      const table = tables.find((each) => each.name === name);
      must(table !== undefined, `there is no ${name} in it`);
      const told = table.columns.map((column) => column.name);
      must(columns.split(' ').every((column) => told.includes(column)), `${name} has the columns ${told.join(', ')}`);
      must(table.columns.every(({ type, isNullable }) => typeof type === 'string' && typeof isNullable === 'boolean'), `a column of ${name} has no type, or does not say whether it may be empty`);
    }
  }),
  queryCheck('description-is-bounded', 'the description has no more tables than asked for, and says that there are more', async (provider, harness) => {
    const { tables, isTruncated } = await harness.time.within(provider.describe({ tablesMax: 1, timeoutMs: 10_000, signal: new AbortController().signal }), answerMsMaxOf(harness), 'the description');
    must(tables.length === 1, `${tables.length} tables, and one was asked for`);
    must(isTruncated, 'it does not say that there are more');
  }),
  queryCheck('rows-fit-columns', 'rows come in order, each with one value that JSON has for each column', async (provider, harness) => {
    const { columns, rows, isTruncated } = await numbers(harness, provider, 3);
    must(columns.length === 1 && columns[0]!.name === 'n' && typeof columns[0]!.type === 'string', `the columns are ${JSON.stringify(columns)}`);
    must(JSON.stringify(rows) === '[[1],[2],[3]]', `the rows are ${JSON.stringify(rows)}`);
    must(!isTruncated, 'they are said to be truncated');
    const found = await people(harness, provider, 'Ada');
    must(found.columns.length === 2 && found.rows.every((row) => row.length === 2 && row.every(isJson)), `a row does not fit the columns: ${JSON.stringify(found)}`);
    const none = await numbers(harness, provider, 0);
    must(none.rows.length === 0 && !none.isTruncated, `no row is told as ${JSON.stringify(none.rows)}`);
  }),
  queryCheck('parameters-are-bound', 'a parameter is a value and nothing else, whatever is in it', async (provider, harness) => {
    for (const [index, name] of CONTRACT_PEOPLE.entries()) {
      const { columns, rows } = await people(harness, provider, name);
      const found = rows.map((row) => Object.fromEntries(columns.map((column, place) => [column.name, row[place]])));
      must(found.length === 1, `${found.length} people are called ${JSON.stringify(name)}`);
      must(Number(found[0]!['id']) === index + 1 && found[0]!['name'] === name, `${JSON.stringify(name)} is told as ${JSON.stringify(found[0])}`);
    }
    for (const name of NOBODY) must((await people(harness, provider, name)).rows.length === 0, `somebody is called ${JSON.stringify(name)}`);
  }),
  queryCheck('parameters-are-complete', 'a parameter that is missing, unknown or no single value is refused as bad-request', async (provider, harness) => {
    const { people: text } = harness.texts;
    await mustRefuse(harness, provider, { text }, 'a query without its parameter');
    await mustRefuse(harness, provider, { text, parameters: { name: 'Ada', age: 36 } }, 'a parameter that the query does not have');
    for (const value of [['Ada'], { $ne: null }, Number.NaN]) await mustRefuse(harness, provider, { text, parameters: { name: value as never } }, `the parameter ${JSON.stringify(value)}`);
  }),
  queryCheck('rows-are-limited', 'no more rows come than rowsMax, the first ones, and it is said that there are more', async (provider, harness) => {
    const some = await numbers(harness, provider, 20, { rowsMax: 5 });
    must(JSON.stringify(some.rows) === '[[1],[2],[3],[4],[5]]' && some.isTruncated, `5 of 20 rows are ${JSON.stringify(some.rows)}, truncated: ${some.isTruncated}`);
    const all = await numbers(harness, provider, 20, { rowsMax: 20 });
    must(all.rows.length === 20 && !all.isTruncated, `20 of 20 rows are ${all.rows.length}, truncated: ${all.isTruncated}`);
  }),
  queryCheck('bytes-are-limited', 'the rows as JSON are no longer than bytesMax, and it is said that there are more', async (provider, harness) => {
    const { rows, isTruncated } = await numbers(harness, provider, CONTRACT_NUMBERS_MAX, { bytesMax: 100 });
    const bytes = Buffer.byteLength(JSON.stringify(rows));
    must(bytes <= 100 && isTruncated, `${bytes} bytes for the 100 allowed, truncated: ${isTruncated}`);
    must(rows.length > 0 && rows.every((row, index) => row[0] === index + 1), `the rows are not the first ones: ${JSON.stringify(rows).slice(0, 200)}`);
  }),
  queryCheck('limits-are-checked', 'limits that no request may have are refused as bad-request', async (provider, harness) => {
    const { numbers: text } = harness.texts;
    for (const change of [{ rowsMax: 0 }, { rowsMax: 1.5 }, { rowsMax: DATA_SOURCE_LIMITS.rowsMax + 1 }, { bytesMax: 0 }, { bytesMax: DATA_SOURCE_LIMITS.bytesMax + 1 }, { timeoutMs: 0 }, { timeoutMs: DATA_SOURCE_LIMITS.timeoutMsMax + 1 }]) {
      await mustRefuse(harness, provider, { text, parameters: { count: 1 }, ...change }, `a request with ${JSON.stringify(change)}`);
    }
  }),
];

const guarding: readonly Check[] = [
  queryCheck('writes-are-refused', 'what would write is refused as bad-request, and nothing is changed', async (provider, harness) => {
    for (const text of harness.texts.writes) await mustRefuse(harness, provider, { text }, `the query ${text}`);
    for (const [index, name] of CONTRACT_PEOPLE.entries()) must((await people(harness, provider, name)).rows.length === 1, `person ${index + 1} is not as before`);
  }),
  queryCheck('one-statement', 'more than one statement is refused as bad-request', async (provider, harness) => {
    for (const text of harness.texts.several) await mustRefuse(harness, provider, { text }, `the query ${text}`);
  }),
  queryCheck('faults-are-told', 'a query that the source does not understand is refused as bad-request, with the source\'s words', async (provider, harness) => {
    const { broken } = harness.texts;
    for (const text of ['', broken]) await mustRefuse(harness, provider, { text }, text === '' ? 'a query without text' : `the query ${text}`);
    const outcome = await outcomeOf(answered(harness, provider, { text: broken }));
    must('error' in outcome && isProviderError(outcome.error) && (outcome.error.vendorMessage ?? '') !== '', 'nobody is told what is wrong with it');
  }),
  queryCheck('timeout-holds', 'a query that takes longer than timeoutMs rejects with the cause timeout, within 100 ms of it', async (provider, harness) => {
    await numbers(harness, provider, 1);
    const startedAtMs = harness.time.clock.nowMs();
    await mustEnd(harness, ask(provider, { text: harness.texts.slow, timeoutMs: 300 }), 'timeout', 400, () => startedAtMs);
  }),
  queryCheck('abort-rejects', 'an abort rejects a query or a description within 100 ms with the cause aborted', async (provider, harness) => {
    await numbers(harness, provider, 1);
    const controller = new AbortController();
    let abortedAtMs = 0;
    const slow = ask(provider, { text: harness.texts.slow, signal: controller.signal });
    harness.time.clock.setTimer(50, () => { abortedAtMs = harness.time.clock.nowMs(); controller.abort(); });
    await mustEnd(harness, slow, 'aborted', 100, () => abortedAtMs);
    const late = harness.time.clock.nowMs();
    await mustEnd(harness, ask(provider, { text: harness.texts.numbers, parameters: { count: 1 }, signal: controller.signal }), 'aborted', 100, () => late);
    const later = harness.time.clock.nowMs();
    await mustEnd(harness, provider.describe({ tablesMax: 10, timeoutMs: 1_000, signal: controller.signal }), 'aborted', 100, () => later);
  }),
  queryCheck('given-up-is-let-go', 'requests that were given up leave nothing behind that the next ones wait for', async (provider, harness) => {
    const controllers = Array.from({ length: ABANDONED }, () => new AbortController());
    const slow = controllers.map(({ signal }) => outcomeOf(ask(provider, { text: harness.texts.slow, signal })));
    harness.time.clock.setTimer(50, () => { for (const controller of controllers) controller.abort(); });
    await harness.time.within(Promise.all(slow), answerMsMaxOf(harness), 'giving up');
    const answer = ask(provider, { text: harness.texts.numbers, parameters: { count: 2 } });
    const { rows } = await harness.time.within(answer, 3_000 + harness.time.toleranceMs, 'the query after those that were given up');
    must(rows.length === 2, `${rows.length} rows after those that were given up`);
  }),
  queryCheck('requests-independent', 'requests at the same time each get their own rows', async (provider, harness) => {
    const counts = Array.from({ length: TOGETHER }, (_, index) => index + 1);
    const together = Promise.all(counts.map((count) => ask(provider, { text: harness.texts.numbers, parameters: { count } })));
    const results = await harness.time.within(together, answerMsMaxOf(harness), 'requests at the same time');
    must(results.every(({ rows }, index) => rows.length === counts[index]), `the rows are ${results.map(({ rows }) => rows.length).join(', ')}`);
  }),
];

/** The rules of `data-source/v1`. */
export const dataSourceContract: readonly Check[] = [
  specCheck('data-source', DATA_SOURCE_SPEC, ({ abilities: { language, isReadOnlyAtSource } }) => {
    if (language !== 'sql' && language !== 'json') return `language is ${String(language)}`;
    return typeof isReadOnlyAtSource === 'boolean' ? undefined : 'isReadOnlyAtSource is neither true nor false';
  }),
  ...reading,
  ...guarding,
  ...commonChecks<'data-source', DataSourceContractHarness>('data-source', async (provider, harness) => await people(harness, provider, 'Ada')),
];

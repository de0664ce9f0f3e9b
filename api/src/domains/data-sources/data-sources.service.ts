import { ProviderError, toProviderError, type DataQueryResult, type DataTable, type HostRouteStep } from '@parley/plugin-host';
import { z } from 'zod';
import { parseInput } from '../../access/parse-input.js';
import { problemOf, type ProviderProblem } from '../../connections/problem.js';
import type { ApiContext } from '../../context.js';
import { fault, requestError } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { encodeId, internalId } from '../../schema/ids.js';
import type { Secret } from '../../vault/secret.js';
import { changedMeanwhile, findConnection, openSecrets, secretValues, WITH_SECRETS, type StoredConnection } from '../connections/stored-connection.js';
import { checkedValues, dataQuerySchema, type DataQuery } from './data-query.js';

const setInput = dataQuerySchema.extend({ connectionId: z.string(), expectedVersion: z.number().int().optional() });
const removeInput = z.object({ connectionId: z.string(), name: z.string(), expectedVersion: z.number().int().optional() });
const runInput = z.object({ connectionId: z.string(), name: z.string().optional(), query: dataQuerySchema.partial({ name: true, description: true }).optional(), values: z.record(z.string(), z.unknown(), 'is an object').default({}) });

export interface SourceSchema { readonly language: string | undefined; readonly tables: readonly DataTable[]; readonly isTruncated: boolean; readonly problem: ProviderProblem | undefined }
export interface RunResult { readonly result: DataQueryResult | undefined; readonly durationMs: number; readonly problem: ProviderProblem | undefined }

/** The named queries of a connection, as they were stored. */
export const queriesOf = ({ queries }: { readonly queries: unknown }): readonly DataQuery[] => queries as DataQuery[];

/** A data source of the organization that the session works in. */
async function findSource(context: ApiContext, externalId: string): Promise<StoredConnection> {
  const field = 'connectionId';
  const connection = await findConnection(context, externalId, field);
  if (connection.kind !== 'data-source') throw fault('ConnectionNotFoundError', 'There is no such data source.', field);
  return connection;
}

/** Writes the queries of a connection, where nobody else has changed it meanwhile. */
async function write({ db }: ApiContext, { id, version }: StoredConnection, queries: readonly DataQuery[]): Promise<string> {
  const { count } = await db.providerConnection.updateMany({ where: { id, version }, data: { queries: queries as unknown as object[], version: { increment: 1 } } });
  if (count === 0) throw changedMeanwhile(id);
  return id;
}

function checkVersion({ id, version }: StoredConnection, expectedVersion: number | undefined): void {
  if (expectedVersion !== undefined && expectedVersion !== version) throw changedMeanwhile(id, version);
}

/** Stores a query under its name, in the place of one that has it. Answers the connection's id. */
export async function dataQuerySet(context: ApiContext, raw: unknown): Promise<string> {
  const { connectionId, expectedVersion, ...query } = parseInput(setInput, raw);
  const connection = await findSource(context, connectionId);
  checkVersion(connection, expectedVersion);
  const others = queriesOf(connection).filter(({ name }) => name !== query.name);
  if (others.length >= LIMITS.queriesMax) throw fault('InvalidInputError', `A data source has at most ${LIMITS.queriesMax} queries. Remove one first.`, 'name');
  return write(context, connection, [...others, query].toSorted((one, other) => (one.name < other.name ? -1 : 1)));
}

/** Takes a query out. Answers the connection's id. */
export async function dataQueryRemove(context: ApiContext, raw: unknown): Promise<string> {
  const { connectionId, name, expectedVersion } = parseInput(removeInput, raw);
  const connection = await findSource(context, connectionId);
  checkVersion(connection, expectedVersion);
  return write(context, connection, queriesOf(connection).filter((each) => each !== queryNamed(connection, name)));
}

function queryNamed(connection: StoredConnection, name: string): DataQuery {
  const found = queriesOf(connection).find((each) => each.name === name);
  if (!found) throw fault('InvalidInputError', `The data source has no query "${name.slice(0, 63)}".`, 'name');
  return found;
}

/** What a wrong query needs is not what a wrong setting needs. */
const REMEDIES = {
  'bad-request': 'Mend the query: the message is the data source\'s own.', timeout: 'Ask for less, give the data source an index that fits, or allow the query more time.',
} as const;

/** Asks a data source. A failure is an answer, and told with what helps. */
async function ask<Result>({ app, actor }: ApiContext, connection: StoredConnection, work: (step: HostRouteStep) => Promise<Result>): Promise<{ readonly answer: Result } | { readonly problem: ProviderProblem }> {
  if (actor.kind === 'key' && actor.isTest) throw requestError('FORBIDDEN', 'A test key asks no vendor. Use a live one, or sign in.');
  const { id, kind, pluginId, settings } = connection;
  let secrets: readonly Secret[] = [];
  try {
    const { opened, lost } = await openSecrets(app, connection);
    secrets = [...opened.values()];
    if (lost.length > 0) throw new ProviderError('auth', `What is stored as ${lost.join(', ')} cannot be opened with the keys of this server.`);
    return { answer: await work({ connectionId: encodeId('ProviderConnection', id), pluginId, settings: settings as Record<string, unknown>, secrets: secretValues(app, { kind, pluginId }, opened) }) };
  } catch (error) {
    const failure = toProviderError(error);
    const problem = problemOf(failure, secrets);
    return { problem: { ...problem, ...(failure.causeCode in REMEDIES ? { remedy: REMEDIES[failure.causeCode as keyof typeof REMEDIES] } : {}) } };
  }
}

/** What can be read there; undefined where the organization has no such connection. */
export async function dataSourceSchema(context: ApiContext, connectionId: string): Promise<SourceSchema | undefined> {
  const connection = await context.db.providerConnection.findFirst({ where: { id: internalId('ProviderConnection', connectionId) }, include: WITH_SECRETS });
  if (!connection) return undefined;
  const told = await ask(context, connection, (step) => {
    if (connection.kind !== 'data-source') throw new ProviderError('bad-request', 'The connection is no data source.');
    return context.app.dataSources.describe(step);
  });
  return 'answer' in told ? { ...told.answer, problem: undefined } : { language: undefined, tables: [], isTruncated: false, problem: told.problem };
}

/** Runs a query once: a stored one by its name, or one that is being written. */
export async function dataQueryRun(context: ApiContext, raw: unknown): Promise<RunResult> {
  const { connectionId, name, query, values } = parseInput(runInput, raw);
  const connection = await findSource(context, connectionId);
  if ((name === undefined) === (query === undefined)) throw fault('InvalidInputError', 'Give either `name`, of a query that is stored, or `query`.', 'name');
  const { parameters: wanted, text, rowsMax, timeoutMs } = query ?? queryNamed(connection, name!);
  const parameters = checkedValues(wanted, values);
  await context.app.throttles.sourceQuery.attempt(context.organizationId);
  const startedAtMs = performance.now();
  const told = await ask(context, connection, (step) => context.app.dataSources.query(step, { text, parameters, rowsMax, timeoutMs }));
  const durationMs = Math.round(performance.now() - startedAtMs);
  return 'answer' in told ? { result: told.answer, durationMs, problem: undefined } : { result: undefined, durationMs, problem: told.problem };
}

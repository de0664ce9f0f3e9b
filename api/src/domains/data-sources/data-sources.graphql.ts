import type { DataQueryResult, DataTable, DataTableColumn } from '@parley/plugin-host';
import type { ApiContext } from '../../context.js';
import { LIMITS } from '../../limits.js';
import type { Builder } from '../../schema/builder.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { defineMutation, nothing, type PayloadFieldBuilder } from '../../schema/mutation.js';
import type { ConnectionRefs } from '../connections/connections.graphql.js';
import type { DataQuery } from './data-query.js';
import { dataQueryRemove, dataQueryRun, dataQuerySet, dataSourceSchema, queriesOf, type RunResult, type SourceSchema } from './data-sources.service.js';

const PARAMETERS = 'JSON Schema of the parameters: an object whose `properties` are each of type `string`, `number`, `integer` or `boolean`, with `description`, `enum`, `minimum`, `maximum`, `minLength` or `maxLength` where wanted, and `required`.';

function defineTypes(builder: Builder, { connection }: ConnectionRefs) {
  const query = builder.objectRef<DataQuery>('DataQuery').implement({
    description: 'A query of a data source with a name, that agents may ask with values of their own and without a word of it to change.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'What it is called: small letters, digits and underscores; unique in its data source.' }),
      description: t.exposeString('description', { description: 'What it tells, and when to ask it: a language model decides by it.' }),
      parameters: t.field({ type: 'JSON', description: PARAMETERS, resolve: ({ parameters }) => parameters }),
      text: t.exposeString('text', { description: 'The query in the language of the data source, with `:name` (or `{"$parameter": "name"}`) where a parameter stands.' }),
      rowsMax: t.exposeInt('rowsMax', { description: 'So many rows are answered at most.' }),
      timeoutMs: t.field({ type: 'Milliseconds', description: 'So long it may take.', resolve: ({ timeoutMs }) => timeoutMs }),
    }),
  });
  builder.prismaObjectField(connection, 'dataQueries', (t) => t.field({
    type: [query], description: `Named queries of a data source, by name, at most ${LIMITS.queriesMax}; none for other kinds.`, select: { queries: true }, resolve: (row) => [...queriesOf(row)],
  }));
  const result = builder.objectRef<DataQueryResult>('DataQueryResult').implement({
    description: 'Rows that a query answered.',
    fields: (t) => ({
      columns: t.field({ type: [defineResultColumn(builder)], description: 'What the values of a row are, in their order.', resolve: ({ columns }) => [...columns] }),
      rows: t.field({ type: 'JSON', description: 'A list of rows, each a list with one value for each column. Whole numbers beyond 2^53 and exact decimals are their digits, times are text, bytes are base64.', resolve: ({ rows }) => rows }),
      isTruncated: t.exposeBoolean('isTruncated', { description: 'Whether there were more rows than the query may answer, or than fit.' }),
    }),
  });
  return { query, result };
}

const defineResultColumn = (builder: Builder) => builder.objectRef<DataQueryResult['columns'][number]>('DataQueryColumn').implement({
  description: 'What one value of each row is.',
  fields: (t) => ({ name: t.exposeString('name', { description: 'Its name.' }), type: t.exposeString('type', { description: 'Its type, in the words of the data source; empty where it does not say.' }) }),
});

function defineSchemaQuery(builder: Builder, { problem }: ConnectionRefs): void {
  const column = builder.objectRef<DataTableColumn>('DataTableColumn').implement({
    description: 'A column of a table, or a field of documents.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'Its name.' }),
      type: t.exposeString('type', { description: 'Its type, in the words of the data source; empty where it does not say.' }),
      isNullable: t.exposeBoolean('isNullable', { description: 'Whether it may be empty.' }),
      description: t.string({ nullable: true, description: 'What the data source says of it; null where it says nothing.', resolve: (row) => row.description }),
    }),
  });
  const kind = builder.enumType('DataTableKind', { description: 'What rows can be read from.', values: { TABLE: { description: 'A table.' }, VIEW: { description: 'A view.' }, COLLECTION: { description: 'A collection of documents.' } } });
  const table = builder.objectRef<DataTable>('DataTable').implement({
    description: 'A table of a data source, or what it has in the place of one.',
    fields: (t) => ({
      schema: t.string({ nullable: true, description: 'Where the data source has a level above its tables: its name.', resolve: (row) => row.schema }),
      name: t.exposeString('name', { description: 'Its name.' }),
      kind: t.field({ type: kind, description: 'What it is.', resolve: (row) => row.kind.toUpperCase() as 'TABLE' }),
      description: t.string({ nullable: true, description: 'What the data source says of it; null where it says nothing.', resolve: (row) => row.description }),
      columns: t.field({ type: [column], description: 'Its columns, in their order.', resolve: (row) => [...row.columns] }),
      isTruncated: t.exposeBoolean('isTruncated', { description: 'Whether it has more columns than are told.' }),
    }),
  });
  const language = builder.enumType('DataSourceLanguage', { description: 'What queries of a data source are written in.', values: { SQL: { description: 'One statement in its own dialect, with `:name` where a parameter stands.' }, JSON: { description: 'An operation as JSON, with `{"$parameter": "name"}` where a parameter stands.' } } });
  const schema = builder.objectRef<SourceSchema>('DataSourceSchema').implement({
    description: 'What can be read in a data source.',
    fields: (t) => ({
      language: t.field({ type: language, nullable: true, description: 'What its queries are written in; null where it did not answer.', resolve: (row) => row.language?.toUpperCase() as 'SQL' | undefined }),
      tables: t.field({ type: [table], description: `Tables that the account may read, by schema and name, at most ${LIMITS.sourceTablesMax}.`, resolve: ({ tables }) => [...tables] }),
      isTruncated: t.exposeBoolean('isTruncated', { description: 'Whether there are more tables than are told.' }),
      problem: t.field({ type: problem, nullable: true, description: 'Why it did not answer; null where it did.', resolve: (row) => row.problem }),
    }),
  });
  builder.queryField('dataSourceSchema', (t) => t.field({
    type: schema, nullable: true, authScopes: { signedIn: true }, complexity: { field: 20, multiplier: 10 }, description: 'What can be read in a data source of the organization, as it is now; null where there is no such connection. Needs `connections:manage`.',
    args: { connectionId: t.arg.id({ required: true, description: 'The connection.' }) },
    resolve: (_root, { connectionId }, context) => dataSourceSchema(context, String(connectionId)),
  }));
}

function defineInputs(builder: Builder) {
  const connectionId = (t: { id: (options: object) => unknown }) => ({ connectionId: t.id({ required: true, description: 'The connection to the data source.' }) as never });
  const expectedVersion = (t: { int: (options: object) => unknown }) => ({ expectedVersion: t.int({ description: 'The version of the connection that you have seen: nothing is changed where somebody changed it since.' }) as never });
  const limits = (t: { int: (options: object) => unknown; field: (options: object) => unknown }) => ({
    parameters: t.field({ type: 'JSON', description: `${PARAMETERS} Default: none.` }) as never,
    rowsMax: t.int({ description: `So many rows are answered at most, 1 to ${LIMITS.queryRowsMax}; default ${LIMITS.queryRowsDefault}.` }) as never,
    timeoutMs: t.field({ type: 'Milliseconds', description: `So long it may take, 100 to ${LIMITS.queryTimeoutMsMax}; default ${LIMITS.queryTimeoutMsDefault}.` }) as never,
  });
  const text = 'The query, with `:name` (or `{"$parameter": "name"}`) where a parameter stands.';
  const set = builder.inputType('DataQuerySetInput', {
    description: 'A query to store under its name.',
    fields: (t) => ({
      ...connectionId(t as never), ...expectedVersion(t as never), ...limits(t as never), name: t.string({ required: true, description: 'What it shall be called: a small letter, then small letters, digits and underscores, at most 63. One that has the name is replaced.' }),
      description: t.string({ required: true, description: 'What it tells, and when to ask it.' }), text: t.string({ required: true, description: text }),
    }),
  });
  const draft = builder.inputType('DataQueryDraftInput', { description: 'A query that is being written.', fields: (t) => ({ ...limits(t as never), text: t.string({ required: true, description: text }) }) });
  const run = builder.inputType('DataQueryRunInput', {
    description: 'A query to run once: either a stored one, or one that is being written.',
    fields: (t) => ({
      ...connectionId(t as never), name: t.string({ description: 'Name of a stored one.' }), query: t.field({ type: draft, description: 'One that is being written.' }),
      values: t.field({ type: 'JSON', description: 'Values of its parameters, by their names.' }),
    }),
  });
  const remove = builder.inputType('DataQueryRemoveInput', { description: 'A query to take out.', fields: (t) => ({ ...connectionId(t as never), ...expectedVersion(t as never), name: t.string({ required: true, description: 'Its name.' }) }) });
  return { set, run, remove };
}

const find = (context: ApiContext, query: object, id: string | undefined) => (id === undefined ? nothing(query) : context.db.providerConnection.findFirst({ ...query, where: { id } })) as never;

/** `dataSourceSchema`, `dataQuerySet`, `dataQueryRemove`, `dataQueryRun`. */
export function defineDataSources(builder: Builder, faults: FaultRegistry, refs: ConnectionRefs): void {
  const { result } = defineTypes(builder, refs);
  defineSchemaQuery(builder, refs);
  const inputs = defineInputs(builder);
  const whole = { auth: 'signedIn', permission: 'connections:manage' } as const;
  const connection = (t: PayloadFieldBuilder<{ readonly id: string }>) => ({ connection: t.prismaField({ type: refs.connection, nullable: true, description: 'The connection as it is now.', resolve: (query, { id }, _args, context) => find(context, query, id) }) });
  const changing = { ...whole, payload: connection, faults: ['InvalidInputError', 'InvalidIdError', 'ConnectionNotFoundError', 'ConnectionChangedError'] } as const;
  defineMutation(builder, faults, {
    ...changing, name: 'dataQuerySet', input: inputs.set, payloadDescription: 'The connection with its queries, or why nothing was stored.',
    description: 'Stores a named query of a data source, or another one under its name. It is not run: `dataQueryRun` does that.', resolve: async (input, context) => ({ id: await dataQuerySet(context, input) }),
  });
  defineMutation(builder, faults, {
    ...changing, name: 'dataQueryRemove', input: inputs.remove, payloadDescription: 'The connection with its queries, or why nothing was removed.', description: 'Takes a named query of a data source out.',
    resolve: async (input, context) => ({ id: await dataQueryRemove(context, input) }),
  });
  defineMutation<typeof inputs.run.$inferInput, RunResult>(builder, faults, {
    ...whole, name: 'dataQueryRun', input: inputs.run as never, payloadDescription: 'What the data source answered, or why it was not asked.',
    description: 'Runs a query of a data source once, with values for its parameters; the data source is read and never written.',
    faults: ['InvalidInputError', 'InvalidIdError', 'ConnectionNotFoundError', 'TooManyAttemptsError'], resolve: (input, context) => dataQueryRun(context, input),
    payload: (t) => ({
      result: t.field({ type: result, nullable: true, description: 'Its rows; null where it refused or failed.', resolve: (run) => run.result ?? null }),
      durationMs: t.field({ type: 'Milliseconds', nullable: true, description: 'From the request to the last row, or to the failure.', resolve: (run) => run.durationMs ?? null }),
      problem: t.field({ type: refs.problem, nullable: true, description: 'Why there are no rows, in the data source\'s own words, and what helps; null where there are.', resolve: (run) => run.problem ?? null }),
    }),
  });
}

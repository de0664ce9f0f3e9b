import { execute, getOperationAST, subscribe, type ExecutionArgs, type ExecutionResult, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { createYoga, isAsyncIterable, mapAsyncIterator, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import { charge } from '../budget/charge.js';
import type { Operation } from '../budget/measure.js';
import type { ApiContext } from '../context.js';
import { keyOfDirective } from '../idempotency/directive.js';
import { runOnce } from '../idempotency/run-once.js';
import { LIMITS } from '../limits.js';
import { formatResult, withinTime } from './error-format.js';
import { operationLimits, parseWithinLimits } from './request-limits.js';

/** What the server hands to Yoga with each request. */
export interface ServerContext { readonly api: ApiContext }

export type ApiYoga = YogaServerInstance<ServerContext, object>;

/** Limits of documents; in force on every way in, since all parse and validate through here. */
function useDocumentLimits(): Plugin {
  return {
    onParse: ({ setParseFn }) => { setParseFn(parseWithinLimits); },
    onValidate: ({ addValidationRule }) => { addValidationRule(operationLimits); },
  };
}

const ownContext = (value: unknown) => ((value as Partial<ServerContext>).api ?? value) as ApiContext;

const operationOf = ({ schema, document, operationName, variableValues }: ExecutionArgs): Operation => ({ schema, document, operationName, variables: (variableValues ?? undefined) as Record<string, unknown> | undefined });

/** The key of a change that shall happen once. Those who are not signed in have none: there is nobody to whom an earlier answer may be told. */
function idempotencyKey({ contextValue, variableValues }: { readonly contextValue: ApiContext; readonly variableValues?: unknown }, operation: OperationDefinitionNode): string | undefined {
  if (contextValue.actor.kind !== 'user' && contextValue.actor.kind !== 'key') return undefined;
  return contextValue.request.idempotencyKey ?? keyOfDirective(operation, (variableValues ?? undefined) as Record<string, unknown> | undefined);
}

/** Resolvers see our own context, whoever called; each operation is paid for, and one that takes too long is answered. */
function useExecution(): Plugin {
  return {
    onExecute: ({ args, setExecuteFn }) => {
      const operation = getOperationAST(args.document, args.operationName);
      setExecuteFn(async (given) => {
        try {
          const executionArgs = { ...given, contextValue: ownContext(given.contextValue) };
          const settle = await charge(executionArgs.contextValue, operationOf(executionArgs));
          const run = () => withinTime(execute(executionArgs), operation?.operation === 'mutation' ? LIMITS.mutationTimeoutMs : LIMITS.queryTimeoutMs);
          const key = operation?.operation === 'mutation' ? idempotencyKey(executionArgs, operation) : undefined;
          const result = await (key === undefined ? run() : runOnce(executionArgs.contextValue, key, operationOf(executionArgs), run));
          await executionArgs.contextValue.readings.settle(executionArgs.contextValue);
          return settle(result);
        } catch (error) {
          return { errors: [error] };
        }
      });
    },
    onSubscribe: ({ setSubscribeFn }) => {
      setSubscribeFn(async (given) => {
        try {
          const subscriptionArgs = { ...given, contextValue: ownContext(given.contextValue) };
          // Paid for once: what is told later costs no more.
          await charge(subscriptionArgs.contextValue, operationOf(subscriptionArgs));
          const stream = await subscribe(subscriptionArgs);
          await subscriptionArgs.contextValue.readings.settle(subscriptionArgs.contextValue);
          return stream;
        } catch (error) {
          return { errors: [error] };
        }
      });
    },
  };
}

/** Tells Yoga the HTTP status of a refusal that has one of its own; it takes this out of the answer. */
function withStatus(result: ExecutionResult): ExecutionResult {
  const first = result.errors?.[0];
  if (first?.extensions['code'] === 'RATE_LIMITED') first.extensions['http'] = { status: 429, headers: { 'retry-after': String(Math.ceil((first.extensions['retryAfterMs'] as number) / 1_000)) } };
  // Nothing was executed: clients of the newer media type are told so by the status too, those of plain JSON are not (`spec`).
  else if (first && !('data' in result)) first.extensions['http'] = { spec: true, status: 400 };
  return result;
}

/** Errors as clients see them, on the ways that Yoga serves itself. */
function useErrorFormat(): Plugin {
  return {
    onResultProcess: (payload) => {
      const { result } = payload;
      const setResult = (formatted: unknown) => { payload.setResult(formatted as never); };
      const { api } = payload.serverContext as unknown as ServerContext;
      const format = (part: ExecutionResult) => withStatus(formatResult(part, api, (part.errors?.[0]?.name === 'GraphQLSyntaxError') ? 'GRAPHQL_PARSE_FAILED' : 'GRAPHQL_VALIDATION_FAILED'));
      if (isAsyncIterable(result)) setResult(mapAsyncIterator(result as AsyncIterable<ExecutionResult>, format));
      else if (!Array.isArray(result)) setResult(format(result as ExecutionResult));
    },
  };
}

/** GraphQL over HTTP in all its forms: server-sent events, and GraphiQL in development. */
export function createApiYoga(schema: GraphQLSchema, path: string, isProduction: boolean): ApiYoga {
  return createYoga<ServerContext>({
    schema, graphqlEndpoint: path, batching: false, multipart: false, maskedErrors: false, landingPage: false, logging: false, cors: false,
    graphiql: isProduction ? false : { title: 'Parley', subscriptionsProtocol: 'WS', credentials: 'same-origin' },
    // The page with everything in it: an installation may have no network but its own. Loaded when somebody asks for it.
    renderGraphiQL: async (options) => (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(options),
    plugins: [useDocumentLimits(), useExecution(), useErrorFormat()],
  });
}

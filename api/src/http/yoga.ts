import { execute, getOperationAST, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { createYoga, isAsyncIterable, mapAsyncIterator, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import type { ApiContext } from '../context.js';
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

const ownContext = (value: object) => ((value as Partial<ServerContext>).api ?? value) as never;

/** Resolvers see our own context, whoever called; an operation that takes too long is answered. */
function useExecution(): Plugin {
  return {
    onExecute: ({ args, setExecuteFn }) => {
      args.contextValue = ownContext(args.contextValue);
      const operation = getOperationAST(args.document, args.operationName)?.operation;
      setExecuteFn(async (executionArgs) => withinTime(execute(executionArgs), operation === 'mutation' ? LIMITS.mutationTimeoutMs : LIMITS.queryTimeoutMs)
        .catch((error: unknown) => ({ errors: [error] })));
    },
    onSubscribe: ({ args }) => { args.contextValue = ownContext(args.contextValue); },
  };
}

/** Errors as clients see them, on the ways that Yoga serves itself. */
function useErrorFormat(): Plugin {
  return {
    onResultProcess: (payload) => {
      const { result } = payload;
      const setResult = (formatted: unknown) => { payload.setResult(formatted as never); };
      const { api } = payload.serverContext as unknown as ServerContext;
      const format = (part: ExecutionResult) => formatResult(part, api, (part.errors?.[0]?.name === 'GraphQLSyntaxError') ? 'GRAPHQL_PARSE_FAILED' : 'GRAPHQL_VALIDATION_FAILED');
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

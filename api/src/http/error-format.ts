import { GraphQLError, type ExecutionResult } from 'graphql';
import type { ApiContext } from '../context.js';
import { requestError, type RequestErrorCode } from '../errors.js';
import { within } from '../within.js';

/**
 * An error as clients see it. Errors made for them keep their words; GraphQL's own complaints get the code of the phase
 * they come from; everything else is logged whole and shown as one sentence. All carry the request id.
 */
export function formatError(error: unknown, context: Pick<ApiContext, 'requestId' | 'logger'>, phaseCode: RequestErrorCode): GraphQLError {
  const { requestId, logger } = context;
  const graphqlError = error instanceof GraphQLError ? error : new GraphQLError('unknown', { originalError: error instanceof Error ? error : new Error(String(error)) });
  const cause = rootCause(graphqlError);
  const { nodes, source, positions, path } = graphqlError;
  const shown = (message: string, extensions: object) => new GraphQLError(message, { nodes, source, positions, path, extensions: { ...extensions, requestId } });
  if (cause instanceof GraphQLError) {
    // Suggestions would tell the schema to those who may not read it.
    const message = cause.message.replace(/ Did you mean .*\?$/s, '');
    return shown(message, { code: phaseCode, ...cause.extensions });
  }
  logger.error({ err: cause, path: path?.join('.') }, 'a request failed');
  return shown(`Something went wrong on our side. Please try again; if it stays, name the request ${requestId}.`, { code: 'INTERNAL' });
}

function rootCause(error: GraphQLError): Error {
  let cause: Error = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

/** A result with its errors as clients see them. */
export function formatResult(result: ExecutionResult, context: Pick<ApiContext, 'requestId' | 'logger'>, phaseCode: RequestErrorCode = 'INVALID_INPUT'): ExecutionResult {
  if (!result.errors) return result;
  // `data` first, as the specification of responses has it; absent where nothing was executed.
  const { errors, ...rest } = result;
  return { ...rest, errors: errors.map((error) => formatError(error, context, phaseCode)) };
}

/** Ends an operation that takes too long; what it started may still finish, but nobody waits for it. */
export function withinTime<Result>(work: Promise<Result> | Result, limitMs: number): Promise<Result> {
  return within(work, limitMs, () => requestError('TIMEOUT', `The operation took longer than ${limitMs / 1_000} seconds.`));
}

import { GraphQLError, print, type DocumentNode, type ExecutionResult } from 'graphql';
import type { ApiContext } from '../context.js';
import { requestError } from '../errors.js';
import { formatResult } from '../http/error-format.js';
import { LIMITS } from '../limits.js';
import { openAnswer, sealAnswer, sha256 } from './sealed-answer.js';

export interface Change { readonly document: DocumentNode; readonly operationName: string | null | undefined; readonly variables: Record<string, unknown> | undefined }

/** The same request, whatever the order of its variables and the layout of its text. */
const hashOf = ({ document, operationName, variables }: Change) => sha256(JSON.stringify([print(document), operationName ?? null, sorted(variables ?? {})]));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, item]) => [name, sorted(item)]));
}

const KEY = /^[\x21-\x7e]{1,255}$/;

const codesOf = ({ errors }: ExecutionResult) => errors?.map(({ extensions }) => extensions['code']) ?? [];
/** It was ended from outside while it may still have been at work. */
const isCutOff = (result: ExecutionResult) => codesOf(result).includes('TIMEOUT');
/** Nothing was changed: it was turned away as a whole. A fault in the middle is no such thing. */
const isRefusal = (result: ExecutionResult) => (result.data ?? null) === null && !codesOf(result).includes('INTERNAL');

/**
 * Runs a change once for each key of its client: the same request again gets the first answer, another request under the
 * same key is refused. The key is taken before anything runs and lives for a day.
 *
 * Where a process ends in the middle, nobody can say whether the change was made: a request under that key is told so,
 * rather than made twice.
 */
export async function runOnce(context: ApiContext, key: string, change: Change, run: () => Promise<ExecutionResult>): Promise<ExecutionResult> {
  if (!KEY.test(key)) throw requestError('BAD_REQUEST', 'An idempotency key has 1 to 255 visible ASCII characters.');
  const { organizationId, actor } = context;
  const actorId = actor.kind === 'key' ? actor.keyId : context.user.userId;
  // The change may take its session to another organization; the key stays in this one.
  const { db } = context;
  const id = { organizationId, actorId, keyHash: sha256(key) };
  const requestHash = hashOf(change);
  const { count } = await db.idempotentRequest.createMany({ data: { ...id, requestHash }, skipDuplicates: true });
  if (count === 0) return earlierAnswer(context, key, id, requestHash);
  const result = formatResult(await run().catch((error: unknown) => ({ errors: [error as GraphQLError] })), context);
  if (isCutOff(result)) return result;
  const where = { organizationId_actorId_keyHash: id };
  // What was refused before it began may be asked for again under its key.
  if (isRefusal(result)) await db.idempotentRequest.deleteMany({ where: id });
  else await db.idempotentRequest.update({ where, data: { answer: sealAnswer(context.app.environment.secret, key, requestHash, JSON.stringify(result)) }, select: { createdAt: true } });
  return result;
}

async function earlierAnswer(context: ApiContext, key: string, id: { readonly organizationId: string; readonly actorId: string; readonly keyHash: Uint8Array<ArrayBuffer> }, requestHash: Uint8Array): Promise<ExecutionResult> {
  const earlier = await context.db.idempotentRequest.findUnique({ where: { organizationId_actorId_keyHash: id } });
  // It was refused, and its key set free, between the two statements.
  if (!earlier) throw requestError('IDEMPOTENCY_KEY_IN_USE', 'A request with this idempotency key is being worked on. Ask again in a moment.', { retryAfterMs: 1_000 });
  if (!Buffer.from(earlier.requestHash).equals(requestHash)) throw requestError('IDEMPOTENCY_KEY_REUSED', 'This idempotency key was used for another request. Use a new one.');
  if (earlier.answer === null) {
    if (Date.now() - earlier.createdAt.getTime() < LIMITS.mutationTimeoutMs + LIMITS.idempotencyGraceMs) throw requestError('IDEMPOTENCY_KEY_IN_USE', 'A request with this idempotency key is being worked on. Ask again in a moment.', { retryAfterMs: 1_000 });
    throw requestError('IDEMPOTENCY_OUTCOME_UNKNOWN', 'The first request with this idempotency key was cut off. See whether it was done, then use a new key.');
  }
  let answer: string;
  try {
    answer = openAnswer(context.app.environment.secret, key, requestHash, earlier.answer);
  } catch {
    throw requestError('IDEMPOTENCY_OUTCOME_UNKNOWN', 'The answer to the first request with this idempotency key cannot be read any more. See whether it was done, then use a new key.');
  }
  const { errors, ...result } = JSON.parse(answer) as ExecutionResult;
  return { ...result, ...(errors ? { errors: errors.map(({ message, path, extensions }) => new GraphQLError(message, { path, extensions })) } : {}), extensions: { ...result.extensions, idempotency: { isReplayed: true } } };
}

import type { ExecutionResult } from 'graphql';
import type { ApiContext } from '../context.js';
import { requestError } from '../errors.js';
import { LIMITS } from '../limits.js';
import { actualCost, requestedCost, type Operation } from './measure.js';

/** What an answer tells of its cost, as `extensions.cost`. */
export interface CostReport {
  /** The most it could have cost; taken before it began. */
  readonly requestedPoints: number;
  /** What it did cost; the rest was given back. */
  readonly actualPoints: number;
  readonly throttle: { readonly pointsMax: number; readonly availablePoints: number; readonly restorePointsPerSecond: number };
}

/** Whose points are used: those of a session or key, or of an address where nobody is signed in. Undefined for the platform's own. */
function bucketOf({ actor, request }: ApiContext): string | undefined {
  if (actor.kind === 'service') return undefined;
  if (actor.kind === 'key') return `key:${actor.keyId}`;
  return actor.kind === 'anonymous' ? `address:${request.address}` : `session:${actor.sessionId}`;
}

/**
 * Takes the points of an operation before it runs. Answers how to settle: what was not used is given back, and the
 * answer tells how things stand. Throws `COST_LIMIT` where it is too dear for anyone, `RATE_LIMITED` where too few are left.
 */
export async function charge(context: ApiContext, operation: Operation): Promise<(result: ExecutionResult) => ExecutionResult> {
  const requestedPoints = Math.max(1, Math.ceil(requestedCost(operation, context)));
  if (requestedPoints > LIMITS.operationCostMax) {
    throw requestError('COST_LIMIT', `The operation costs ${requestedPoints} points; at most ${LIMITS.operationCostMax} are allowed. Ask for fewer items or fields.`,
      { cost: requestedPoints, costMax: LIMITS.operationCostMax });
  }
  const bucket = bucketOf(context);
  if (bucket === undefined) return (result) => result;
  const { buckets } = context.app;
  const { isGranted, available, retryAfterMs } = await buckets.take(bucket, requestedPoints);
  const throttle = (availablePoints: number) => ({ pointsMax: LIMITS.costPointsMax, availablePoints, restorePointsPerSecond: LIMITS.costRestorePerSecond });
  if (!isGranted) {
    throw requestError('RATE_LIMITED', `This costs ${requestedPoints} points and ${Math.max(0, available)} are left. Try again in ${Math.ceil(retryAfterMs / 1_000)} seconds.`,
      { retryAfterMs, cost: { requestedPoints, actualPoints: 0, throttle: throttle(Math.max(0, available)) } });
  }
  return (result) => {
    const actualPoints = Math.max(1, Math.min(requestedPoints, actualCost(operation, result.data)));
    if (actualPoints < requestedPoints) buckets.giveBack(bucket, requestedPoints - actualPoints);
    const cost: CostReport = { requestedPoints, actualPoints, throttle: throttle(Math.min(LIMITS.costPointsMax, available + requestedPoints - actualPoints)) };
    return { ...result, extensions: { ...result.extensions, cost } };
  };
}

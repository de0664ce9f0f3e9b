import type { Prisma } from '@parley/db';
import { requestError } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { containing } from '../../schema/containing.js';
import type { ListSort } from '../../schema/connection.js';
import { internalId } from '../../schema/ids.js';

type Optional<Value> = Value | null | undefined;

/** `CallWhere` as clients give it; moments may be text where it comes out of a link. */
export interface CallWhere {
  readonly status?: Optional<'CREATED' | 'ACTIVE' | 'ENDED'>;
  readonly transport?: Optional<'BROWSER' | 'TWILIO'>;
  readonly agentId?: Optional<string | number | bigint>;
  readonly startedFrom?: Optional<Date | string>;
  readonly startedBefore?: Optional<Date | string>;
  readonly endedCodes?: Optional<readonly string[]>;
  readonly isAnswered?: Optional<boolean>;
  readonly isInterrupted?: Optional<boolean>;
  readonly durationMinMs?: Optional<number>;
  readonly durationMaxMs?: Optional<number>;
  readonly responseMinMs?: Optional<number>;
  readonly hasRecording?: Optional<boolean>;
  readonly text?: Optional<string>;
}

const isGiven = <Value>(value: Optional<Value>): value is Value => value !== undefined && value !== null;

/** The same for the database. Throws `INVALID_INPUT` and `INVALID_ID`. */
export function callFilter(where: CallWhere): Prisma.CallWhereInput {
  const { status, transport, agentId, startedFrom, startedBefore, endedCodes, isAnswered, isInterrupted, durationMinMs, durationMaxMs, responseMinMs, hasRecording } = where;
  if (isGiven(durationMinMs) && isGiven(durationMaxMs) && durationMinMs > durationMaxMs) throw requestError('INVALID_INPUT', '`durationMinMs` is greater than `durationMaxMs`: no call is both.');
  return {
    ...(status ? { status } : {}), ...(transport ? { transport } : {}), ...(isGiven(agentId) ? { agentId: internalId('Agent', String(agentId)) } : {}),
    ...(startedFrom || startedBefore ? { createdAt: { ...(startedFrom ? { gte: startedFrom } : {}), ...(startedBefore ? { lt: startedBefore } : {}) } } : {}),
    ...(endedCodes ? { endedCode: { in: [...endedCodes] } } : {}),
    ...(isGiven(isAnswered) ? { answeredAt: isAnswered ? { not: null } : null } : {}),
    ...(isGiven(isInterrupted) ? { interruptionCount: isInterrupted ? { gt: 0 } : 0 } : {}),
    ...(isGiven(durationMinMs) || isGiven(durationMaxMs) ? { durationMs: { ...(isGiven(durationMinMs) ? { gte: durationMinMs } : {}), ...(isGiven(durationMaxMs) ? { lte: durationMaxMs } : {}) } } : {}),
    ...(isGiven(responseMinMs) ? { responseP95Ms: { gte: responseMinMs } } : {}),
    ...(isGiven(hasRecording) ? { recording: hasRecording ? { isNot: null } : { is: null } } : {}),
    ...(isGiven(where.text) ? { turns: { some: { text: saidText(where.text) } } } : {}),
  };
}

function saidText(text: string): NonNullable<ReturnType<typeof containing>> {
  const found = containing(text);
  if (!found || text.trim().length < LIMITS.searchTextCharactersMin) throw requestError('INVALID_INPUT', `\`text\` has at least ${LIMITS.searchTextCharactersMin} characters.`);
  return found;
}

/** What lists of calls can be sorted by. Where the value is null (`durationMs` of a call that runs), the call comes last. */
export const CALL_ORDERS = {
  STARTED_DESC: { column: 'createdAt', kind: 'time', direction: 'desc' },
  STARTED_ASC: { column: 'createdAt', kind: 'time', direction: 'asc' },
  DURATION_DESC: { column: 'durationOrder', kind: 'integer', direction: 'desc' },
  COST_DESC: { column: 'costMicroUsd', kind: 'bigint', direction: 'desc' },
  RESPONSE_DESC: { column: 'responseOrder', kind: 'number', direction: 'desc' },
} as const satisfies Record<string, ListSort>;

export type CallOrder = keyof typeof CALL_ORDERS;

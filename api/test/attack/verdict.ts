import { PERMISSIONS } from '../../src/access/may.js';
import type { RootScope } from '../../src/access/root-fields.js';
import type { Answer, Loose } from '../kit.js';
import type { Attacker } from './attackers.js';
import type { Operation } from './operations.js';
import { leaksIn } from './victim.js';

export interface Attempt { readonly attacker: Attacker; readonly field: string; readonly scope: RootScope; readonly operation: Operation; readonly answer: Pick<Answer, 'data' | 'errors'> }

/** The code that whoever may not ask is refused with; undefined for those who may. */
export function refusalOf({ permissions, isPerson, isImpersonating }: Attacker, scope: RootScope): string | undefined {
  if (scope === 'anyone') return undefined;
  if (permissions === undefined) return 'UNAUTHENTICATED';
  if (scope === 'node') return undefined;
  if (isImpersonating && scope.startsWith('platform:')) return 'IMPERSONATION_FORBIDDEN';
  if (scope === 'person') return isPerson ? undefined : 'FORBIDDEN';
  return permissions.has(scope) && (PERMISSIONS as readonly string[]).includes(scope) ? undefined : 'FORBIDDEN';
}

/** Codes that say that the question was no proper one: then nothing was attacked. */
const UNASKED = /^(GRAPHQL_\w+|\w+_LIMIT|BAD_REQUEST|RATE_LIMITED|INVALID_ID)$/;

const codesIn = (answer: Attempt['answer']) => (answer.errors ?? []).map(({ extensions }) => extensions.code);
const faultsIn = ({ answer, field }: Attempt): string[] => ((answer.data?.[field] as { errors?: { code: string }[] } | null | undefined)?.errors ?? []).map(({ code }) => code);

/** What is wrong with the answer that an attacker got; empty where nothing is. */
export function complaintsAbout(attempt: Attempt, secrets: ReadonlySet<string>, { isRefused = false, isEmpty = false } = {}): string[] {
  const { attacker, scope, answer, operation } = attempt;
  const codes = codesIn(answer);
  const complaints: string[] = [];
  const unasked = codes.find((code) => UNASKED.test(code)) ?? faultsIn(attempt).find((code) => code === 'INVALID_ID');
  if (unasked) complaints.push(cannotCall(attempt, unasked));
  if (codes.includes('INTERNAL')) complaints.push('an unexpected fault');
  const refusal = refusalOf(attacker, scope);
  const data = answer.data?.[attempt.field] as Loose;
  if (refusal !== undefined && (codes[0] !== refusal || (data ?? null) !== null)) complaints.push(`should be refused with ${refusal}, and is ${codes[0] ? `told ${codes[0]}` : 'not'}`);
  if (refusal === undefined && codes.includes('UNAUTHENTICATED')) complaints.push('is told UNAUTHENTICATED while signed in');
  const leaks = attacker.isWithin && !attacker.isLimited && refusal === undefined ? [] : leaksIn(answer, secrets, operation.variables);
  if (leaks.length > 0) complaints.push(`is told what is not theirs: ${leaks.slice(0, 5).join(', ')}`);
  if (refusal === undefined && (!attacker.isWithin || attacker.isLimited)) {
    if (isEmpty && (data ?? null) !== null) complaints.push('gets something where there is nothing of theirs');
    if (isRefused && codes.length === 0 && faultsIn(attempt).length === 0) complaints.push('does something to what is not theirs');
  }
  return complaints.map((complaint) => `${attacker.name}: ${complaint}`);
}

const cannotCall = ({ field, operation, answer }: Omit<Attempt, 'attacker' | 'scope'>, code: string) => `the attack cannot call ${field}: it was answered ${code}. Add what its arguments need to VALUES, VALUES_OF_FIELDS or ID_TYPES in api/test/attack/values.ts. Asked: ${operation.query.slice(0, 300)} ${JSON.stringify(operation.variables)} Answered: ${JSON.stringify(answer).slice(0, 600)}`;

/** What is wrong with an answer to whoever may ask everything: the question itself must be a good one. */
export function complaintsOfOwner(attempt: Omit<Attempt, 'attacker' | 'scope'>): string[] {
  const codes = [...codesIn(attempt.answer), ...faultsIn(attempt as Attempt)];
  const unasked = codes.find((code) => UNASKED.test(code) || ['INVALID_INPUT', 'UNAUTHENTICATED'].includes(code));
  return [...(unasked ? [cannotCall(attempt, unasked)] : []), ...(codes.includes('INTERNAL') ? ['an unexpected fault'] : [])];
}

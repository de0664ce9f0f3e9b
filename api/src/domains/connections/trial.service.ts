import { Prisma } from '@parley/db';
import { ProviderError, toProviderError } from '@parley/plugin-host';
import { encodeId } from '../../schema/ids.js';
import { problemOf, type ProviderProblem } from '../../connections/problem.js';
import type { ConnectableKind } from '../../connections/requests.js';
import type { Trial } from '../../connections/trials.js';
import type { ApiContext } from '../../context.js';
import { Fault, requestError } from '../../errors.js';
import type { Secret } from '../../vault/secret.js';
import { secretValues } from './stored-connection.js';

/** What is tried: a connection as it is, or as it shall be. */
export interface Tried {
  readonly id: string;
  readonly kind: ConnectableKind;
  readonly pluginId: string;
  readonly voice: string | null;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: ReadonlyMap<string, Secret>;
  /** Names of credentials that are stored and cannot be opened. */
  readonly lost?: readonly string[];
}

export type TrialResult = { readonly trial: Trial; readonly problem: undefined } | { readonly trial: undefined; readonly problem: ProviderProblem };

/** Asks the vendor for the least there is. A failure is an answer, and told with what helps. */
export async function tryOut({ app, actor, organizationId }: ApiContext, { id, kind, pluginId, voice, settings, secrets, lost = [] }: Tried): Promise<TrialResult> {
  if (actor.kind === 'key' && actor.isTest) throw requestError('FORBIDDEN', 'A test key asks no vendor. Use a live one, or sign in.');
  await app.throttles.trial.attempt(organizationId);
  try {
    if (lost.length > 0) throw new ProviderError('auth', `What is stored as ${lost.join(', ')} cannot be opened with the keys of this server.`);
    const step = { connectionId: encodeId('ProviderConnection', id), pluginId, settings, secrets: secretValues(app, { kind, pluginId }, secrets), ...(voice === null ? {} : { voice }) };
    return { trial: await app.trials.run(kind, step), problem: undefined };
  } catch (error) {
    return { trial: undefined, problem: problemOf(toProviderError(error), [...secrets.values()]) };
  }
}

/** What a trial leaves behind in the row of its connection. */
export const tracesOf = ({ trial, problem }: TrialResult) => (trial
  ? { testedAt: new Date(), latencyMs: trial.latencyMs, voices: trial.voices.map((voice) => ({ ...voice })), lastError: Prisma.DbNull }
  : { testedAt: new Date(), lastError: { ...problem } });

export const testFailed = (problem: ProviderProblem, ...path: string[]) => new Fault('ProviderTestFailedError', `The provider was tried and did not answer as it should: ${problem.message.replace(/[^.!?…]$/, '$&.')} ${problem.remedy}`, path.length === 0 ? undefined : ['input', ...path], { problem });

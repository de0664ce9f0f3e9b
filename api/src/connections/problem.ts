import type { ProviderError, ProviderErrorCause } from '@parley/plugin-host';
import { LIMITS } from '../limits.js';
import type { Secret } from '../vault/secret.js';

/** Why a provider did not answer as it should, for people. */
export interface ProviderProblem {
  readonly cause: ProviderErrorCause;
  /** The vendor's own words where it had some. */
  readonly message: string;
  /** What helps. */
  readonly remedy: string;
  /** ISO date and time. */
  readonly at: string;
}

const REMEDIES: Record<ProviderErrorCause, string> = {
  auth: 'Check that the credentials are whole, of the right account, and not revoked; then enter them again.',
  quota: 'Top up the account at the provider, or raise its limit there.',
  'rate-limit': 'Wait a little and try again. Where it happens often, ask the provider for a higher limit, or connect a second one to fall back on.',
  'bad-request': 'Check the settings: the provider does not know the model, the voice or another value, or the account may not use it.',
  unreachable: 'Check the address in the settings, and that this server may reach it.',
  'vendor-fault': 'The fault is the provider\'s. Try again in a few minutes, and look at its status page.',
  timeout: 'Try again. Where it stays so slow, choose a faster model or a region nearby: callers would wait as long.',
  aborted: 'Try again.',
};

/** A failure as people are told it; no secret is in it, whatever the vendor or the adapter has put into its words. */
export function problemOf({ causeCode, vendorMessage, message }: ProviderError, secrets: readonly Secret[]): ProviderProblem {
  const told = vendorMessage === undefined || vendorMessage === '' ? message : vendorMessage;
  const clean = secrets.filter(({ isEmpty }) => !isEmpty).reduce((text, secret) => text.replaceAll(secret.reveal(), '…'), told);
  return { cause: causeCode, message: clean.slice(0, LIMITS.problemCharactersMax), remedy: REMEDIES[causeCode], at: new Date().toISOString() };
}

/** Causes that stay until a person does something: what fails so is out of use until then. */
export const isPermanent = ({ cause }: ProviderProblem): boolean => cause === 'auth' || cause === 'quota';

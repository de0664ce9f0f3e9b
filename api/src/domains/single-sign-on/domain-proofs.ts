import { Resolver } from 'node:dns/promises';
import { domainToASCII } from 'node:url';
import { LIMITS } from '../../limits.js';

/** What a look at the TXT records of a domain has found. */
export type DomainLook =
  | { readonly kind: 'seen' }
  /** The record is not there; `found` is what is. */
  | { readonly kind: 'missing'; readonly found: readonly string[] }
  /** Nobody could say: name servers do not answer, or fail. */
  | { readonly kind: 'failed'; readonly code: string };

/** Codes of c-ares for names that are not there, or have no TXT record. */
const ABSENT = ['ENOTFOUND', 'ENODATA'];
/** What is told of records that are others: enough to see a slip of the pen. */
const FOUND_MAX = 10;
const FOUND_CHARACTERS_MAX = 200;

/** The name of the TXT record that proves a domain, as name servers have it. */
export const proofName = (domain: string): string => `_parley.${domainToASCII(domain)}`;
/** What the record has to say. */
export const proofText = (challenge: string): string => `parley-verification=${challenge}`;

/** Looks for the records that prove domains. */
export class DomainProofs {
  readonly #resolver = new Resolver({ timeout: LIMITS.dnsQueryMs, tries: 2 });

  constructor(servers: readonly string[]) {
    if (servers.length > 0) this.#resolver.setServers(servers);
  }

  /** Never throws; ends within a few seconds. */
  async look(domain: string, challenge: string): Promise<DomainLook> {
    try {
      // A long record comes in parts.
      const records = (await this.#resolver.resolveTxt(proofName(domain))).map((parts) => parts.join('').trim());
      if (records.includes(proofText(challenge))) return { kind: 'seen' };
      return { kind: 'missing', found: records.slice(0, FOUND_MAX).map((record) => record.slice(0, FOUND_CHARACTERS_MAX)) };
    } catch (error) {
      const { code = 'UNKNOWN' } = error as { code?: string };
      return ABSENT.includes(code) ? { kind: 'missing', found: [] } : { kind: 'failed', code };
    }
  }
}

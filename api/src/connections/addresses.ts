import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { createAddressCheck } from '@parley/plugin-host/outbound';
import type { ApiEnvironment } from '../env.js';
import { LIMITS } from '../limits.js';
import { within } from '../within.js';

/** Every host in settings, however deep: those of web addresses, and what is called one. */
function hostsIn(value: unknown, name = ''): string[] {
  if (typeof value === 'string' && name === 'host') return [value];
  if (typeof value === 'string') return /^(https?|wss?):\/\//i.test(value) && URL.canParse(value) ? [new URL(value).hostname] : [];
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, each]) => hostsIn(each, key)) : [];
}

/**
 * The host in the settings that lies in a network of the operator's own, in production, where PARLEY_OUTBOUND_NETWORKS does
 * not name it: an organization could reach into that network through a connection, and read answers in what its trial
 * tells. Undefined where there is none. What a name means may change after it was looked at; a firewall sees that.
 */
export async function privateHostIn({ isProduction, outboundNetworks }: Pick<ApiEnvironment, 'isProduction' | 'outboundNetworks'>, settings: Readonly<Record<string, unknown>>): Promise<string | undefined> {
  if (!isProduction) return undefined;
  const mayReach = createAddressCheck(outboundNetworks);
  for (const hostname of hostsIn(settings)) {
    const host = hostname.replace(/^\[|\]$/g, '');
    // A driver takes a path for a socket of this machine.
    if (host.includes('/')) return host;
    const found = isIP(host) === 0 ? await namesOf(host) : [host];
    if (found.some((address) => !mayReach(address))) return host;
  }
  return undefined;
}

/** Addresses of a name; none where nobody knows it, which its trial tells better. */
async function namesOf(host: string): Promise<string[]> {
  try {
    const found = await within(lookup(host, { all: true }), LIMITS.dnsQueryMs, () => new Error('The name servers do not answer.'));
    return found.map(({ address }) => address);
  } catch {
    return [];
  }
}

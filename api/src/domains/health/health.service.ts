import type { App } from '../../context.js';
import { LIMITS } from '../../limits.js';
import { VERSION } from '../../version.js';
import { within } from '../../within.js';
import { CHECKS, type Check, type Finding, type HealthStatus } from './checks.js';
import { mediaServersOf, type MediaServerFacts } from './media-servers.service.js';

export interface HealthCheckResult extends Finding { readonly name: string }

export interface Health {
  readonly status: HealthStatus;
  readonly version: string;
  readonly startedAt: Date;
  readonly checks: readonly HealthCheckResult[];
  readonly mediaServers: readonly MediaServerFacts[];
}

const ORDER: readonly HealthStatus[] = ['OK', 'DEGRADED', 'DOWN'];
const worst = (checks: readonly HealthCheckResult[]) => ORDER[Math.max(0, ...checks.map(({ status }) => ORDER.indexOf(status)))]!;

/** Everything that has to work, each part looked at on its own and within a time limit; never rejects. */
export async function systemHealth(app: App): Promise<Health> {
  const { checks, mediaServers } = await look(app, CHECKS);
  return { status: worst(checks), version: VERSION, startedAt: app.startedAt, checks, mediaServers };
}

/** Why this process can serve nobody just now, from the same checks; undefined where it can. */
export async function unreadiness(app: App): Promise<string | undefined> {
  const { checks } = await look(app, CHECKS.filter(({ isEssential }) => isEssential));
  const down = checks.filter(({ status }) => status === 'DOWN');
  return down.length === 0 ? undefined : down.map(({ message }) => message).join(' ');
}

async function look(app: App, wanted: readonly Check[]): Promise<Pick<Health, 'checks' | 'mediaServers'>> {
  let asked: Promise<MediaServerFacts[]> | undefined;
  let mediaServers: readonly MediaServerFacts[] = [];
  // Asked for once, by the check that needs them.
  const servers = async () => (mediaServers = await (asked ??= mediaServersOf(app)));
  const checks = await Promise.all(wanted.map((check) => perform(app, check, servers)));
  return { checks, mediaServers };
}

async function perform(app: App, { name, run, failure }: Check, servers: () => Promise<readonly MediaServerFacts[]>): Promise<HealthCheckResult> {
  try {
    return { name, ...await within(run(app, servers), LIMITS.healthCheckMs, () => new Error(`no answer within ${LIMITS.healthCheckMs} ms`)) };
  } catch (error) {
    app.logger.warn({ err: error, check: name }, 'a health check failed');
    return { name, status: 'DOWN', message: failure };
  }
}

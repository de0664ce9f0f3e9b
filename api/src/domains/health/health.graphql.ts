import type { Builder } from '../../schema/builder.js';
import { systemHealth, type Health, type HealthCheckResult } from './health.service.js';
import type { MediaServerFacts } from './media-servers.service.js';

/** `systemHealth`. */
export function defineHealth(builder: Builder): void {
  const status = builder.enumType('HealthStatus', {
    description: 'Whether something works.',
    values: {
      OK: { description: 'It works.' }, DEGRADED: { description: 'It works in part, or not for much longer; `message` says what to look at.' }, DOWN: { description: 'It does not work.' },
    } as const,
  });
  const check = builder.objectRef<HealthCheckResult>('HealthCheck').implement({
    description: 'One thing that has to work.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'For programs: `database`, `migrations`, `events`, `recordings`, `plugins` or `media`; more may come.' }),
      status: t.field({ type: status, description: 'Whether it works.', resolve: (result) => result.status }),
      message: t.exposeString('message', { description: 'The same for people, in a sentence.' }),
      latencyMs: t.field({ type: 'Milliseconds', nullable: true, description: 'From the question to the answer; null where nothing is asked over a wire.', resolve: ({ latencyMs }) => latencyMs }),
    }),
  });
  const mediaServer = builder.objectRef<MediaServerFacts>('MediaServer').implement({
    description: 'A media server that is connected: it carries calls.',
    fields: (t) => ({
      id: t.string({ description: 'What it calls itself.', resolve: ({ mediaId }) => mediaId }),
      activeCalls: t.exposeInt('activeCalls', { description: 'Calls that it carries now, of all organizations.' }),
      callsMax: t.int({ nullable: true, description: 'So many it takes at most; null where it does not say.', resolve: ({ callsMax }) => callsMax }),
      connectedAt: t.expose('connectedAt', { type: 'DateTime', description: 'Since when its connection to the api holds.' }),
      isDraining: t.exposeBoolean('isDraining', { description: 'Whether it finishes its calls and takes no new ones.' }),
    }),
  });
  const health = builder.objectRef<Health>('SystemHealth').implement({
    description: 'How this installation is.',
    fields: (t) => ({
      status: t.field({ type: status, description: 'The worst of the checks.', resolve: (facts) => facts.status }),
      version: t.exposeString('version', { description: 'Version of the api that answers.' }),
      startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When the api process that answers was started.' }),
      checks: t.field({ type: [check], description: 'What was looked at just now, each within two seconds.', resolve: ({ checks }) => [...checks] }),
      mediaServers: t.field({ type: [mediaServer], description: 'The media servers that are connected to any api process, by id.', resolve: ({ mediaServers }) => [...mediaServers] }),
    }),
  });
  builder.queryField('systemHealth', (t) => t.field({
    type: health, authScopes: { signedIn: true }, complexity: 10, description: 'Whether database, events, recordings, plugins and media servers work, looked at now. The readiness of the process, `GET /readyz`, comes from the same checks.',
    resolve: (_root, _args, { app }) => systemHealth(app),
  }));
}

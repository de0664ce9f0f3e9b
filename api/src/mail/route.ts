import { join } from 'node:path';
import type { HostRouteStep } from '@parley/plugin-host';
import type { ApiEnvironment } from '../env.js';

/** `smtp:` asks for encryption with STARTTLS unless the address says otherwise; `smtps:` begins with it. */
const PORTS = { 'smtp:': 587, 'smtps:': 465 } as const;

/** The settings of a mail server in its address: `smtp://user:password@host:587`, `smtps://…`, `smtp://localhost:1025?security=none`. */
export function mailServerOf(address: string): { readonly host: string; readonly port: number; readonly security: string; readonly user: string; readonly password: string } {
  const url = new URL(address);
  const security = url.searchParams.get('security') ?? (url.protocol === 'smtps:' ? 'tls' : 'starttls');
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: url.port === '' ? PORTS[url.protocol as keyof typeof PORTS] : Number(url.port), security,
    user: decodeURIComponent(url.username), password: decodeURIComponent(url.password),
  };
}

/** Whether this is the address of a mail server that can be used. */
export function isMailServer(address: string): boolean {
  try {
    const { host, port, security } = mailServerOf(address);
    return Object.keys(PORTS).includes(new URL(address).protocol) && host !== '' && port > 0 && ['tls', 'starttls', 'none'].includes(security);
  } catch {
    return false;
  }
}

/** Who sends mail: what the default routes name, else the mail server of the settings, else files in the data folder. */
export function mailSteps({ defaultRoutes, mailUrl, dataDir }: Pick<ApiEnvironment, 'defaultRoutes' | 'mailUrl' | 'dataDir'>): readonly HostRouteStep[] {
  const named = defaultRoutes['mail']?.steps;
  if (named) return named.map((step) => ({ settings: {}, secrets: {}, ...step }));
  if (mailUrl === undefined) return [{ connectionId: 'mail', pluginId: 'mail', settings: { transport: 'file', folder: join(dataDir, 'mail') }, secrets: { password: '' } }];
  const { password, ...settings } = mailServerOf(mailUrl);
  return [{ connectionId: 'mail', pluginId: 'mail', settings: { transport: 'smtp', ...settings }, secrets: { password } }];
}

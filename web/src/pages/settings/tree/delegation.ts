/** What a client can let its agency do, by the things it is about, in the order in which it is read. */
export const DELEGABLE = {
  agents: ['agents:read', 'agents:create', 'agents:update', 'agents:publish', 'agents:archive'],
  calls: ['calls:read', 'transcripts:read', 'recordings:read', 'usage:read', 'calls:start', 'calls:end', 'calls:listen', 'calls:steer', 'calls:export'],
  members: ['members:read', 'members:invite', 'members:update', 'members:remove', 'roles:read', 'roles:create', 'roles:update', 'roles:delete'],
  organization: ['organization:read', 'organization:update', 'organization:export', 'organization:transfer', 'organization:delete', 'single-sign-on:update', 'limits:read', 'connections:read', 'connections:manage', 'connections:approve', 'audit:read', 'plugins:read', 'health:read'],
  programs: ['api-keys:read', 'api-keys:create', 'api-keys:revoke'],
  clients: ['delegation:update'],
} as const;

export type DelegableGroup = keyof typeof DELEGABLE;
export const DELEGABLE_GROUPS = Object.keys(DELEGABLE) as DelegableGroup[];
const ALL: readonly string[] = Object.values(DELEGABLE).flat();

/** How far an agency reaches, in steps that have a name. */
export const REACHES = ['nothing', 'look', 'work', 'everything'] as const;
export type Reach = (typeof REACHES)[number];

const isReading = (permission: string) => permission.endsWith(':read');
const isWork = (permission: string) => /^(agents|calls):/.test(permission);

/** What each step allows. */
export function permissionsOf(reach: Reach): string[] {
  if (reach === 'nothing') return [];
  return ALL.filter((permission) => reach === 'everything' || isReading(permission) || (reach === 'work' && isWork(permission)));
}

/** The step that allows exactly this; undefined for what was chosen one by one. */
export function reachOf(permissions: readonly string[]): Reach | undefined {
  const given = new Set(permissions);
  return REACHES.find((reach) => { const own = permissionsOf(reach); return own.length === given.size && own.every((permission) => given.has(permission)); });
}

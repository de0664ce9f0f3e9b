import { PERMISSIONS, type Permission } from './permissions.js';

export interface RoleTemplate {
  /** The same in every installation. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly Permission[];
}

const allBut = (...left: readonly (Permission | `${string}:*`)[]) => PERMISSIONS.filter((permission) => !left.includes(permission) && !left.includes(`${permission.split(':')[0]!}:*`));

const SEEING: readonly Permission[] = ['agents:read', 'calls:read', 'transcripts:read', 'recordings:read', 'usage:read', 'organization:read', 'members:read', 'roles:read', 'connections:read', 'plugins:read', 'health:read'];
const BUILDING: readonly Permission[] = [...SEEING, 'agents:create', 'agents:update', 'agents:publish', 'agents:archive', 'calls:start', 'calls:end', 'calls:export'];

const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
/** In the order of the matrix, the contract's own. */
const inOrder = (permissions: readonly Permission[]) => PERMISSIONS.filter((permission) => permissions.includes(permission));

/**
 * The roles that every installation has. They are rows of the database without an organization, made and kept equal to
 * this list when the database is opened; the one place where they are changed is here.
 */
export const ROLE_TEMPLATES = {
  'platform-admin': { id: id(1), name: 'Platform administrator', description: 'Looks after the whole installation.', permissions: allBut('clients:*') },
  'agency-owner': { id: id(2), name: 'Agency owner', description: 'Everything in an agency, and its clients as far as they let it.', permissions: allBut('platform:*') },
  'agency-member': { id: id(3), name: 'Agency member', description: 'Builds and watches agents, in the agency and in its clients.', permissions: inOrder([...BUILDING, 'clients:enter']) },
  'owner': { id: id(4), name: 'Owner', description: 'Everything.', permissions: allBut('platform:*', 'clients:*') },
  'admin': {
    id: id(5), name: 'Administrator', description: 'Everything but what ends, hands over or opens the organization.',
    permissions: allBut('platform:*', 'clients:*', 'organization:delete', 'organization:transfer', 'delegation:update'),
  },
  'agent-builder': { id: id(6), name: 'Agent builder', description: 'Works with agents and calls.', permissions: inOrder(BUILDING) },
  'supervisor': { id: id(7), name: 'Supervisor', description: 'Watches calls, listens and steps in; changes no agent.', permissions: inOrder([...SEEING, 'calls:listen', 'calls:steer', 'calls:end', 'calls:export']) },
  'analyst': { id: id(8), name: 'Analyst', description: 'Reads calls and figures, and exports them.', permissions: inOrder(['agents:read', 'calls:read', 'transcripts:read', 'usage:read', 'calls:export', 'organization:read']) },
  'viewer': { id: id(9), name: 'Viewer', description: 'Sees everything and changes nothing.', permissions: inOrder(SEEING) },
  'billing': { id: id(10), name: 'Billing', description: 'Sees the plan and what is used of it.', permissions: inOrder(['organization:read', 'members:read', 'limits:read', 'usage:read']) },
} as const satisfies Record<string, RoleTemplate>;

export type RoleTemplateKey = keyof typeof ROLE_TEMPLATES;

/** The id of a template, for memberships that are made with it. */
export const roleTemplateId = (key: RoleTemplateKey): string => ROLE_TEMPLATES[key].id;

/** The roles that own an organization; one member has one of them. */
export const OWNER_ROLE_IDS: readonly string[] = [roleTemplateId('owner'), roleTemplateId('agency-owner'), roleTemplateId('platform-admin')];

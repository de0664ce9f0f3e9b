/** What a permission is about; the console's matrix has one block for each. */
export type PermissionGroup = 'agents' | 'calls' | 'organization' | 'members' | 'programs' | 'clients' | 'platform';

export interface PermissionFacts { readonly group: PermissionGroup; readonly description: string }

const of = (group: PermissionGroup, description: string): PermissionFacts => ({ group, description });

/** Everything that somebody can be allowed, as `<things>:<deed>`, in the order in which it is shown. */
export const PERMISSION_FACTS = {
  'agents:read': of('agents', 'See agents, their versions, and the voices to choose from.'),
  'agents:create': of('agents', 'Make agents.'),
  'agents:update': of('agents', 'Change drafts of agents, and bring earlier versions back.'),
  'agents:publish': of('agents', 'Publish agents, so that callers meet the changes.'),
  'agents:archive': of('agents', 'Take agents out of use, and back into it.'),
  'calls:read': of('calls', 'See calls, those that run included: who, when, how it went. What was said and heard takes more.'),
  'calls:start': of('calls', 'Start calls.'),
  'calls:end': of('calls', 'End calls that run.'),
  'calls:listen': of('calls', 'Listen to calls while they run; comes into use with listening in.'),
  'calls:steer': of('calls', 'Step into calls that run; comes into use with listening in.'),
  'calls:export': of('calls', 'Export lists of calls as files.'),
  'transcripts:read': of('calls', 'Read what was said in calls.'),
  'recordings:read': of('calls', 'Listen to recordings of calls, and download them.'),
  'usage:read': of('calls', 'See figures of all calls: how many, how long, how fast, what they cost.'),
  'organization:read': of('organization', 'See the organization itself.'),
  'organization:update': of('organization', 'Change what the organization is called.'),
  'organization:export': of('organization', 'Take everything that is the organization\'s along, as a file.'),
  'organization:transfer': of('organization', 'Hand the ownership to another member.'),
  'organization:delete': of('organization', 'Delete the organization.'),
  'single-sign-on:update': of('organization', 'Set how members sign in through the organization\'s own identity provider.'),
  'limits:read': of('organization', 'See the plan: what is allowed, and how much of it is used.'),
  'connections:read': of('organization', 'See which providers are connected, and what could be.'),
  'connections:manage': of('organization', 'Connect providers, test, change, order and disconnect them.'),
  'connections:approve': of('organization', 'Approve connections that wait for it.'),
  'audit:read': of('organization', 'See who did what, and check that the log is whole.'),
  'plugins:read': of('organization', 'See which plugins there are.'),
  'health:read': of('organization', 'See whether the system works.'),
  'members:read': of('members', 'See the people of the organization.'),
  'members:invite': of('members', 'Invite people.'),
  'members:update': of('members', 'Give members another role.'),
  'members:remove': of('members', 'Take people out of the organization.'),
  'roles:read': of('members', 'See roles and what they allow.'),
  'roles:create': of('members', 'Make roles.'),
  'roles:update': of('members', 'Change roles.'),
  'roles:delete': of('members', 'Delete roles that nobody has.'),
  'api-keys:read': of('programs', 'See service accounts and what their keys may do.'),
  'api-keys:create': of('programs', 'Make service accounts and keys.'),
  'api-keys:revoke': of('programs', 'End keys.'),
  'clients:create': of('clients', 'Make clients under the agency.'),
  'clients:enter': of('clients', 'Work in the clients of the agency, as far as each of them lets it.'),
  'clients:update': of('clients', 'Move clients within the agency.'),
  'delegation:update': of('clients', 'Set how far the agency may reach in.'),
  'platform:read': of('platform', 'See all organizations of the installation.'),
  'platform:suspend': of('platform', 'Suspend organizations, and let them go on.'),
  'platform:impersonate': of('platform', 'Work as somebody else, for a reason that is written down there.'),
  'platform:limits': of('platform', 'Set the limits of organizations.'),
} as const satisfies Record<`${string}:${string}`, PermissionFacts>;

/** What somebody may do, as `<things>:<deed>`. */
export type Permission = keyof typeof PERMISSION_FACTS;

export const PERMISSIONS = Object.keys(PERMISSION_FACTS) as readonly Permission[];

/** Those among them that this release knows. */
export function knownPermissions(names: readonly string[]): Permission[] {
  return PERMISSIONS.filter((permission) => names.includes(permission));
}

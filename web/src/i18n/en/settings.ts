export const settings = {
  title: 'Settings', groups: { personal: 'Personal', organization: 'Organization', developers: 'Developers', platform: 'Platform' },
  pages: { profile: 'Profile', security: 'Security', organization: 'General', members: 'Members', roles: 'Roles', clients: 'Clients', agency: 'Agency', 'single-sign-on': 'Single sign-on', connections: 'Providers', usage: 'Usage', audit: 'Audit log', 'api-keys': 'API keys', plugins: 'Plugins', health: 'System health', platform: 'Organizations' },
  person: 'You', saved: 'Profile saved', emailHint: 'You sign in with it.', nameHint: 'What your colleagues see, in all your organizations.', preferences: 'Preferences', preferencesHint: 'Kept in this browser.',
  shortcuts: 'Single-key shortcuts', shortcutsHint: 'Keys without Ctrl or Command, such as G then A. Switch them off if you dictate, or press keys by accident.',
} as const;

export const organizations = { title: 'Organizations', current: 'Organization', create: 'New organization', clientOf: (agency: string) => `Client of ${agency}`, find: 'Switch organization' } as const;

/** What is said where an organization is made, named, or gone to by its name. */
export const organizationForm = {
  createAction: 'Create and go there', createHint: 'It begins empty, with agents, calls and members of its own.', names: 'Names', name: 'Name', slug: 'Short name', slugHint: 'Stands in addresses. Small letters, digits and single hyphens.', saved: 'Organization saved', mayNotChange: 'Owners and administrators can change this.', goTo: (name: string) => `Go to ${name}`,
} as const;

/** The templates, by their keys; an organization's own roles are called as it calls them. */
export const roles = {
  'platform-admin': 'Platform administrator', 'agency-owner': 'Agency owner', 'agency-member': 'Agency member', 'owner': 'Owner', 'admin': 'Administrator', 'agent-builder': 'Agent builder',
  'supervisor': 'Supervisor', 'analyst': 'Analyst', 'viewer': 'Viewer', 'billing': 'Billing',
} as const;

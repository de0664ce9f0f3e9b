import { count } from './count.js';

export const permissions = {
  groups: { calls: 'Calls', agents: 'Agents', organization: 'Organization', installation: 'Installation', members: 'Members and roles', programs: 'Programs', clients: 'Clients', platform: 'Platform' },
  words: {
    'calls:read': 'Read calls', 'transcripts:read': 'Read what was said', 'recordings:read': 'Listen to recordings', 'usage:read': 'Read figures of all calls', 'calls:export': 'Export calls', 'calls:start': 'Start calls', 'calls:end': 'End calls',
    'agents:read': 'Read agents', 'agents:create': 'Create agents', 'agents:update': 'Change agents', 'agents:publish': 'Publish agents', 'agents:archive': 'Archive agents',
    'organization:read': 'Read the organization', 'organization:update': 'Change the organization', 'members:read': 'Read members', 'roles:read': 'Read roles', 'audit:read': 'Read the audit log',
    'connections:read': 'Read connections', 'connections:manage': 'Connect providers', 'connections:approve': 'Approve connections', 'api-keys:read': 'Read keys', 'api-keys:create': 'Make keys', 'api-keys:revoke': 'Revoke keys', 'plugins:read': 'Read plugins', 'health:read': 'Read system health',
    'calls:listen': 'Listen to running calls', 'calls:steer': 'Step into calls', 'organization:export': 'Take the data along', 'organization:transfer': 'Hand over ownership', 'organization:delete': 'Delete the organization', 'single-sign-on:update': 'Set single sign-on', 'limits:read': 'Read plan and use',
    'members:invite': 'Invite people', 'members:update': 'Give other roles', 'members:remove': 'Remove people', 'roles:create': 'Make roles', 'roles:update': 'Change roles', 'roles:delete': 'Delete roles',
    'clients:create': 'Make clients', 'clients:enter': 'Work in clients', 'clients:update': 'Move clients', 'delegation:update': 'Set how far the agency reaches', 'platform:read': 'Read all organizations', 'platform:suspend': 'Suspend organizations', 'platform:impersonate': 'Work as somebody else', 'platform:limits': 'Set limits',
  },
} as const;

export const apiKeys = {
  intro: 'Keys with which programs use the API. They belong to a program, not to a person: they go on when people leave.',
  emptyTitle: 'No program uses the API yet', emptyText: 'Make a key that may do exactly what your website, booking system or script needs.',
  create: 'New key', addKey: 'Add key', createTitle: 'New API key', createAction: 'Make key', program: 'Program', newProgram: 'A new program', programName: 'Name of the program', programHint: 'What will use the key, such as “Website”.',
  keyName: 'Name of the key', keyNameHint: 'Tells it from the others.', kind: 'Kind', kinds: { live: 'Live', test: 'Test' },
  kindHints: { live: 'Its calls run on your providers and cost what they cost.', test: 'Its calls run on simulated providers and cost nothing.' },
  mayDo: 'What it may do', choosePermission: 'Choose at least one thing that the key may do.', notYours: 'You may not do this yourself.',
  agents: 'Only these agents', agentsHint: 'With their calls. None chosen: all agents.', onlyFor: 'Only for',
  lifetime: 'Ends', lifetimes: { '30': 'In 30 days', '90': 'In 90 days', '365': 'In a year', never: 'Never', date: 'On a day' }, lastDay: 'Last day',
  networks: 'Only from these networks', networksHint: 'One a line, such as 203.0.113.0/24. Empty: from everywhere.', networksWrong: 'Not all of this is a network. Write them like 203.0.113.0/24 or 2001:db8::/32.',
  madeTitle: 'The key is made', shownOnce: 'Copy it now: it is shown this once and cannot be read again.', key: (name: string) => `Key “${name}”`, tryIt: 'Try it in a terminal',
  notCopied: 'You have not copied the key. Once this is closed, nobody can read it.', closeAnyway: 'Close anyway', done: 'Done',
  noKey: 'No key that works.', over: (value: number) => count(value, 'key that is over', 'keys that are over'), test: 'Test',
  states: { works: 'Works', ending: 'Ends soon', expired: 'Expired', revoked: 'Revoked' },
  used: (when: string) => `Used ${when}`, neverUsed: 'Never used', made: (date: string) => `made on ${date}`, neverEnds: 'does not end', endsOn: (date: string) => `ends on ${date}`, expiredOn: (date: string) => `expired on ${date}`, revokedOn: (date: string) => `revoked on ${date}`, onlyFrom: 'Only from',
  revoke: 'Revoke', revokeKey: (name: string) => `Revoke key ${name}`, revokeTitle: (name: string) => `Revoke “${name}”?`, revokeText: 'Programs that use it are refused at once, and what they have open ends. This cannot be taken back.', revoked: (name: string) => `Key “${name}” is revoked`,
} as const;

export const audit = {
  intro: 'Every change in this organization, and who read which call. Each event is chained to the one before it; what is written cannot be changed.',
  export: 'Export', formats: { CSV: 'As CSV', JSON_LINES: 'As JSON Lines' }, verify: 'Verify', verifying: 'The chain is being followed from its first event …', intact: (events: number) => `The log is intact: ${count(events, 'event fits', 'events fit')} one another, and none is missing.`,
  broken: (seq: number) => `The log was tampered with: event ${seq} does not fit the one before it.`, brokenTitle: 'Not as it was written',
  emptyTitle: 'Nothing has happened yet', emptyText: 'As soon as somebody changes something it stands here.', noneTitle: 'No event like that', noneText: 'Nothing in the log fits all of these conditions.', clear: 'Show everything',
  filterAction: 'What was done', anyAction: 'Anything', from: 'From', to: 'To', actor: 'Who', target: 'About', remove: (name: string) => `Remove: ${name}`, onlyActor: 'Only by them', onlyTarget: 'Only about this',
  pages: 'Pages', changes: 'What changed', noChanges: 'Nothing of it was changed.', before: 'Before', after: 'After', nothing: 'nothing', hidden: 'secret',
  event: 'Event', request: 'Request', hash: 'Hash', id: 'Id', address: 'Address', copy: (name: string) => `Copy: ${name}`,
  as: (administrator: string, person: string) => `${administrator} as ${person}`, actors: { USER: 'A person', API_KEY: 'A program', SERVICE: 'A media server', ANONYMOUS: 'Not signed in', SYSTEM: 'Parley' },
  actions: {
    agentArchive: 'Archived an agent, or brought one back', agentCreate: 'Created an agent', agentPublish: 'Published an agent', agentUpdate: 'Changed an agent', agentVersionRestore: 'Restored a version into the draft',
    apiKeyCreate: 'Made a key', apiKeyRevoke: 'Revoked a key', serviceAccountCreate: 'Added a program', callEnd: 'Ended a call', callStart: 'Started a call',
    organizationCreate: 'Created the organization', organizationUpdate: 'Changed the organization', organizationSwitch: 'Went to this organization', profileUpdate: 'Changed their profile', signIn: 'Signed in', signUp: 'Signed up', signOut: 'Signed out',
    passkeyRegister: 'Added a passkey', passkeyDelete: 'Removed a passkey', organizationDomainAdd: 'Added an e-mail domain', organizationDomainVerify: 'Proved an e-mail domain', organizationDomainRemove: 'Removed an e-mail domain',
    singleSignOnSet: 'Set single sign-on', singleSignOnRemove: 'Removed single sign-on', singleSignOn: 'Signed in by single sign-on',
    transcriptRead: 'Read a transcript', recordingRead: 'Listened to a recording', liveCallsWatched: 'Watched the running calls',
    clientCreate: 'Made a client', delegationSet: 'Set how far the agency reaches', organizationMove: 'Moved an organization', organizationBecomeAgency: 'Became an agency', organizationLimitsSet: 'Set limits', organizationSuspend: 'Suspended the organization', organizationResume: 'Let the organization go on', impersonationStart: 'Began to work as somebody else', impersonationEnd: 'Stopped working as somebody else',
  },
  rows: { agents: 'Agent', api_keys: 'Key', memberships: 'Member', organizations: 'Organization', service_accounts: 'Program', sessions: 'Session' },
  deeds: { insert: (row: string) => `${row} added`, update: (row: string) => `${row} changed`, delete: (row: string) => `${row} removed` },
} as const;

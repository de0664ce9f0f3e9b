import { count } from './count.js';

export const members = {
  intro: 'Who can sign in to this organization.', columns: { name: 'Name', role: 'Role', joined: 'Joined', actions: 'Actions' }, you: 'you', pages: 'Pages',
  invite: 'Invite', inviteTitle: 'Invite somebody', inviteText: 'They get a mail with a link that works once, for seven days.', inviteAction: 'Send invitation', invited: (email: string) => `The invitation to ${email} is on its way`,
  invitations: 'Invitations', invitationUntil: (date: string) => `Waits until ${date}`, invitationExpired: (date: string) => `Ran out on ${date}`, invitedBy: (name: string) => `invited by ${name}`,
  resend: 'Send again', resendTo: (email: string) => `Send again: the invitation to ${email}`, takeBack: 'Take back', takeBackFrom: (email: string) => `Take back: the invitation to ${email}`, takenBack: (email: string) => `The invitation to ${email} is taken back`,
  actions: (name: string) => `What to do with ${name}`, roleSet: (name: string, role: string) => `${name} is now: ${role}`, remove: 'Remove', removeTitle: (name: string) => `Remove ${name}?`, removeText: 'They are signed out of this organization within a second: what they have open here closes, and calls that they hold end. What they made stays. To come back they need an invitation.', removed: (name: string) => `${name} is no member any more`,
} as const;

export const roleMatrix = {
  intro: 'What each role allows. Roles that come with Parley are the same everywhere and are changed by nobody; your own are changed here, at once.',
  create: 'New role', createTitle: 'New role', createText: 'It begins with what another role allows, as far as you may do that yourself.', renameTitle: 'Name of the role', renameText: 'Members keep the role.', name: 'Name', description: 'What it is for', basedOn: 'Begins like', rename: 'Rename', actions: (name: string) => `What to do with ${name}`,
  saved: (name: string) => `${name} is changed`, removed: (name: string) => `${name} is removed`, removeTitle: (name: string) => `Remove ${name}?`, removeText: 'A role that somebody has cannot be removed: give them another one first.', permission: 'May', yes: 'yes', no: 'no', members: (value: number) => count(value, 'member', 'members'),
  descriptions: {
    'platform-admin': 'Looks after the whole installation.', 'agency-owner': 'Everything in an agency, and its clients as far as they let it.', 'agency-member': 'Builds and watches agents, in the agency and in its clients.', owner: 'Everything.', admin: 'Everything but what ends, hands over or opens the organization.',
    'agent-builder': 'Works with agents and calls.', supervisor: 'Watches calls, listens and steps in; changes no agent.', analyst: 'Reads calls and figures, and exports them.', viewer: 'Sees everything and changes nothing.', billing: 'Sees the plan and what is used of it.',
  },
} as const;

export const limits = {
  title: 'Plan and use', plan: (name: string) => `Plan ${name}`, plans: { STARTER: 'Starter', TEAM: 'Team', BUSINESS: 'Business', UNLIMITED: 'Unlimited' },
  names: { seats: 'Members', concurrentCalls: 'Calls at the same time', minutesPerMonth: 'Minutes this month', tokensPerMonth: 'Tokens this month', storageBytes: 'Recordings' },
  usedOf: (used: string, most: string) => `${used} of ${most}`, unlimited: (used: string) => `${used}, no limit`, hint: 'Calls that run are never cut off by a limit; once one is reached, no new call begins. Recordings beyond theirs are not kept.',
} as const;

export const danger = {
  title: 'Danger zone', leave: 'Leave this organization', leaveHint: 'You lose access to its agents and calls.', leaveAction: 'Leave', leaveTitle: (name: string) => `Leave ${name}?`,
  leaveText: 'You lose access at once and go on in another organization of yours. To come back you need an invitation.', leaveOnlyText: 'It is your only organization: you are signed out. To come back you need an invitation.',
  yourPassword: 'Your password', export: 'Everything as a file', exportHint: 'Agents, calls, people and the log, as JSON Lines. Keys and passwords are not in it.', exportAction: 'Export',
  transfer: 'Hand over', transferHint: 'Another member becomes the owner, and you an administrator.', transferAction: 'Hand over', transferTitle: (name: string) => `Hand over ${name}?`, transferText: 'The new owner can do everything, also take you out.', newOwner: 'New owner', transferNobody: 'There is nobody else here yet. Invite them first.', transferred: 'It is handed over',
  delete: 'Delete this organization', deleteHint: 'Agents, calls, recordings: everything, after thirty days.', deleteAction: 'Delete', deleteTitle: (name: string) => `Delete ${name}?`, deleteText: 'From now on it takes no calls. For thirty days everything can still be read and exported, and this can be taken back; then it is gone for good.',
  typeSlug: (slug: string) => `Type “${slug}”`, deletionAt: (date: string) => `This organization is deleted on ${date}`, deletionText: 'Until then it takes no calls.', deletionTakeBack: 'Keep it', deletionTakenBack: 'It stays, and takes calls again',
} as const;

import { count } from './count.js';

export const platform = {
  intro: 'Every organization of this installation. What is in them, such as agents, calls and words, is theirs: to see it you work as one of their people, for a reason that they can read.',
  search: 'Name or short name', kind: 'Kind', anyKind: 'Every kind', kinds: { PLATFORM: 'Platform', AGENCY: 'Agency', CLIENT: 'Organization' }, state: 'State', anyState: 'Every state', states: { active: 'Active', suspended: 'Suspended' },
  order: 'Order', orders: { CREATED_DESC: 'Newest first', CREATED_ASC: 'Oldest first', NAME_ASC: 'By name' }, columns: { name: 'Organization', plan: 'Plan', members: 'Members', calls: 'Calls this month', created: 'Since' }, suspended: 'Suspended', below: (agency: string) => `below ${agency}`, pages: 'Pages',
  emptyTitle: 'No organization like this', emptyText: 'Nothing fits all of these conditions.', showAll: 'Show all', back: 'Organizations', unknownTitle: 'There is no such organization', unknownText: 'It may have been deleted.',
  factNames: { id: 'ID', slug: 'Short name', agency: 'Agency', created: 'Since', members: 'Members', calls: 'Calls this month' }, members: (value: number) => count(value, 'member', 'members'), calls: (value: number) => count(value, 'call', 'calls'),
  limits: 'Plan and limits', limitsHint: 'They hold from now on; nothing that runs is stopped.', plan: 'Plan', agreed: 'Agreed otherwise', agreedHint: 'Leave a field empty to keep what the plan allows.', asPlan: 'As the plan', unlimited: 'No limit', limitsSaved: (name: string) => `The limits of ${name} are set`, wholeNumber: 'Write a whole number.',
  limitNames: { SEATS: 'Members', CONCURRENT_CALLS: 'Calls at the same time', MINUTES_PER_MONTH: 'Minutes a month', TOKENS_PER_MONTH: 'Tokens a month', STORAGE_BYTES: 'Recordings, in GB' },
  people: 'People', workAs: 'Work as', workAsNamed: (name: string) => `Work as ${name}`, noPeople: 'Nobody is a member.',
  suspend: 'Suspend', suspendTitle: (name: string) => `Suspend ${name}?`, suspendText: 'Its people still sign in, read, export and leave, but change nothing; its keys are refused, and no call begins.', endsCalls: 'End the calls that run, too', suspendHint: 'For an organization that does not pay, or does harm. It can be taken back.', reason: 'Reason', suspendReasonHint: 'Its people read this, and it is in their audit log.',
  suspendedNow: (name: string) => `${name} is suspended`, resume: 'Let it go on', resumeTitle: (name: string) => `Let ${name} go on?`, resumeText: 'From now on everything works again.', resumed: (name: string) => `${name} goes on`, suspendedSince: (date: string) => `Suspended since ${date}`,
  impersonateTitle: (name: string) => `Work as ${name}?`, impersonateText: 'You see and do what they may. Passwords, keys, ownership and deletion stay closed. That you were here, why, and everything you do stands in the audit log of the organization.', impersonateReasonHint: 'At least 10 characters, such as the number of a ticket and what is wrong.', minutes: 'For', minutesValue: (value: number) => count(value, 'minute', 'minutes'), impersonate: 'Begin',
} as const;

/** Beside every page, while it is so. */
export const standing = {
  impersonating: (name: string, organization: string) => `You work as ${name} in ${organization}`, by: (name: string, reason: string) => `${name}: ${reason}`, left: (value: number) => `${count(value, 'minute', 'minutes')} left`, lessThanMinute: 'less than a minute left', end: 'End', endAs: (name: string) => `Stop working as ${name}`, label: 'Working as somebody else',
  suspendedTitle: (date: string) => `This organization has been suspended since ${date}`, suspendedText: 'You can read and export everything, but nothing can be changed and no call begins. Whoever runs this Parley can let it go on.', suspendedReason: (reason: string) => `Reason: ${reason}`,
} as const;

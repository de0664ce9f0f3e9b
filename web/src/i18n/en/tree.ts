import { count } from './count.js';

export const clients = {
  intro: 'Businesses whose agents you run. Each is an organization of its own and decides how far you reach in.',
  create: 'New client', createTitle: 'New client', createText: 'It gets agents, calls and members of its own. At first you may do everything there, so that you can set it up; once its owner has come, they decide that.', createAction: 'Make client', created: (name: string) => `${name} is made`, goThere: 'Go there',
  emptyTitle: 'No clients yet', emptyText: 'Make one for each business whose agents you run: its calls, people and figures stay apart from all others.',
  work: 'Open', workIn: (name: string) => `Open ${name}`, actions: (name: string) => `What to do with ${name}`, copyId: 'Copy ID', pages: 'Pages', closing: (date: string) => `Is deleted on ${date}`,
  reaches: { nothing: 'Lets nobody in', look: 'Lets you look', work: 'Lets you work', everything: 'Lets you do everything' }, reachOther: (value: number) => `Lets you do ${count(value, 'thing', 'things')}`,
  move: 'Move elsewhere', moveTitle: (name: string) => `Move ${name}?`, moveText: 'This agency no longer reaches in, at once. Where it goes nobody is let in until the client says so.', moveTo: 'To', moveAction: 'Move', moveOut: 'It stands on its own', moved: (name: string) => `${name} is moved`,
  notAgencyTitle: 'This organization is no agency', notAgencyText: 'Only agencies have clients.', toAgency: 'What an agency is',
} as const;

export const agency = {
  lookedAfter: (name: string) => `Looked after by ${name}`, since: (date: string) => `How far it reaches was set on ${date}.`,
  reachTitle: (name: string) => `What ${name} may do here`, reachHint: 'At most: each of its people may do here what their role in the agency allows, and no more. Everything that they do is in your audit log.', fixed: 'This is decided by the people of this organization who may set it, such as its owner.',
  reaches: {
    nothing: { name: 'Nothing', text: 'Nobody of the agency comes in.' }, look: { name: 'Look', text: 'See agents, calls, people, figures and the log; change nothing.' },
    work: { name: 'Work', text: 'Also build and publish agents, and start, join and export calls.' }, everything: { name: 'Everything', text: 'Also people, keys and plans, up to deleting the organization, and this page.' }, chosen: { name: 'Chosen one by one', text: 'Exactly what is ticked below.' },
  },
  saved: (name: string) => `${name} may now do this here`, savedNothing: (name: string) => `${name} comes in no more`, unsaved: 'Not saved yet. What people of the agency have open here ends when you save, and they come back with what they may do then.',
  leave: 'Leave the agency', leaveHint: 'The organization stands on its own from then on; all of it stays.', leaveAction: 'Leave', leaveTitle: (name: string) => `Leave ${name}?`, leaveText: 'Its people no longer come in, at once. To come back, somebody has to move the organization there.', left: (name: string) => `${name} reaches in no more`,
  alone: 'This organization belongs to no agency.', become: 'Become an agency', becomeHint: 'For those who run agents for others.',
  becomePoints: { clients: 'You make a client for each business, and go from one to another at the top left. Their agents, calls and figures stay apart.', decide: 'Each client decides itself how far your people reach in.', owners: 'Owners of this organization become owners of the agency; agents and calls stay where they are.', forever: 'An agency remains one, and belongs to no other agency.' },
  becomeTitle: (name: string) => `Make ${name} an agency?`, becomeText: 'This cannot be taken back.', becomeAction: 'Become an agency', became: (name: string) => `${name} is an agency now`,
  join: 'Go below an agency of yours', joinHint: 'It reaches in as far as you say afterwards; at first nobody comes in.', joinField: 'Agency', joinAction: 'Go there', joinTitle: (name: string) => `Let ${name} look after this organization?`, joined: (name: string) => `${name} looks after this organization now`,
  isAgencyTitle: 'This organization is an agency', isAgencyText: 'It belongs to no other one.', toClients: 'To its clients', isPlatformTitle: 'This organization runs the installation', isPlatformText: 'It belongs to no agency.',
} as const;

export const finder = { here: 'you are here', count: (value: number) => count(value, 'organization', 'organizations') } as const;

/** Words that one would type for a page of the settings, beside its name. */
export const pageWords = {
  pages: {
    profile: 'me account name e-mail language theme dark light shortcuts preferences', security: 'password two-factor 2FA passkey sessions devices codes sign-in', organization: 'name plan limits usage delete leave export transfer rename company business',
    members: 'people team users colleagues invite invitations staff', roles: 'permissions rights matrix access who may do what', clients: 'customers agency businesses accounts switch', agency: 'delegation access partner reseller become',
    'single-sign-on': 'SSO OpenID Connect OIDC identity provider domain Entra Google Okta', connections: 'providers vendors speech voice model LLM STT TTS key keys fallback OpenAI Anthropic Google ElevenLabs Deepgram Azure Mistral connect', usage: 'cost costs money spending spend tokens minutes billing providers chart', audit: 'history events changes security who did what', 'api-keys': 'tokens programs service accounts integration developer', plugins: 'providers packages speech model telephony', health: 'status uptime errors servers version', platform: 'tenants customers installation admin administration suspend limits impersonate',
  },
  deeds: { newKey: 'New API key', twoFactor: 'Set up two-factor sign-in', newClient: 'New client' },
} as const;

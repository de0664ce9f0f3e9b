// Every place of the console that is looked at: pictures, axe's rules and measurements all walk this list, and a route
// of the app that is missing here fails them.
import { readFileSync } from 'node:fs';

/** Paths of `<Route>`s in the source of the app, each with those around it. */
export function routesOf(source) {
  const found = [];
  const around = [];
  for (let at = source.search(/<\/?Route\b/); at >= 0;) {
    let depth = 0;
    let end = at;
    // The tag ends at the first `>` that stands in no braces.
    while (source[end] !== '>' || depth > 0) { if (source[end] === '{') depth++; if (source[end] === '}') depth--; end++; }
    const tag = source.slice(at, end + 1);
    if (tag.startsWith('</')) around.pop();
    else {
      const path = /\bpath="([^"]*)"/.exec(tag)[1];
      const whole = [...around, path].map((part) => part.replace(/^\/|\/$/g, '')).filter(Boolean).join('/');
      if (tag.endsWith('/>')) found.push(`/${whole}`);
      else around.push(path);
    }
    const next = source.slice(end + 1).search(/<\/?Route\b/);
    at = next < 0 ? -1 : end + 1 + next;
  }
  return [...new Set(found)];
}

export const appRoutes = () => routesOf(readFileSync(new URL('../src/app.tsx', import.meta.url), 'utf8'));

/** Routes that only lead on to another. */
export const LEADING_ON = ['/settings'];

/**
 * Places by route: `name`, and `path` from the ids of the seed. `as` is who looks (the owner unless said otherwise; null:
 * nobody who is signed in), `before(page)` comes before the page is opened, `act(page)` after.
 */
export const PLACES = {
  '/sign-in': [{ name: 'sign-in', as: null, path: () => '/sign-in' }, { name: 'sign-in-failed-elsewhere', as: null, path: () => '/sign-in?error=SINGLE_SIGN_ON_EMAIL' }],
  '/sign-up': [{ name: 'sign-up', as: null, path: () => '/sign-up' }],
  '/forgot-password': [{ name: 'forgot-password', as: null, path: () => '/forgot-password' }],
  '/reset-password': [
    { name: 'reset-password', as: null, path: () => '/reset-password#token=from-a-mail' },
    { name: 'reset-password-no-link', as: null, path: () => '/reset-password' },
  ],
  '/verify-email': [{ name: 'verify-email', as: null, path: () => '/verify-email#token=from-a-mail' }],
  '/invitation': [{ name: 'invitation-unknown', as: null, path: () => '/invitation' }],
  '/': [{ name: 'home', path: () => '/' }, { name: 'home-month', path: () => '/?range=30d' }],
  '/agents': [{ name: 'agents', path: () => '/agents' }, { name: 'agents-archived', path: () => '/agents?archived=1' }],
  '/agents/:id': [
    { name: 'agent', path: ({ agents }) => `/agents/${agents.mia}` },
    { name: 'agent-changed', path: ({ agents }) => `/agents/${agents.otto}` },
    { name: 'agent-unpublished', path: ({ agents }) => `/agents/${agents.recall}` },
    { name: 'agent-archived', path: ({ agents }) => `/agents/${agents.frontDesk}` },
    { name: 'agent-versions', path: ({ agents }) => `/agents/${agents.mia}?view=versions` },
    { name: 'agent-version', path: ({ agents }) => `/agents/${agents.mia}?view=versions&version=3` },
    { name: 'agent-talk-view', path: ({ agents }) => `/agents/${agents.mia}?view=talk` },
  ],
  '/agents/:id/talk': [{ name: 'talk', path: ({ agents }) => `/agents/${agents.mia}/talk` }],
  '/calls': [
    { name: 'calls', path: () => '/calls' },
    { name: 'calls-filtered', path: () => '/calls?endedCodes=HUNG_UP,GOODBYE&durationMinMs=15000&text=insurance' },
    { name: 'calls-none-found', path: () => '/calls?status=CREATED' },
  ],
  '/calls/:id': [
    { name: 'call', path: ({ calls }) => `/calls/${calls.recorded}?t=12` },
    { name: 'call-timeline', path: ({ calls }) => `/calls/${calls.recorded}?tab=timeline` },
    { name: 'call-cost', path: ({ calls }) => `/calls/${calls.recorded}?tab=cost` },
    { name: 'call-raw', path: ({ calls }) => `/calls/${calls.recorded}?tab=raw` },
    { name: 'call-troubled-timeline', path: ({ calls }) => `/calls/${calls.troubled}?tab=timeline` },
    { name: 'call-troubled', path: ({ calls }) => `/calls/${calls.troubled}` },
    { name: 'call-long', path: ({ calls }) => `/calls/${calls.long}`, isHigh: true },
    { name: 'call-running', path: ({ calls }) => `/calls/${calls.running}` },
  ],
  '/live': [{ name: 'live', path: () => '/live' }, { name: 'live-kiosk', path: () => '/live?kiosk=1' }],
  '/settings/profile': [{ name: 'settings-profile', path: () => '/settings/profile' }],
  '/settings/security': [
    { name: 'settings-security', path: () => '/settings/security' },
    { name: 'two-factor-setup', path: () => '/settings/security?setup=1' },
    { name: 'passkey-add', path: () => '/settings/security?passkey=1' },
  ],
  '/settings/organization': [{ name: 'settings-organization', path: () => '/settings/organization' }],
  '/settings/members': [{ name: 'settings-members', path: () => '/settings/members' }],
  '/settings/roles': [{ name: 'settings-roles', path: () => '/settings/roles' }],
  '/settings/clients': [
    { name: 'settings-clients', as: 'agency', path: () => '/settings/clients' },
    { name: 'settings-clients-new', as: 'agency', path: () => '/settings/clients?new=1' },
  ],
  '/settings/agency': [
    { name: 'settings-agency', path: () => '/settings/agency' },
    { name: 'settings-agency-alone', as: 'newcomer', path: () => '/settings/agency' },
  ],
  '/settings/single-sign-on': [
    { name: 'settings-single-sign-on', path: () => '/settings/single-sign-on' },
    { name: 'settings-single-sign-on-first', as: 'newcomer', path: () => '/settings/single-sign-on' },
  ],
  '/settings/connections': [
    { name: 'settings-connections', path: () => '/settings/connections' },
    { name: 'settings-connections-first', as: 'newcomer', path: () => '/settings/connections' },
    { name: 'settings-connections-viewer', as: 'viewer', path: () => '/settings/connections' },
  ],
  '/settings/connections/catalog': [
    { name: 'settings-catalog', path: () => '/settings/connections/catalog' },
    { name: 'settings-catalog-none', path: () => '/settings/connections/catalog?q=teleport&kind=tts&language=de' },
  ],
  '/settings/connections/new/:plugin': [
    { name: 'settings-connect', path: () => '/settings/connections/new/openai?kind=llm&template=ollama' },
    { name: 'settings-connect-unknown', path: () => '/settings/connections/new/nobody' },
  ],
  '/settings/connections/:id': [
    { name: 'settings-connection', path: ({ connections }) => `/settings/connections/${connections.OpenAI}` },
    { name: 'settings-connection-failed', path: ({ connections }) => `/settings/connections/${connections.ElevenLabs}` },
    { name: 'settings-connection-pending', as: 'viewer', path: ({ connections }) => `/settings/connections/${connections.Mistral}` },
  ],
  '/settings/usage': [
    { name: 'settings-usage', path: () => '/settings/usage' },
    { name: 'settings-usage-requests', path: () => '/settings/usage?range=24h&by=agent&show=requests' },
    { name: 'settings-usage-none', as: 'newcomer', path: () => '/settings/usage' },
  ],
  '/settings/audit': [
    { name: 'settings-audit', path: () => '/settings/audit' },
    { name: 'settings-audit-none', path: () => '/settings/audit?action=callEnd&from=2020-01-01&to=2020-01-02' },
  ],
  '/settings/api-keys': [{ name: 'settings-api-keys', path: () => '/settings/api-keys' }, { name: 'settings-api-keys-new', path: () => '/settings/api-keys?new=1' }],
  '/settings/platform': [
    { name: 'platform', as: 'platform', path: () => '/settings/platform' },
    { name: 'platform-none', as: 'platform', path: () => '/settings/platform?kind=AGENCY&state=suspended' },
  ],
  '/settings/platform/:id': [
    { name: 'platform-organization', as: 'platform', path: ({ organizations }) => `/settings/platform/${organizations.quayside}` },
    { name: 'platform-suspended', as: 'platform', path: ({ organizations }) => `/settings/platform/${organizations.suspended}` },
  ],
  '/settings/plugins': [{ name: 'settings-plugins', path: () => '/settings/plugins' }],
  '/settings/health': [{ name: 'settings-health', path: () => '/settings/health' }],
  '/*': [{ name: 'not-found', path: () => '/nothing/here' }],
};

const press = (keys) => (page) => page.keyboard.press(keys);
const fail = (page) => page.route('**/graphql', (route) => (isAbout(route.request(), 'Viewer') ? route.continue() : route.fulfill({ status: 500, body: 'no' })));
const isAbout = (request, operation) => request.postData()?.includes(`"operationName":"${operation}"`) === true;

/** The recorded call in passing: with a mouse by its row, on a phone by its button. */
async function peek(page) {
  const row = page.getByRole('row').filter({ hasText: 'Josephine Wetherby' }).first();
  const button = row.getByRole('button', { name: /^Look at this call/ });
  if (await button.count() > 0) await button.click();
  else await row.click({ position: { x: 400, y: 20 } });
  await page.getByText(/Doctor Okafor is free on Tuesday/).first().waitFor();
}

/** Connects to an address where nobody answers. */
async function connectNowhere(page) {
  await page.getByLabel('API key').fill('sk-of-nobody');
  await page.getByText('Connection', { exact: true }).click();
  await page.getByLabel('Address of the API').fill('http://127.0.0.1:9/v1');
  await page.getByRole('button', { name: 'Test and connect' }).click();
  await page.getByRole('alert').getByText('The provider cannot be reached.').waitFor();
}

/** Begins to work as the newcomer, from the page of their organization. */
async function impersonate(page) {
  await page.getByRole('button', { name: 'Work as Tom Whitfield' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('Ticket 4712: no call reaches the agent since Monday.');
  await page.getByRole('dialog').getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('region', { name: 'Working as somebody else' }).waitFor();
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** What is on top of a page, and pages in bad moments. */
export const STATES = [
  { name: 'palette', path: () => '/agents', act: press('Control+k') },
  { name: 'palette-searching', path: () => '/agents', act: async (page) => { await page.keyboard.press('Control+k'); await page.getByRole('combobox').last().fill('mia'); } },
  { name: 'shortcuts', path: () => '/agents', act: press('?') },
  { name: 'account-menu', path: () => '/agents', isWide: true, act: (page) => page.getByRole('banner').getByRole('button').last().click() },
  { name: 'menu', path: () => '/agents', isNarrow: true, act: (page) => page.getByRole('button', { name: 'Menu' }).click() },
  { name: 'new-agent', path: () => '/agents?new=1' },
  { name: 'new-organization', path: () => '/agents', isWide: true, act: async (page) => { await page.getByRole('button', { name: /^Organization/ }).click(); await page.getByRole('menuitem', { name: 'New organization' }).click(); await page.getByRole('dialog').waitFor(); } },
  { name: 'organization-menu', path: () => '/agents', act: (page) => page.getByRole('button', { name: /^Organization/ }).click() },
  { name: 'organization-finder', as: 'agency', path: () => '/agents', act: async (page) => { await page.getByRole('button', { name: /^Organization/ }).click(); await page.getByRole('option').nth(9).waitFor(); } },
  { name: 'delegation-chosen', path: () => '/settings/agency', act: async (page) => { await page.getByRole('radio', { name: 'Chosen one by one' }).check(); await page.getByRole('checkbox', { name: 'Make keys' }).check(); await page.evaluate(() => scrollTo({ top: 0 })); } },
  { name: 'move-client', as: 'agency', path: () => '/settings/clients', act: async (page) => { await page.getByRole('button', { name: 'What to do with Zenith Opticians' }).click(); await page.getByRole('menuitem', { name: 'Move elsewhere' }).click(); await page.getByRole('dialog', { name: 'Move Zenith Opticians?' }).waitFor(); } },
  { name: 'agent-menu', path: () => '/agents', act: (page) => page.getByRole('button', { name: 'What to do with Mia' }).click() },
  { name: 'publish', path: ({ agents }) => `/agents/${agents.otto}`, act: async (page) => { await page.getByRole('button', { name: 'Publish', exact: true }).click(); await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).waitFor(); } },
  { name: 'compare', path: ({ agents }) => `/agents/${agents.mia}?view=versions&compare=3..live`, act: (page) => page.getByRole('dialog').getByRole('listitem').first().waitFor() },
  { name: 'longer-text', path: ({ agents }) => `/agents/${agents.mia}`, act: (page) => page.getByRole('button', { name: 'From a longer text' }).click() },
  { name: 'invite', path: () => '/settings/members', act: async (page) => { await page.getByRole('button', { name: 'Invite', exact: true }).click(); await page.getByRole('dialog', { name: 'Invite somebody' }).waitFor(); } },
  { name: 'single-sign-on-require', path: () => '/settings/single-sign-on', act: async (page) => { await page.getByRole('button', { name: 'Require single sign-on' }).click(); await page.getByRole('dialog', { name: 'Require single sign-on?' }).waitFor(); } },
  { name: 'connection-menu', path: () => '/settings/connections', act: (page) => page.getByRole('button', { name: 'What to do with Anthropic, where OpenAI fails' }).click() },
  { name: 'connection-disconnect', path: ({ connections }) => `/settings/connections/${connections.OpenAI}`, act: async (page) => { await page.getByRole('button', { name: 'Disconnect' }).click(); await page.getByRole('dialog', { name: 'Disconnect OpenAI?' }).waitFor(); } },
  { name: 'connect-refused', path: () => '/settings/connections/new/openai?kind=llm', act: connectNowhere },
  { name: 'passkey-remove', path: () => '/settings/security', act: async (page) => { await page.getByRole('button', { name: 'Remove passkey Safari on iPhone' }).click(); await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).waitFor(); } },
  { name: 'filter-menu', path: () => '/calls', act: (page) => page.getByRole('button', { name: 'Filter', exact: true }).click() },
  { name: 'filter-ended', path: () => '/calls', act: async (page) => { await page.getByRole('button', { name: 'Filter', exact: true }).click(); await page.getByRole('dialog', { name: 'Filter' }).getByRole('button', { name: 'How it ended' }).click(); } },
  { name: 'columns', path: () => '/calls', isWide: true, act: (page) => page.getByRole('button', { name: 'Columns' }).click() },
  { name: 'views', path: () => '/calls', act: (page) => page.getByRole('button', { name: 'Views' }).click() },
  { name: 'peek', path: () => '/calls', act: peek },
  { name: 'end-call', path: () => '/live', act: (page) => page.getByRole('button', { name: /^End the call/ }).first().click() },
  { name: 'settings-menu', path: () => '/settings/profile', isNarrow: true, act: (page) => page.getByRole('button', { name: /^Settings/ }).click() },
  { name: 'audit-event', path: () => '/settings/audit', act: async (page) => { await page.getByRole('listitem').filter({ hasText: 'Changed an agent' }).locator('summary').first().click(); await page.evaluate(() => scrollTo({ top: 0 })); } },
  { name: 'empty-home', as: 'newcomer', path: () => '/' },
  { name: 'empty-agents', as: 'newcomer', path: () => '/agents' },
  { name: 'empty-calls', as: 'newcomer', path: () => '/calls' },
  { name: 'empty-live', as: 'newcomer', path: () => '/live' },
  { name: 'failed-home', path: () => '/', before: fail, isFaulty: true },
  { name: 'failed-agents', path: () => '/agents', before: fail, isFaulty: true },
  { name: 'failed-agent', path: ({ agents }) => `/agents/${agents.mia}`, before: fail, isFaulty: true },
  { name: 'failed-calls', path: () => '/calls', before: fail, isFaulty: true },
  { name: 'failed-call', path: ({ calls }) => `/calls/${calls.recorded}`, before: fail, isFaulty: true },
  { name: 'failed-talk', path: ({ agents }) => `/agents/${agents.mia}/talk`, before: fail, isFaulty: true },
  { name: 'unknown-agent', path: () => '/agents/agt_0000000000000000000000' },
  { name: 'unknown-call', path: () => '/calls/call_0000000000000000000000' },
  { name: 'signed-out', as: null, path: () => '/calls?status=ACTIVE' },
  { name: 'viewer-agent', as: 'viewer', path: ({ agents }) => `/agents/${agents.mia}` },
  { name: 'viewer-members', as: 'viewer', path: () => '/settings/members' },
  { name: 'platform-suspend', as: 'platform', path: ({ organizations }) => `/settings/platform/${organizations.agency}`, act: (page) => page.getByRole('button', { name: 'Suspend' }).click() },
  { name: 'platform-impersonate', as: 'platform', path: ({ organizations }) => `/settings/platform/${organizations.quayside}`, act: (page) => page.getByRole('button', { name: 'Work as Tom Whitfield' }).click() },
  // The last of its kind: from then on the session is another's.
  { name: 'impersonating', as: 'platform', path: ({ organizations }) => `/settings/platform/${organizations.quayside}`, act: impersonate },
];

/** Routes of the app that no place shows, and places whose route is gone. */
export function forgottenRoutes() {
  const routes = appRoutes().filter((route) => !LEADING_ON.includes(route));
  return [...routes.filter((route) => !(route in PLACES)), ...Object.keys(PLACES).filter((route) => !routes.includes(route))];
}

/** Every place with its route. */
export const allPlaces = () => Object.entries(PLACES).flatMap(([route, places]) => places.map((place) => ({ route, ...place })));

/** Opens a place in a page; `seed` is what was seeded. Whoever is to look is signed in already. */
export async function openPlace(page, place, seed) {
  await place.before?.(page);
  await page.goto(place.path(seed));
  await page.getByRole('heading', { level: 1 }).first().or(page.getByRole('alert').first()).first().waitFor({ state: 'attached' });
}

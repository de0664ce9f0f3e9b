// Keys, the audit log and members in a real browser: a key is made, shown once, used and revoked; what happened is read,
// narrowed and verified; somebody is taken out and somebody leaves; an agency works in its clients as far as they let it;
// the platform suspends an organization and works as somebody else; providers are connected, ordered and approved.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startParley } from '../../tools/e2e/parley.mjs';
import { seedConsole } from '../../tools/e2e/seed/seed-console.mjs';
import { axeFaults, savedBy, settled, signInAt, startBrowser } from './browser.mjs';

let parley;
let browser;
const states = {};

beforeAll(async () => {
  [parley, browser] = await Promise.all([startParley({ prepare: seedConsole }), startBrowser()]);
  for (const who of ['owner', 'member', 'viewer', 'agency', 'newcomer', 'platform']) states[who] = await signInAt(browser, parley.url, parley.prepared.logins[who]);
}, 180_000);

afterAll(async () => { await browser?.close(); await parley?.stop(); });

const ask = (token, query) => fetch(`${parley.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify({ query }) }).then((answer) => answer.json());

test('a key is made for a new program by keyboard, shown once, does what it may, and is refused once it is revoked', async () => {
  const { page, context, problems } = await browser.open(parley.url, { storageState: states.owner });
  await page.goto('/settings/api-keys');
  await page.getByRole('heading', { name: 'Booking website' }).waitFor();
  await page.getByRole('button', { name: 'New key' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'New API key' });
  await dialog.getByLabel('Program', { exact: true }).selectOption('A new program');
  await dialog.getByLabel('Name of the program').fill('Nightly report');
  await dialog.getByLabel('Name of the key').fill('First');
  await dialog.getByRole('button', { name: 'Make key' }).press('Enter');
  await dialog.getByText('Choose at least one thing').waitFor();
  await dialog.getByLabel('Read calls').press('Space');
  await dialog.getByRole('group', { name: /Only these agents/ }).getByLabel('Mia').press('Space');
  await dialog.getByLabel('Only from these networks').fill('10.0.0.0/33');
  await dialog.getByRole('button', { name: 'Make key' }).press('Enter');
  await dialog.getByText('Something with this name exists already.').waitFor();
  await dialog.getByLabel('Name of the program').fill('Dashboard');
  await dialog.getByRole('button', { name: 'Make key' }).press('Enter');
  await dialog.getByText(/Not all of this is a network/).waitFor();
  await dialog.getByLabel('Only from these networks').fill('127.0.0.0/8, ::1/128');
  await dialog.getByRole('button', { name: 'Make key' }).press('Enter');

  const shown = page.getByRole('dialog', { name: 'The key is made' });
  const token = await shown.getByLabel('Key “First”').inputValue();
  expect(token).toMatch(/^pk_live_/);
  expect(await axeFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await shown.getByText('You have not copied the key.').waitFor();
  await shown.getByRole('button', { name: 'Close anyway' }).press('Enter');
  await shown.waitFor({ state: 'detached' });
  const program = page.getByRole('region', { name: 'Dashboard' });
  await program.getByText(`pk_live_…${token.slice(-4)}`).waitFor();
  await program.getByText('Only for Mia').waitFor();
  expect(await page.content()).not.toContain(token);
  expect((await ask(token, '{ calls(first: 1) { nodes { id } } }')).errors).toBeUndefined();
  expect((await ask(token, '{ agents(first: 1) { nodes { id } } }')).errors[0].extensions.code).toBe('FORBIDDEN');

  await program.getByRole('button', { name: 'Revoke key First' }).press('Enter');
  await page.getByRole('dialog', { name: 'Revoke “First”?' }).getByRole('button', { name: 'Revoke' }).press('Enter');
  await page.getByText('Key “First” is revoked').waitFor();
  await program.getByText('No key that works.').waitFor();
  expect((await ask(token, '{ calls(first: 1) { nodes { id } } }')).errors[0].extensions.code).toBe('UNAUTHENTICATED');
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('the log tells what changed, is narrowed by its address, and says that nobody has touched it', async () => {
  const { page, context, problems } = await browser.open(parley.url, { storageState: states.owner });
  await page.goto('/settings/audit');
  const log = page.getByRole('list', { name: 'Audit log' });
  const changed = log.getByRole('listitem').filter({ hasText: 'Changed an agent · Otto' });
  await changed.locator('summary').press('Enter');
  await changed.locator('ins').filter({ hasText: 'Nenne am Ende immer die Öffnungszeiten.' }).waitFor();
  await changed.locator('del').filter({ hasText: 'von Harbour Dental' }).waitFor();
  expect(await axeFaults(page)).toEqual([]);
  await changed.getByRole('link', { name: 'Only about this' }).press('Enter');
  await page.getByText('About: Otto, nights and weekends').waitFor();
  expect(new URL(page.url()).searchParams.get('targetId')).toMatch(/^agt_/);
  await page.getByLabel('What was done').selectOption('Published an agent');
  await expect.poll(() => log.getByRole('listitem').count()).toBe(1);
  await page.getByRole('button', { name: 'Remove: About' }).press('Enter');
  await expect.poll(() => log.getByRole('listitem').count()).toBe(2);
  await page.goBack();
  await expect.poll(() => log.getByRole('listitem').count()).toBe(1);
  await page.goto('/settings/audit?to=2020-01-01');
  await page.getByText('No event like that').waitFor();
  await page.getByRole('link', { name: 'Show everything' }).press('Enter');
  await log.getByRole('listitem').first().waitFor();
  await page.getByRole('button', { name: 'Export' }).press('Enter');
  const file = await savedBy(page, () => page.getByRole('menuitem', { name: 'As CSV' }).press('Enter'));
  expect(file.name).toMatch(/\.csv$/);
  expect(file.text).toContain('Otto');
  await page.getByRole('button', { name: 'Verify' }).press('Enter');
  await page.getByText(/The log is intact: \d+ events fit one another/).waitFor();
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('a viewer is not offered keys and the log, and is told why the addresses show nothing', async () => {
  const { page, context } = await browser.open(parley.url, { storageState: states.viewer });
  await page.goto('/settings/profile');
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Members' }).waitFor();
  expect(await page.getByRole('link', { name: /API keys|Audit log/ }).count()).toBe(0);
  for (const path of ['/settings/api-keys', '/settings/audit']) {
    await page.goto(path);
    await page.getByRole('alert').getByText('You may not do this in this business.').waitFor();
    await settled(page);
    expect(await page.getByRole('button', { name: 'New key' }).count()).toBe(0);
  }
  await context.close();
}, 60_000);

test('a role of one\'s own is made, changed in its column, given, and stays while somebody has it', async () => {
  const { page, context, problems } = await browser.open(parley.url, { storageState: states.owner });
  await page.goto('/settings/roles');
  await page.getByRole('button', { name: 'New role' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Night shift');
  await dialog.getByLabel('Begins like').selectOption('Viewer');
  await dialog.getByRole('button', { name: 'New role' }).press('Enter');
  const tick = page.getByRole('checkbox', { name: 'Night shift: End calls' });
  expect(await page.getByRole('checkbox', { name: 'Night shift: Read calls' }).isChecked()).toBe(true);
  await tick.focus();
  await page.keyboard.press('Space');
  await page.getByText('Night shift is changed').waitFor();
  expect([await tick.isChecked(), await tick.evaluate((element) => element === document.activeElement)]).toEqual([true, true]);
  expect(await axeFaults(page)).toEqual([]);
  await page.goto('/settings/members');
  await page.getByRole('button', { name: 'What to do with Emmy Noether' }).press('Enter');
  await page.getByRole('menuitemradio', { name: 'Night shift' }).press('Enter');
  await page.getByText('Emmy Noether is now: Night shift').waitFor();
  await page.getByRole('row', { name: /Emmy Noether/ }).getByText('Night shift').waitFor();
  await page.goto('/settings/roles');
  await page.getByRole('button', { name: 'What to do with Night shift' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Remove' }).press('Enter');
  await dialog.getByRole('button', { name: 'Remove' }).press('Enter');
  await dialog.getByRole('alert').waitFor();
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('an agency makes a client, finds it among many and works in it, at the same page', async () => {
  const { page, context, problems } = await browser.open(parley.url, { storageState: states.agency });
  await page.goto('/settings/clients');
  const clients = page.getByRole('list', { name: 'Clients' });
  await clients.getByRole('listitem').filter({ hasText: 'Harbour Dental' }).getByText('Lets you work').waitFor();
  await page.getByRole('button', { name: 'New client' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'New client' });
  await dialog.getByLabel('Name', { exact: true }).fill('Quayside Bakery');
  expect(await dialog.getByLabel('Short name').inputValue()).toBe('quayside-bakery');
  await dialog.getByRole('button', { name: 'Make client' }).press('Enter');
  await dialog.getByText('This short name is in use already.').waitFor();
  expect(await dialog.getByLabel('Short name').getAttribute('aria-invalid')).toBe('true');
  expect(await axeFaults(page)).toEqual([]);
  await dialog.getByLabel('Name', { exact: true }).fill('Ferry Terrace Hotel');
  await dialog.getByRole('button', { name: 'Make client' }).press('Enter');
  await clients.getByRole('listitem').filter({ hasText: 'Ferry Terrace Hotel' }).getByText('Lets you do everything').waitFor();

  await page.goto('/calls?status=ACTIVE');
  await page.getByRole('heading', { name: 'Calls', level: 1 }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  const field = page.getByRole('combobox', { name: 'Switch organization' });
  const active = () => field.getAttribute('aria-activedescendant').then((id) => page.locator(`[id="${id}"]`).innerText());
  await field.waitFor();
  expect(await active()).toContain('Brightline Voice');
  await field.press('ArrowDown');
  expect(await active()).toContain('Castle Street');
  await field.fill('terrace');
  await expect.poll(() => page.getByRole('option').count()).toBe(1);
  expect(await axeFaults(page)).toEqual([]);
  await field.press('Enter');
  await page.getByRole('button', { name: /^Organization ?Ferry Terrace Hotel ?Client of Brightline Voice/ }).waitFor();
  await page.getByRole('heading', { name: 'Calls', level: 1 }).waitFor();
  expect(page.url()).toBe(`${parley.url}/calls`);
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('a client says how far its agency reaches; what the agency has open there ends', async () => {
  const { page, context, problems } = await browser.open(parley.url, { storageState: states.owner });
  const agency = await browser.open(parley.url, { storageState: states.agency });
  await agency.page.goto('/settings/clients');
  await agency.page.getByRole('button', { name: /^Organization/ }).click();
  await agency.page.getByRole('option', { name: /Harbour Dental/ }).click();
  await agency.page.getByRole('button', { name: /^Organization ?Harbour Dental/ }).waitFor();

  await page.goto('/settings/agency');
  const work = page.getByRole('radio', { name: 'Work' });
  await work.waitFor();
  expect(await work.isChecked()).toBe(true);
  expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await page.getByRole('radio', { name: 'Chosen one by one' }).press('Space');
  await page.getByRole('checkbox', { name: 'End calls' }).press('Space');
  expect(await axeFaults(page)).toEqual([]);
  await page.getByRole('radio', { name: 'Nothing' }).press('Space');
  await page.getByRole('button', { name: 'Save' }).press('Enter');
  await page.getByText('Brightline Voice comes in no more').waitFor();
  await agency.page.goto('/agents');
  await agency.page.getByRole('button', { name: /^Organization ?Brightline Voice/ }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect.poll(() => work.isChecked()).toBe(true);
  expect(problems).toEqual([]);
  await agency.context.close();
  await context.close();
}, 60_000);

/** A package of somebody else, as it is dropped into the folder of plugins: a language model with settings of its own. */
function dropPlugin(dataDir) {
  const folder = join(dataDir, 'plugins', 'acme-minds');
  const settings = { type: 'object', additionalProperties: false, required: ['tenant'], properties: {
    tenant: { type: 'string', title: 'Tenant', description: 'Who pays at Acme.', pattern: '^[a-z]+$' }, mood: { type: 'string', title: 'Mood', enum: ['calm', 'quick'], default: 'calm' },
    haste: { type: 'number', title: 'Haste', minimum: 1, maximum: 9, 'x-parley': { showIf: { mood: 'quick' } } }, retries: { type: 'integer', title: 'Retries', default: 2, 'x-parley': { group: 'Network' } },
  } };
  const kinds = { llm: { spec: 'llm/v1', title: 'Acme answers', description: 'Repeats what it is told.', settings, secrets: { token: { title: 'Access token', help: 'Under `Tokens` at Acme.' } }, abilities: { languages: ['en'] }, templates: [{ name: 'quick', title: 'Quick one', settings: { mood: 'quick' } }] } };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.js'), `
    const refusal = () => Object.assign(new Error('refused'), { [Symbol.for('parley.provider-error.v1')]: true, causeCode: 'auth', vendorMessage: 'Nobody at Acme knows this token.' });
    export default { llm: async ({ secrets, settings }) => ({
      spec: 'llm/v1', abilities: { hasTools: false, takesDocuments: false, isLanguageModel: true, languages: ['en'] },
      async *generate() {
        if (!secrets.token.startsWith('acme-token-') || settings.tenant !== 'harbour' || settings.haste !== 3) throw refusal();
        yield { type: 'text-delta', text: 'ready' };
        yield { type: 'end', reason: 'stop' };
      },
      async close() {},
    }) };`);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'acme-minds', version: '1.0.0', type: 'module', keywords: ['parley-plugin'], parley: { id: 'acme', title: 'Acme Minds', description: 'Answers from a shed.', entry: './index.js', host: '^0.1.0', egress: ['api.acme.example'], setup: ['Make a `token` at Acme.'], kinds } }));
}

test('a package that somebody else has made appears without a restart, is set up by its own form, and says in its own words what is wrong', async () => {
  const { page, context, problems } = await browser.open(parley.url, { storageState: states.newcomer });
  await page.goto('/settings/connections');
  await page.getByRole('link', { name: 'Choose a provider' }).press('Enter');
  const catalog = page.getByRole('list', { name: 'Catalogue' });
  await catalog.getByRole('heading', { name: 'OpenAI' }).waitFor();
  expect(await catalog.getByRole('heading', { name: 'Acme Minds' }).count()).toBe(0);
  dropPlugin(parley.dataDir);
  await expect.poll(async () => { await page.getByRole('button', { name: 'Refresh' }).press('Enter'); return catalog.getByRole('heading', { name: 'Acme Minds' }).count(); }, { timeout: 15_000, interval: 500 }).toBe(1);
  await page.getByLabel('Search providers').fill('from a shed');
  await expect.poll(() => catalog.getByRole('heading').count()).toBe(1);
  expect(new URL(page.url()).searchParams.get('q')).toBe('from a shed');
  await page.getByRole('link', { name: 'Set up Acme Minds, Language model' }).press('Enter');

  await page.getByRole('heading', { name: 'Connect Acme Minds' }).waitFor();
  await page.getByText('Make a “Access token” at Acme.').waitFor();
  expect(await page.getByLabel('Haste').count()).toBe(0);
  await page.getByRole('radio', { name: 'Quick one' }).press('Space');
  expect(new URL(page.url()).searchParams.get('template')).toBe('quick');
  await page.getByLabel('Access token').fill('wrong');
  await page.getByLabel('Tenant').fill('harbour');
  await page.getByLabel('Haste').fill('3');
  await page.getByText('Network', { exact: true }).click();
  expect(await page.getByLabel('Retries').getAttribute('placeholder')).toBe('2');
  await page.getByRole('button', { name: 'Test and connect' }).press('Enter');
  const alert = page.getByRole('alert');
  await alert.getByText('The credentials were refused.').waitFor();
  await alert.getByText('Nobody at Acme knows this token.').waitFor();
  expect(await axeFaults(page)).toEqual([]);
  await page.getByLabel('Access token').fill('acme-token-one-1234');
  await page.getByRole('button', { name: 'Test and connect' }).press('Enter');
  await page.getByRole('heading', { name: 'Acme Minds is connected' }).waitFor();
  expect(await page.content()).not.toContain('acme-token');

  await page.getByRole('link', { name: 'To this connection' }).press('Enter');
  await page.getByText(/Ends in 1234/).waitFor();
  await page.getByRole('button', { name: 'Test', exact: true }).press('Enter');
  await page.getByText(/^Acme Minds works: first answer after/).waitFor();
  await page.getByRole('button', { name: 'Replace Access token' }).press('Enter');
  const replacement = page.getByLabel('New: Access token');
  await replacement.fill('revoked');
  await page.getByRole('button', { name: 'Test and save' }).press('Enter');
  await alert.getByText('Nobody at Acme knows this token.').waitFor();
  await replacement.fill('acme-token-two-9876');
  await page.getByRole('button', { name: 'Test and save' }).press('Enter');
  await page.getByText(/Ends in 9876/).waitFor();
  await page.getByRole('button', { name: 'Disconnect' }).press('Enter');
  await page.getByRole('dialog', { name: 'Disconnect Acme Minds?' }).getByRole('button', { name: 'Disconnect' }).press('Enter');
  await page.getByRole('heading', { name: 'No provider of your own yet' }).waitFor();
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('the order in which calls try providers is changed by keys and by dragging, with a way back; what waits is approved by those who may', async () => {
  const { page, context, problems } = await browser.open(parley.url, { storageState: states.owner });
  await page.goto('/settings/connections');
  const models = page.getByRole('list', { name: /^Language model, in the order/ });
  const names = async () => (await models.getByRole('link').allInnerTexts()).map((name) => name.split(/[ ,]/)[0]).join(' ');
  const grip = (name) => models.getByRole('button', { name: new RegExp(`^Place of ${name}`) });
  await grip('Anthropic').press('ArrowUp');
  await expect.poll(names).toBe('Anthropic OpenAI Ollama Mistral');
  await page.getByText('Anthropic, where OpenAI fails is number 1 of 4 now').waitFor();
  await expect.poll(() => grip('Anthropic').evaluate((element) => element === document.activeElement)).toBe(true);
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect.poll(names).toBe('OpenAI Anthropic Ollama Mistral');

  const [from, to] = [await grip('Ollama').boundingBox(), await grip('OpenAI').boundingBox()];
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y - 4, { steps: 6 });
  await page.mouse.up();
  await expect.poll(names).toBe('Ollama OpenAI Anthropic Mistral');
  await page.getByText('Ollama on the machine in the cellar is number 1 of 4 now').waitFor();
  await page.reload();
  await expect.poll(names).toBe('Ollama OpenAI Anthropic Mistral');

  // A route that a program has stored is told, and taken out.
  const { OpenAI } = parley.prepared.connections;
  await context.request.post('/graphql', { headers: { origin: parley.url }, data: { query: 'mutation ($id: ID!) { routeSet(input: { kind: LLM, steps: [{ connectionId: $id }] }) { errors { code } } }', variables: { id: OpenAI } } });
  await page.reload();
  await page.getByText(/^A route of the organization decides here .* Calls try: OpenAI\.$/).waitFor();
  await page.getByRole('button', { name: 'Go by the order below' }).press('Enter');
  await page.getByText('Calls go by the order of the connections again').waitFor();
  await expect.poll(() => page.getByText(/^A route of the organization decides/).count()).toBe(0);

  const { page: seen, context: theirs } = await browser.open(parley.url, { storageState: states.viewer });
  await seen.goto('/settings/connections');
  const waiting = seen.getByRole('region', { name: 'Waiting for approval' });
  await waiting.getByText('Calls use these once somebody who may approves them.').waitFor();
  expect(await seen.getByRole('main').getByRole('button').count()).toBe(0);
  await theirs.close();
  await page.getByRole('button', { name: 'Approve Mistral' }).press('Enter');
  await page.getByText('Mistral is approved and in use').waitFor();
  await expect.poll(() => page.getByRole('region', { name: 'Waiting for approval' }).count()).toBe(0);
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('the platform finds an organization, sets its limits and suspends it: its people read why, and what they change is refused in words', async () => {
  const { page, context, problems } = await browser.open(parley.url, { storageState: states.platform });
  await page.goto('/settings/platform');
  await page.getByRole('searchbox', { name: 'Name or short name' }).fill('brightline');
  await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('brightline');
  await expect.poll(() => page.getByRole('row').count()).toBe(2);
  await page.getByRole('link', { name: 'Brightline Voice' }).press('Enter');
  await page.getByRole('heading', { name: 'Brightline Voice', level: 1 }).waitFor();
  await page.getByLabel('Plan').selectOption('Team');
  await page.getByLabel('Members', { exact: true }).fill('many');
  await page.getByRole('button', { name: 'Save' }).press('Enter');
  await page.getByText('Write a whole number.').waitFor();
  await page.getByLabel('Members', { exact: true }).fill('7');
  await page.getByRole('button', { name: 'Save' }).press('Enter');
  await page.getByText('The limits of Brightline Voice are set').waitFor();
  await page.getByText('1 of 7').waitFor();
  await page.getByRole('button', { name: 'Suspend' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Suspend Brightline Voice?' });
  await dialog.getByLabel('Reason').fill('Three invoices are open.');
  expect(await axeFaults(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Suspend' }).press('Enter');
  await page.getByText(/^Suspended since/).waitFor();

  const theirs = await browser.open(parley.url, { storageState: states.agency });
  await theirs.page.goto('/agents?new=1');
  await theirs.page.getByText('Reason: Three invoices are open.').waitFor();
  await theirs.page.getByRole('dialog').getByLabel('Name').fill('Nora');
  await theirs.page.getByRole('dialog').getByRole('button', { name: 'Create' }).press('Enter');
  await theirs.page.getByRole('dialog').getByText(/suspended/).waitFor();
  expect(await axeFaults(theirs.page)).toEqual([]);
  await page.getByRole('button', { name: 'Let it go on' }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Let it go on' }).press('Enter');
  await page.getByRole('button', { name: 'Suspend' }).waitFor();
  await theirs.page.goto('/agents');
  await theirs.page.getByRole('heading', { name: 'Agents', level: 1 }).waitFor();
  expect(await theirs.page.getByText('Three invoices').count()).toBe(0);
  await theirs.context.close();
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('whoever works as somebody else is told so on every page, why and how long, and ends it; the organization reads it', async () => {
  const { page, context, problems } = await browser.open(parley.url, { storageState: states.platform });
  await page.goto(`/settings/platform/${parley.prepared.organizations.quayside}`);
  await page.getByRole('button', { name: 'Work as Tom Whitfield' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Work as Tom Whitfield?' });
  await dialog.getByLabel('Reason').fill('Ticket 4712: no call comes in.');
  await dialog.getByLabel('For').selectOption('30 minutes');
  await dialog.getByRole('button', { name: 'Begin' }).press('Enter');
  const banner = page.getByRole('region', { name: 'Working as somebody else' });
  await banner.getByRole('status').getByText('You work as Tom Whitfield in Quayside Bakery').waitFor();
  await banner.getByText('Demo: Ticket 4712: no call comes in.').waitFor();
  await banner.getByText('29 minutes left').first().waitFor();
  await page.goto('/agents');
  await page.getByRole('heading', { name: 'Agents', level: 1 }).waitFor();
  await banner.waitFor();
  expect(await axeFaults(page)).toEqual([]);
  // What stays at the top stands below it.
  const [above, below] = [await banner.boundingBox(), await page.getByRole('button', { name: /^Organization/ }).first().boundingBox()];
  expect(below.y).toBeGreaterThanOrEqual(above.y + above.height);
  await banner.getByRole('button', { name: 'End' }).press('Enter');
  await page.getByRole('heading', { name: 'Quayside Bakery', level: 1 }).waitFor();
  expect(await banner.count()).toBe(0);
  // What was done meanwhile is in the log of the organization, with both names.
  const theirs = await browser.open(parley.url, { storageState: states.newcomer });
  await theirs.page.goto('/settings/audit');
  await theirs.page.getByRole('listitem').filter({ hasText: 'Began to work as somebody else' }).first().waitFor();
  await theirs.context.close();
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('who is removed is out at once, who leaves goes on elsewhere or signs in anew, and an owner stays', async () => {
  const { page, context, problems } = await browser.open(parley.url, { storageState: states.owner });
  const theirs = await browser.open(parley.url, { storageState: states.member });
  await theirs.page.goto('/agents');
  await theirs.page.getByRole('link', { name: 'Mia', exact: true }).waitFor();
  await page.goto('/settings/members');
  await page.getByRole('button', { name: 'What to do with Grace Hopper' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Remove' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Remove Grace Hopper?' });
  await dialog.getByText(/signed out of this organization within a second/).waitFor();
  expect(await axeFaults(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Remove' }).press('Enter');
  await page.getByText('Grace Hopper is no member any more').waitFor();
  await expect.poll(() => page.getByRole('row', { name: /Grace Hopper/ }).count()).toBe(0);
  await theirs.page.getByRole('link', { name: 'Calls' }).click();
  await theirs.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await theirs.context.close();

  await page.goto('/settings/organization');
  await page.getByRole('heading', { name: 'Plan and use' }).waitFor();
  await page.getByRole('button', { name: 'Leave' }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).press('Enter');
  await page.getByRole('dialog').getByRole('alert').waitFor();
  await page.keyboard.press('Escape');
  expect(problems).toEqual([]);
  await context.close();

  const viewer = await browser.open(parley.url, { storageState: states.viewer });
  await viewer.page.goto('/settings/organization');
  await viewer.page.getByRole('button', { name: 'Leave' }).press('Enter');
  await viewer.page.getByText('It is your only organization: you are signed out.').waitFor();
  await viewer.page.getByRole('dialog').getByRole('button', { name: 'Leave' }).press('Enter');
  await viewer.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await viewer.context.close();
}, 60_000);

test('what calls used is seen by kind and by agent, adds up, and is taken along as a file', async () => {
  const { page, context, problems } = await browser.open(parley.url, { storageState: states.owner });
  await page.goto('/settings/usage');
  const table = page.getByRole('table');
  await table.getByRole('row', { name: /Language model/ }).waitFor();
  const cents = async (rows) => (await rows.locator('td:last-child').allInnerTexts()).map((text) => Math.round(Number(text.replace(/[$,]/g, '')) * 10_000));
  const [total] = await cents(table.locator('tfoot tr'));
  const parts = await cents(table.locator('tbody tr'));
  expect(parts.length).toBeGreaterThan(2);
  // Each is rounded for itself.
  expect(Math.abs(parts.reduce((sum, part) => sum + part, 0) - total)).toBeLessThanOrEqual(parts.length);
  await page.getByRole('img', { name: /^Cost, last 30 days: at most \$/ }).waitFor();
  await page.getByRole('link', { name: 'Agent', exact: true }).press('Enter');
  await table.getByRole('row', { name: /^Mia/ }).waitFor();
  expect(new URL(page.url()).searchParams.get('by')).toBe('agent');
  expect(await cents(table.locator('tfoot tr'))).toEqual([total]);
  await page.getByRole('link', { name: 'Requests', exact: true }).press('Enter');
  await page.getByRole('img', { name: /^Requests, last 30 days: at most \d/ }).waitFor();
  const file = await savedBy(page, () => page.getByRole('button', { name: 'Export CSV' }).press('Enter'));
  expect(file.text).toContain('Mia');
  expect(file.name).toMatch(/^usage-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
  expect(problems).toEqual([]);
  await context.close();
});

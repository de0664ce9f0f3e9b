// What stands around every page, in a real browser: languages, navigation, command palette, shortcuts, settings.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startParley } from '../../tools/e2e/parley.mjs';
import { axeFaults, settled, sidewaysScroll, signIn, startBrowser } from './browser.mjs';
import { collectData, cutTexts, foreignTexts } from './words.mjs';

let parley;
let browser;
let agentPath;

beforeAll(async () => {
  [parley, browser] = await Promise.all([startParley(), startBrowser()]);
  const { page, context } = await browser.open(parley.url);
  await signIn(page, parley.demoLogin);
  agentPath = await page.getByRole('link', { name: /Mia/ }).getAttribute('href');
  await context.close();
}, 180_000);

afterAll(async () => { await browser?.close(); await parley?.stop(); });

const SETTINGS = ['/settings/profile', '/settings/organization', '/settings/members', '/settings/plugins', '/settings/health'];
const PAGES = () => ['/', '/agents', '/agents?new=1', agentPath, `${agentPath}?view=talk`, `${agentPath}/talk`, '/', '/?range=7d', '/live', '/calls', '/calls?status=ACTIVE', '/calls/call_0000000000000000000000', ...SETTINGS, '/nothing'];

/** The same address in the made-up language. */
const inPseudo = (path) => `${path}${path.includes('?') ? '&' : '?'}locale=pseudo`;

for (const width of [360, 1280]) {
  test(`every text is from the catalogue and can be read to its end, ${width} px`, async () => {
    const { page, context, problems } = await browser.open(parley.url, { width });
    const data = collectData(page);
    const found = [];
    const look = async (path) => {
      await page.goto(inPseudo(path));
      await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
      await settled(page);
      expect(await page.locator('body').innerText()).toContain('⟦');
      await gather(path);
    };
    const gather = async (path) => {
      found.push(...(await foreignTexts(page, data)).map((text) => `${path}: not from the catalogue: ${text}`));
      found.push(...(await cutTexts(page)).map((text) => `${path}: cut off: ${text}`));
      if (await sidewaysScroll(page) > 0) found.push(`${path}: wider than the window`);
    };
    await look('/sign-in');
    await look('/sign-up');
    await signIn(page, parley.demoLogin);
    for (const path of PAGES()) await look(path);
    await page.keyboard.press('Control+k');
    await page.getByRole('option').first().waitFor();
    await gather('the palette');
    await page.keyboard.press('Escape');
    await page.getByRole('listbox').waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByRole('heading', { level: 2 }).waitFor();
    await gather('the list of shortcuts');
    await page.keyboard.press('Escape');
    await page.getByRole('banner').getByRole('button').last().click();
    await page.getByRole('radio').first().waitFor();
    await gather('the account');
    expect(found).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
  }, 120_000);
}

test('a text that is in no catalogue, and one that is cut off, are found', async () => {
  const { page, context } = await browser.open(parley.url, { width: 360 });
  const data = collectData(page);
  await page.goto(inPseudo('/sign-in'));
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate(() => {
    document.querySelector('h1').insertAdjacentHTML('afterend', '<p title="Forgotten title">Forgotten words</p><div id="narrow"><span>⟦Ţöö ļöñĝ ƒöŕ ţĥîš⟧</span></div>');
    Object.assign(document.getElementById('narrow').style, { overflow: 'hidden', width: '40px', whiteSpace: 'nowrap' });
  });
  expect(await foreignTexts(page, data)).toEqual(['Forgotten words', 'Forgotten title']);
  expect(await cutTexts(page)).toEqual(['⟦Ţöö ļöñĝ ƒöŕ ţĥîš⟧ (hidden sideways)']);
  await context.close();
}, 30_000);

test('the language is the browser’s until one is chosen, is kept, and arrives before the page is drawn', async () => {
  const { page, context, requests, problems } = await browser.open(parley.url, { locale: 'de-AT' });
  await page.goto('/sign-in?to=/agents');
  await page.getByRole('heading', { name: 'Anmelden' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  // Of the words those of one language are fetched, once, while the console itself loads.
  const files = requests.map((url) => /assets\/((?:en|de|index)-[\w-]+\.js)/.exec(url)?.[1]).filter(Boolean);
  expect(files.filter((name) => !name.startsWith('index-'))).toEqual([expect.stringMatching(/^de-/)]);
  expect(await page.title()).toBe('Anmelden · Parley');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByRole('button', { name: 'Deutsch' }).click();
  await page.getByLabel('E-Mail-Adresse').fill(parley.demoLogin.email);
  await page.getByLabel('Passwort').fill(parley.demoLogin.password);
  await page.getByRole('button', { name: 'Anmelden', exact: true }).click();
  await page.getByText('Veröffentlicht, Version 1').waitFor();

  await page.getByRole('button', { name: /^Konto/ }).click();
  await page.getByRole('dialog').getByText('English', { exact: true }).click();
  await page.getByRole('heading', { name: 'Agents', level: 1 }).waitFor();
  await page.getByText('Published, version 1').waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  await page.reload();
  await page.getByRole('heading', { name: 'Agents', level: 1 }).waitFor();

  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('dialog').getByText('Deutsch', { exact: true }).click();
  await page.getByRole('heading', { name: 'Agenten', level: 1 }).waitFor();
  // Drawn in English first, the page would say so in the tab's title or its body at some moment.
  await page.addInitScript(() => {
    globalThis.seen = [];
    new MutationObserver(() => { globalThis.seen.push(document.body?.innerText ?? ''); }).observe(document, { childList: true, subtree: true, characterData: true });
  });
  await page.reload();
  await page.getByRole('heading', { name: 'Agenten', level: 1 }).waitFor();
  const seen = await page.evaluate(() => globalThis.seen.join('\n'));
  expect(seen).toContain('Agenten');
  expect(seen).not.toMatch(/\b(Agents|Calls|Sign out)\b/);
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('without the words of the chosen language the console speaks English', async () => {
  const { page, context } = await browser.open(parley.url, { locale: 'en-GB' });
  await page.addInitScript(() => { localStorage.setItem('parley.language', 'de'); });
  await page.route(/\/assets\/de-.*\.js/, (route) => route.abort());
  await page.route(/\/assets\/.*\.js/, async (route) => {
    const response = await route.fetch();
    if ((await response.text()).includes('Hauptnavigation')) await route.abort();
    else await route.fulfill({ response });
  });
  await page.goto('/sign-in');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  await context.close();
}, 30_000);

const focused = (page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.getAttribute('aria-label') || document.activeElement?.textContent);

test('the command palette finds pages, agents and settings, by keyboard alone', async () => {
  const { page, context, problems } = await browser.open(parley.url);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn(page, parley.demoLogin);
  const palette = page.getByRole('combobox', { name: 'Search and commands' });
  await page.getByRole('button', { name: /^Search/ }).focus();
  await page.keyboard.press('Control+k');
  await palette.waitFor();
  expect(await focused(page)).toBe('Search and commands');
  expect(await axeFaults(page)).toEqual([]);
  const active = () => palette.getAttribute('aria-activedescendant').then((id) => page.locator(`[id="${id}"]`).innerText());
  expect(await active()).toContain('Home');
  await page.keyboard.press('ArrowDown');
  expect(await active()).toContain('Live');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  expect(await active()).toContain('Keyboard shortcuts');
  await page.keyboard.press('Escape');
  await expect.poll(() => focused(page)).toMatch(/^Search/);

  // Names are searched by the api, and what was opened is offered first the next time.
  await page.keyboard.press('Control+k');
  await palette.fill('mia');
  await page.getByRole('option', { name: /Mia/ }).waitFor();
  expect(await active()).toContain('Mia');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Mia', level: 1 }).waitFor();
  await expect.poll(() => page.locator('[data-announcer]').innerText()).toBe('Mia');
  expect(await focused(page)).toBe('main');
  // What the page offers comes first.
  await page.keyboard.press('Control+k');
  const here = page.getByRole('group', { name: 'On this page' });
  await here.getByRole('option', { name: 'Publish' }).waitFor();
  expect(await here.evaluate((group) => group.previousElementSibling)).toBeNull();
  await palette.fill('copy');
  await page.keyboard.press('Enter');
  await page.getByText('Copied').waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.getByRole('heading', { name: 'Calls', level: 1 }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('group', { name: 'Recently opened' }).getByRole('option', { name: /Mia/ }).waitFor();

  const agentId = agentPath.split('/').at(-1);
  await palette.fill(agentId);
  await page.getByRole('option', { name: /Mia/ }).waitFor();
  await palette.fill('call_0000000000000000000000');
  await page.getByText('Nothing is called “call_0000000000000000000000”.').waitFor();
  await palette.fill('on saturday');
  await page.getByRole('option', { name: 'Calls in which “on saturday” was said' }).waitFor();
  expect(await axeFaults(page)).toEqual([]);
  await palette.fill('dark');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark');
  await page.keyboard.press('Control+k');
  await palette.fill('deutsch');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Anrufe', level: 1 }).waitFor();
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('shortcuts are listed, rest while something is typed, and can be switched off', async () => {
  const { page, context, problems } = await browser.open(parley.url);
  await signIn(page, parley.demoLogin);
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await sheet.getByText('Settings', { exact: true }).waitFor();
  expect(await sheet.getByRole('definition').first().innerText()).toMatch(/G\s*H/);
  expect(await axeFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });

  await page.goto('/agents?new=1');
  await page.getByLabel('Name').pressSequentially('g c?');
  expect(await page.getByLabel('Name').inputValue()).toBe('g c?');
  expect(new URL(page.url()).pathname).toBe('/agents');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();

  await page.getByRole('switch', { name: 'Single-key shortcuts' }).uncheck({ force: true });
  await page.reload();
  await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
  expect(await page.getByRole('switch', { name: 'Single-key shortcuts' }).isChecked()).toBe(false);
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await page.keyboard.press('?');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').waitFor();
  expect(new URL(page.url()).pathname).toBe('/settings/profile');
  expect(await page.getByRole('dialog').count()).toBe(1);
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('one skips to the content, and closes boxes by keyboard', async () => {
  const { page, context, problems } = await browser.open(parley.url);
  await signIn(page, parley.demoLogin);
  await page.reload();
  await page.getByRole('heading', { name: 'Agents', level: 1 }).waitFor();
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Skip to content');
  await page.keyboard.press('Enter');
  expect(await focused(page)).toBe('main');
  const account = page.getByRole('button', { name: /^Account/ });
  await account.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Account' }).waitFor();
  expect(await account.getAttribute('aria-expanded')).toBe('true');
  expect(await axeFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Account' }).waitFor({ state: 'hidden' });
  expect(await focused(page)).toMatch(/Account/);
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('one makes an organization and goes from one to another; nothing of the one before stays, in no tab', async () => {
  const { page, context, problems } = await browser.open(parley.url);
  await signIn(page, parley.demoLogin);
  const other = await context.newPage();
  await other.goto(agentPath);
  await other.getByRole('heading', { name: 'Mia', level: 1 }).waitFor();

  const menu = page.getByRole('button', { name: /^Organization/ });
  await menu.focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('menu', { name: 'Organizations' }).waitFor();
  expect(await focused(page)).toMatch(/Harbour Dental/);
  expect(await axeFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await focused(page)).toMatch(/Harbour Dental/);
  await page.keyboard.press('ArrowUp');
  expect(await focused(page)).toBe('New organization');
  await page.keyboard.press('Enter');
  const form = page.getByRole('dialog', { name: 'New organization' });
  await form.getByLabel('Name').fill('Quayside Bakery');
  expect(await axeFaults(page)).toEqual([]);
  await page.keyboard.press('Enter');

  await page.getByRole('button', { name: /Quayside Bakery/ }).waitFor();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await settled(page);
  expect(await page.locator('body').innerText()).not.toContain('Harbour');
  await other.getByRole('button', { name: /Quayside Bakery/ }).waitFor();
  expect(await other.locator('body').innerText()).not.toContain('Harbour');
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await page.getByText('No agents yet').waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('option').first().waitFor();
  expect(await page.getByRole('group', { name: 'Recently opened' }).count()).toBe(0);
  await page.keyboard.press('Escape');

  await page.goto('/settings/organization');
  await page.getByLabel('Short name').fill('not a short name');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('[aria-invalid=true]').waitFor();
  await page.getByLabel('Short name').fill('quay-house');
  await page.getByLabel('Name', { exact: true }).fill('Quay House');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Organization saved').waitFor();
  await page.getByRole('button', { name: /Quay House/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitemradio', { name: /Harbour Dental/ }).waitFor();
  await page.keyboard.press('q');
  expect(await focused(page)).toMatch(/Quay House/);
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Organization ?Harbour Dental/ }).waitFor();
  await page.goto('/settings/members');
  await page.getByRole('row', { name: /demo@parley.localhost/ }).getByText('Owner').waitFor();
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('what was done can be taken back for eight seconds, longer while somebody is there, by keyboard too', async () => {
  const { page, context, problems } = await browser.open(parley.url);
  await page.clock.install();
  await signIn(page, parley.demoLogin);
  const notes = page.getByRole('region', { name: 'Notifications' });
  const undo = notes.getByRole('button', { name: 'Undo' });
  const archive = async () => {
    await page.getByRole('button', { name: /Mia/ }).click();
    await page.getByRole('menuitem', { name: 'Archive' }).click();
    await notes.getByText('Mia is archived').waitFor();
  };
  const isBack = () => page.getByRole('link', { name: 'Mia', exact: true }).waitFor();
  await archive();
  expect(await axeFaults(page)).toEqual([]);
  await page.keyboard.press('z');
  await isBack();
  await undo.waitFor({ state: 'detached' });

  await archive();
  await notes.getByText('Mia is archived').hover();
  await page.clock.runFor(30_000);
  expect(await undo.isVisible()).toBe(true);
  await page.mouse.move(10, 10);
  await page.clock.runFor(7_000);
  expect(await undo.isVisible()).toBe(true);
  await undo.focus();
  await page.clock.runFor(30_000);
  await page.keyboard.press('Enter');
  await isBack();
  // The toast took the focus with it; it is somewhere in the page again, not lost.
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false);

  await archive();
  await page.mouse.move(10, 10);
  await page.clock.runFor(8_500);
  await undo.waitFor({ state: 'detached' });
  await page.goto('/agents?archived=1');
  await page.getByRole('button', { name: /Mia/ }).click();
  await page.getByRole('menuitem', { name: 'Bring back' }).click();
  await notes.getByText('Mia is back').waitFor();
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('people change what they are called', async () => {
  const { page, context, problems } = await browser.open(parley.url);
  await signIn(page, parley.demoLogin);
  await page.goto('/settings/profile');
  const save = page.getByRole('button', { name: 'Save' });
  expect(await save.isDisabled()).toBe(true);
  for (const name of ['Ada Lovelace', 'Demo']) {
    await page.getByLabel('Your name').fill(name);
    await save.click();
    await page.getByRole('button', { name: new RegExp(`^Account.*${name}`) }).waitFor();
  }
  expect(problems).toEqual([]);
  await context.close();
}, 30_000);

test('the health page tells what does not work, and when it works again', async () => {
  const { page, context } = await browser.open(parley.url);
  await signIn(page, parley.demoLogin);
  await page.goto('/settings/health');
  await page.getByText('Everything works').waitFor();
  await page.getByText(/of at most/).waitFor();
  await parley.end('media', 'SIGTERM');
  await page.getByRole('button', { name: 'Check again' }).click();
  await page.getByText('Something needs attention').waitFor();
  await page.getByText('No media server is connected, so no call can begin. Start one').waitFor();
  expect(await axeFaults(page)).toEqual([]);
  await parley.start('media');
  await expect.poll(async () => {
    await page.getByRole('button', { name: 'Check again' }).click();
    return page.getByRole('status').first().innerText();
  }, { timeout: 20_000 }).toBe('Everything works');
  await page.route('**/graphql', (route) => route.fulfill({ status: 502, body: '' }));
  await page.getByRole('button', { name: 'Check again' }).click();
  await page.getByRole('alert').getByText(/Something went wrong on the server/).waitFor();
  await context.close();
}, 60_000);

// What stands around every page, in a real browser: languages.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startParley } from '../../tools/e2e/parley.mjs';
import { settled, sidewaysScroll, signIn, startBrowser } from './browser.mjs';
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

const PAGES = () => ['/agents', '/agents?new=1', agentPath, `${agentPath}?view=talk`, '/calls', '/calls?status=ACTIVE', '/calls/call_0000000000000000000000', '/nothing'];

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
    if (width === 360) { await page.getByRole('banner').getByRole('button').last().click(); await gather('the menu'); }
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
  const { page, context, problems } = await browser.open(parley.url, { locale: 'de-AT' });
  await page.goto('/sign-in');
  await page.getByRole('heading', { name: 'Anmelden' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  expect(await page.title()).toBe('Anmelden · Parley');
  await page.getByLabel('E-Mail-Adresse').fill(parley.demoLogin.email);
  await page.getByLabel('Passwort').fill(parley.demoLogin.password);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await page.getByText('Veröffentlicht, Version 1').waitFor();

  await page.getByRole('radio', { name: 'English' }).check({ force: true });
  await page.getByRole('heading', { name: 'Agents', level: 1 }).waitFor();
  await page.getByText('Published, version 1').waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  await page.reload();
  await page.getByRole('heading', { name: 'Agents', level: 1 }).waitFor();

  await page.getByRole('radio', { name: 'Deutsch' }).check({ force: true });
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

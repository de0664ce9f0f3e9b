// The console in a real browser against the real server: real speech in, real speech out.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startParley } from '../../tools/e2e/parley.mjs';
import { signIn, startBrowser } from './browser.mjs';

const TALK_TIMEOUT_MS = 90_000;
let parley;
let browser;
/** Address of the call that the first test made; the others look at it. */
let callPath;
let agentPath;

beforeAll(async () => {
  // Time for the greeting, then the question.
  [parley, browser] = await Promise.all([startParley(), startBrowser({ microphone: [9, 'question.wav', 120] })]);
}, 180_000);

afterAll(async () => { await browser?.close(); await parley?.stop(); });

const played = (page) => page.locator('[data-phase]').getAttribute('data-played-samples').then(Number);
const sliderSeconds = (page) => page.getByRole('slider').getAttribute('aria-valuenow').then(Number);

test('somebody signs in, talks to an agent, and finds the call with its sound and words', async () => {
  const { page, context, requests, problems, texts } = await browser.open(parley.url);
  await signIn(page, parley.demoLogin);
  await page.getByRole('link', { name: /Mia/ }).click();
  await page.getByRole('heading', { name: 'Mia', level: 1 }).waitFor();
  agentPath = new URL(page.url()).pathname;

  await page.getByRole('button', { name: 'Talk', exact: true }).click();
  await page.locator('[data-phase=running]').waitFor({ timeout: 20_000 });
  const transcript = page.getByRole('list', { name: 'Transcript' });
  await transcript.getByText(/this is Mia/).waitFor({ timeout: TALK_TIMEOUT_MS });
  await expect.poll(() => played(page), { timeout: 20_000 }).toBeGreaterThan(16_000);
  await transcript.getByText(/opening hours on Saturday/i).waitFor({ timeout: TALK_TIMEOUT_MS });
  await transcript.getByText(/Saturday we are open/i).waitFor({ timeout: TALK_TIMEOUT_MS });
  await transcript.getByText(/Answered in/).waitFor({ timeout: TALK_TIMEOUT_MS });
  expect(await page.getByRole('log').innerText()).toMatch(/You: .*opening hours/i);
  await page.getByRole('button', { name: 'Mute' }).click();
  await page.getByText('Muted').waitFor();
  await page.getByRole('button', { name: 'End call' }).click();
  await page.getByText('The caller hung up.').waitFor();

  await page.getByRole('link', { name: 'Open the call' }).click();
  const slider = page.getByRole('slider', { name: 'Position in the recording' });
  await slider.waitFor({ timeout: 30_000 });
  callPath = new URL(page.url()).pathname;
  await page.getByText(/opening hours on Saturday/i).waitFor();
  expect(await slider.locator('path').first().getAttribute('d')).toMatch(/M\d+ \d+\.\dv\d{2}\./);

  const seek = page.getByRole('listitem').filter({ hasText: 'Saturday we are open' }).getByRole('button');
  await seek.click();
  const [, minutes, seconds] = /(\d+):(\d+)/.exec(await seek.innerText()).map(Number);
  await expect.poll(() => sliderSeconds(page)).toBeGreaterThanOrEqual(minutes * 60 + seconds + 1);
  expect(await page.locator('li[aria-current]').innerText()).toMatch(/Saturday we are open/);
  await page.getByRole('button', { name: 'Pause' }).click();
  await slider.focus();
  await slider.press('Home');
  expect(await sliderSeconds(page)).toBe(0);
  await slider.press('ArrowRight');
  expect(await sliderSeconds(page)).toBe(5);
  const { x, y, width, height } = await slider.boundingBox();
  await page.mouse.click(x + width / 2, y + height / 2);
  const lengthSeconds = Number(await slider.getAttribute('aria-valuemax'));
  expect(Math.abs(await sliderSeconds(page) - lengthSeconds / 2)).toBeLessThanOrEqual(1);
  await page.goto(`${callPath}?t=3`);
  await slider.waitFor();
  await expect.poll(() => sliderSeconds(page)).toBe(3);

  expect(new Set(requests.map((url) => new URL(url).origin))).toEqual(new Set([parley.url, parley.mediaUrl]));
  expect(problems).toEqual([]);
  expect(texts).toEqual([]);
  await context.close();
}, 240_000);

test('a new account finds its way: empty pages, a first agent, saved, published, and somebody else in between', async () => {
  const { page, context, problems } = await browser.open(parley.url, { width: 360, height: 740 });
  await page.goto('/sign-up');
  await page.getByLabel('Business').fill('Quayside Bakery');
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByLabel('Password').fill('password');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText(/password/i).filter({ hasText: /common|weak|easy|guess/i }).first().waitFor();
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('heading', { name: 'Your first call is a minute away' }).waitFor();

  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('dialog').getByRole('link', { name: 'Calls' }).click();
  await page.getByText('No calls yet').waitFor();
  await page.getByRole('link', { name: 'Go to agents' }).click();
  await page.getByRole('button', { name: 'New agent' }).first().click();
  await page.getByLabel('Name').fill('Nora');
  await page.getByRole('button', { name: 'Create agent' }).click();
  await page.getByRole('heading', { name: 'Nora', level: 1 }).waitFor();
  await page.getByRole('link', { name: 'Talk', exact: true }).click();
  await page.getByText(/Publish the agent first/).waitFor();
  await page.getByRole('link', { name: 'Edit', exact: true }).click();

  await page.getByRole('button', { name: 'Add entry' }).click();
  await page.getByLabel('What is true').focus();
  await page.getByText('Please fill this in.').first().waitFor();
  await page.getByLabel('Subject').fill('Opening hours');
  await page.getByLabel('What is true').fill('Open every day from six until four.');
  await page.getByLabel('Wait after a finished sentence').fill('600');
  await page.locator('[data-save=saved]').waitFor();
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByText('Published, version 1').waitFor();

  const other = await context.newPage();
  await other.goto(page.url());
  await other.getByLabel('Greeting').fill('Good morning!');
  await other.getByText('Unpublished changes').waitFor();
  await page.getByLabel('Greeting').fill('Hello there!');
  await page.getByRole('alert').getByText('Somebody else has changed this too').waitFor();
  await page.getByRole('button', { name: 'Keep mine' }).click();
  await page.getByText('Unpublished changes').waitFor();
  await other.reload();
  expect(await other.getByLabel('Greeting').inputValue()).toBe('Hello there!');
  expect(await other.getByLabel('Wait after a finished sentence').inputValue()).toBe('600');

  await page.getByLabel('Greeting').fill('Kept on the way out');
  await page.getByRole('link', { name: 'All agents' }).click();
  await page.getByText('Kept on the way out').waitFor();
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(problems).toEqual([]);
  await context.close();
}, 120_000);

test('bad moments are told in plain words', async () => {
  const { page, context } = await browser.open(parley.url);
  // Leaving with unsaved words is asked about; here it is meant.
  page.on('dialog', (dialog) => { void dialog.accept(); });
  await signIn(page, parley.demoLogin);
  await page.goto(agentPath);
  const talk = page.getByRole('button', { name: /^(Talk|Try again)$/ });
  for (const [name, words] of [['NotAllowedError', /microphone is blocked/], ['NotFoundError', /No microphone was found/], ['NotReadableError', /used by another program/]]) {
    await page.evaluate((fault) => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', fault)); }, name);
    await talk.click();
    await page.getByRole('alert').getByText(words).waitFor();
  }
  await page.reload();
  await page.getByLabel('Greeting').waitFor();
  await page.route('**/graphql', (route) => route.fulfill({ status: 500, body: 'no' }));
  await page.getByLabel('Greeting').fill('Hello again.');
  await page.getByRole('alert').getByText(/Not saved: Something went wrong on the server/).waitFor();
  expect(await page.getByLabel('Greeting').inputValue()).toBe('Hello again.');
  await page.unroute('**/graphql');

  await parley.end('media', 'SIGKILL');
  await page.getByRole('button', { name: 'Talk', exact: true }).click();
  await page.getByRole('alert').getByText(/media server cannot be reached/).waitFor();

  await page.reload();
  await page.getByRole('heading', { name: 'Mia', level: 1 }).waitFor();
  await context.clearCookies();
  await page.getByRole('link', { name: 'Calls' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByText('Your session has ended.').waitFor();
  await page.getByLabel('E-mail').fill(parley.demoLogin.email);
  await page.getByLabel('Password').fill('wrong password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('do not belong together').waitFor();
  await page.getByLabel('Password').fill(parley.demoLogin.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Calls', level: 1 }).waitFor();
  await context.close();
}, 120_000);

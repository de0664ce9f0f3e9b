// Talking to an agent when something goes wrong, in a real browser: devices, network, session, servers.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { collectEvents } from '../../tools/dist/caller/call-record.js';
import { startParley } from '../../tools/e2e/parley.mjs';
import { startBrowser } from './browser.mjs';
import { callIdOf, goToTalk, hangUp, makeAgent, playedSamples, startProxy, startTalking, transcriptOf } from './talking.mjs';

const TALK_TIMEOUT_MS = 60_000;
const soon = (get, options) => expect.poll(get, { timeout: 10_000, ...options });
/** A name that is neither localhost nor https. */
const INSECURE_HOST = 'parley.test';
let parley;
let client;
let browser;
let agentPath;
const contexts = [];

beforeAll(async () => {
  [parley, browser] = await Promise.all([startParley({ env: { MEDIA_CALLS_MAX: '2' } }), startBrowser({ microphone: [1, 'question.wav', 1, 'parking.wav', 1, 'interruption.wav', 1, 'question.wav', 1, 'parking.wav', 120], flags: [`--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`, '--autoplay-policy=document-user-activation-required'] })]);
  client = parley.client();
  await client.signIn(parley.demoLogin.email, parley.demoLogin.password);
  agentPath = await makeAgent(client, { name: 'Ida' });
}, 180_000);

afterEach(async () => { await Promise.all(contexts.splice(0).map((context) => context.close())); });
afterAll(async () => { await browser?.close(); await parley?.stop(); });

async function open(baseURL = parley.url, options) {
  const opened = await browser.open(baseURL, options);
  contexts.push(opened.context);
  return opened;
}

/** Lets the page hear its microphones lose their device, and refuse to open, as the test says. */
const watchMicrophone = (page) => page.addInitScript(() => {
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  globalThis.tracks = [];
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    if (globalThis.refusal) throw new DOMException('', globalThis.refusal);
    const stream = await open(constraints);
    globalThis.tracks.push(...stream.getTracks());
    return stream;
  };
  globalThis.unplug = () => { for (const track of globalThis.tracks.splice(0)) { track.stop(); track.dispatchEvent(new Event('ended')); } };
});

const write = async (page, text) => {
  await page.getByLabel('Write to the agent').fill(text);
  await page.getByLabel('Write to the agent').press('Enter');
};

test('a microphone is chosen, tried and remembered; in a call it is changed, and losing it does not end the call', async () => {
  const { page, problems } = await open();
  await watchMicrophone(page);
  await goToTalk(page, parley, agentPath);
  const picker = page.getByLabel('Microphone', { exact: true });
  await page.getByRole('button', { name: 'Test' }).click();
  const level = page.getByRole('meter', { name: 'Microphone level' });
  await soon(() => level.evaluate((meter) => meter.value)).toBeGreaterThan(1);
  await picker.selectOption({ label: 'Fake Audio Input 1' });
  await soon(() => page.evaluate(() => globalThis.tracks.at(-1).label)).toBe('Fake Audio Input 1');
  await page.getByRole('button', { name: 'Stop testing' }).click();
  expect(await page.evaluate(() => globalThis.tracks.every(({ readyState }) => readyState === 'ended'))).toBe(true);
  await page.reload();
  await soon(() => picker.evaluate((select) => select.selectedOptions[0].label)).toBe('Fake Audio Input 1');

  await startTalking(page);
  expect(await page.evaluate(() => globalThis.tracks.map(({ label }) => label))).toEqual(['Fake Audio Input 1']);
  await page.getByRole('button', { name: 'Sound' }).click();
  await page.getByLabel('Loudspeaker').waitFor();
  await picker.selectOption({ label: 'Fake Audio Input 2' });
  await soon(() => page.evaluate(() => globalThis.tracks.map(({ label, readyState }) => `${label} ${readyState}`))).toEqual(['Fake Audio Input 1 ended', 'Fake Audio Input 2 live']);

  await page.getByLabel('Push to talk').check();
  await soon(() => level.evaluate((meter) => meter.value)).toBe(0);
  const talkKey = page.getByRole('button', { name: 'Hold to talk' });
  await talkKey.dispatchEvent('pointerdown');
  await soon(() => level.evaluate((meter) => meter.value), { timeout: TALK_TIMEOUT_MS }).toBeGreaterThan(1);
  await talkKey.dispatchEvent('pointerup');
  await soon(() => level.evaluate((meter) => meter.value)).toBe(0);

  await page.evaluate(() => { globalThis.unplug(); });
  await transcriptOf(page).getByText(/The microphone was unplugged. You are heard through/).waitFor();
  await page.evaluate(() => { globalThis.refusal = 'NotFoundError'; globalThis.unplug(); });
  await page.getByRole('alert').getByText(/No microphone was found. The call goes on/).waitFor();
  await write(page, 'Do you treat children?');
  await transcriptOf(page).getByText(/gladly treat children/).waitFor({ timeout: TALK_TIMEOUT_MS });
  await page.evaluate(() => { globalThis.refusal = undefined; navigator.mediaDevices.dispatchEvent(new Event('devicechange')); });
  await page.getByText(/The call goes on/).waitFor({ state: 'detached' });
  await hangUp(page);
  expect(problems).toEqual([]);
}, 180_000);

test('without a microphone the reason is told, what to do about it, and writing works at once', async () => {
  const { page, problems } = await open();
  await watchMicrophone(page);
  await goToTalk(page, parley, agentPath);
  for (const [refusal, words] of [['NotFoundError', /No microphone was found/], ['NotReadableError', /used by another program/], ['NotAllowedError', /microphone is blocked/]]) {
    await page.evaluate((name) => { globalThis.refusal = name; }, refusal);
    await page.getByRole('button', { name: /^(Talk|Try again)$/ }).click();
    await page.getByRole('alert').getByText(words).waitFor();
  }
  await page.getByText('How to allow it').click();
  await page.getByText(/choose “Allow” for the microphone/).waitFor();
  await startTalking(page, 'Type instead');
  await transcriptOf(page).getByText('Hello.').waitFor({ timeout: TALK_TIMEOUT_MS });
  await hangUp(page);
  // Calls that were asked for and never connected do not stay behind as if somebody were still to come.
  const { calls } = await client.request('query { calls(first: 20, where: { status: CREATED }) { nodes { id } } }');
  expect(calls.nodes).toEqual([]);
  expect(problems).toEqual([]);
}, 120_000);

test('a page without https has no microphone and no sound: it says so, and one can write and read', async () => {
  const { page } = await open(parley.url.replace('127.0.0.1', INSECURE_HOST));
  await goToTalk(page, parley, agentPath);
  await page.getByRole('button', { name: 'Talk', exact: true }).click();
  await page.getByRole('alert').getByText(/only to pages on https or localhost/).waitFor();
  await startTalking(page, 'Type instead');
  await page.getByText(/cannot play sound here/).waitFor();
  await write(page, 'Do you treat children?');
  await transcriptOf(page).getByText(/gladly treat children/).waitFor({ timeout: TALK_TIMEOUT_MS });
  await transcriptOf(page).getByText(/Answered in/).waitFor({ timeout: TALK_TIMEOUT_MS });
  await hangUp(page);
}, 120_000);

test('a browser that keeps the page silent is told about, and the voice begins with a press', async () => {
  const { page, context } = await open();
  await context.addCookies([{ name: 'parley', value: client.sessionToken, url: parley.url }]);
  // Pressed by the page itself: whatever a test does to a page counts as touching it, so it only listens until then.
  const blocked = page.waitForRequest('**/?told=blocked');
  await page.addInitScript(() => {
    let isPressed = false;
    const watch = new MutationObserver(() => {
      const start = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Type instead');
      if (!isPressed && start && !start.disabled) { isPressed = true; start.click(); }
      if (document.querySelector('[data-phase=running][data-voice=blocked]')) { watch.disconnect(); void fetch('/?told=blocked'); }
    });
    watch.observe(document, { subtree: true, childList: true, attributes: true });
  });
  await page.goto(agentPath);
  await blocked;
  await page.getByText(/keeps this page silent/).waitFor();
  expect(await playedSamples(page)).toBe(0);
  await page.getByRole('button', { name: 'Play the voice' }).click();
  await page.getByText(/keeps this page silent/).waitFor({ state: 'detached' });
  await soon(() => playedSamples(page)).toBeGreaterThan(0);
  await hangUp(page);
}, 60_000);

test('the log of a call is cut off and mended: the call goes on, its words meanwhile come from the media server, and nothing is missing or twice', async () => {
  const proxy = await startProxy(new URL(parley.url).port);
  const { page } = await open(proxy.url);
  await goToTalk(page, parley, agentPath);
  await startTalking(page, 'Type instead');
  const transcript = transcriptOf(page);
  await transcript.getByText('Hello.').waitFor({ timeout: TALK_TIMEOUT_MS });
  await write(page, 'Do you treat children?');
  await transcript.getByText(/gladly treat children/).waitFor({ timeout: TALK_TIMEOUT_MS });

  proxy.cut();
  await page.locator('[data-follow=waiting]').waitFor();
  await page.getByText(/details of the call are interrupted/).waitFor();
  await write(page, 'What are your opening hours on Saturday?');
  await transcript.getByText(/we are open from nine/).waitFor({ timeout: TALK_TIMEOUT_MS });
  expect(await page.locator('[data-phase]').getAttribute('data-phase')).toBe('running');
  expect(await page.locator('[data-follow]').getAttribute('data-follow')).toBe('waiting');

  proxy.mend();
  await page.locator('[data-follow=live]').waitFor();
  await page.getByText(/details of the call are interrupted/).waitFor({ state: 'detached' });
  await transcript.getByText(/Answered in/).nth(1).waitFor({ timeout: TALK_TIMEOUT_MS });
  await hangUp(page);
  const events = await collectEvents(client, await callIdOf(page));
  const said = events.filter(({ __typename }) => __typename === 'CallerTurnEvent' || __typename === 'AgentTurnEvent').map(({ text, generatedText }) => text ?? generatedText);
  const shown = await transcript.getByRole('listitem').filter({ hasText: /^(You|Agent)/ }).evaluateAll((items) => items.map((item) => item.querySelector('p:nth-child(2)').textContent.replace(' not heard: ', '')));
  expect(shown).toEqual(said);
  await proxy.close();
}, 180_000);

test('a session that ends in the middle of a call: the call goes on, and signing in again brings its details back', async () => {
  const { page, context } = await open();
  await goToTalk(page, parley, agentPath);
  await startTalking(page, 'Type instead');
  await transcriptOf(page).getByText('Hello.').waitFor({ timeout: TALK_TIMEOUT_MS });
  const cookies = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  await fetch(`${parley.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', cookie: cookies }, body: JSON.stringify({ query: 'mutation { signOut { errors { code } } }' }) });
  await page.getByText(/Your session has ended. The call goes on/).waitFor();
  expect(new URL(page.url()).pathname).toBe(agentPath);
  await write(page, 'Do you treat children?');
  await transcriptOf(page).getByText(/gladly treat children/).waitFor({ timeout: TALK_TIMEOUT_MS });

  await page.getByRole('button', { name: 'Sign in again' }).click();
  await page.getByLabel('Password').fill('wrong password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('do not belong together').waitFor();
  await page.getByLabel('Password').fill(parley.demoLogin.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText(/Your session has ended/).waitFor({ state: 'detached' });
  await page.locator('[data-follow=live]').waitFor();
  await transcriptOf(page).getByText(/Answered in/).waitFor({ timeout: TALK_TIMEOUT_MS });
  await hangUp(page);
  await page.getByText('The caller hung up.').waitFor();
}, 120_000);

test('leaving asks first, and a tab that is closed ends its call', async () => {
  const { page, context } = await open();
  await goToTalk(page, parley, agentPath);
  await startTalking(page, 'Type instead');
  await page.getByRole('link', { name: 'Calls' }).first().click();
  await page.getByRole('button', { name: 'Stay' }).click();
  expect(await page.locator('[data-phase]').getAttribute('data-phase')).toBe('running');
  await page.getByRole('link', { name: 'Calls' }).first().click();
  await page.getByRole('button', { name: 'Hang up and leave' }).click();
  await page.getByRole('heading', { name: 'Calls', level: 1 }).waitFor();

  await page.goto(agentPath);
  await startTalking(page, 'Type instead');
  const tab = await context.newPage();
  await tab.goto(agentPath);
  await page.close();
  const active = async () => (await client.request('query { calls(first: 5, where: { status: ACTIVE }) { nodes { id } } }')).calls.nodes.length;
  await soon(active, { timeout: 10_000 }).toBe(0);
  const { calls } = await client.request('query { calls(first: 2) { nodes { endedReason { code } } } }');
  expect(calls.nodes.map(({ endedReason }) => endedReason.code)).toEqual(['HUNG_UP', 'HUNG_UP']);
}, 120_000);

test('busy lines, a failing api, and a media server that goes away in a call and stays away', async () => {
  const pages = [];
  for (let index = 0; index < 3; index++) {
    const { page } = await open();
    await goToTalk(page, parley, agentPath);
    pages.push(page);
  }
  const [first, second, third] = pages;
  await startTalking(first, 'Type instead');
  await startTalking(second, 'Type instead');
  await third.getByRole('button', { name: 'Type instead' }).click();
  await third.getByRole('alert').getByText('All lines are busy.').waitFor();
  await hangUp(second);
  await soon(async () => {
    await third.getByRole('button', { name: 'Type instead' }).click();
    await third.locator('[data-phase=running], [data-phase=failed]').waitFor();
    return third.locator('[data-phase]').getAttribute('data-phase');
  }, { timeout: 10_000 }).toBe('running');

  await second.route('**/graphql', (route) => route.fulfill({ status: 500, body: 'no' }));
  await second.getByRole('button', { name: 'Type instead' }).click();
  await second.getByRole('alert').getByText('Something went wrong on the server. Please try again.').waitFor();
  await second.unroute('**/graphql');

  await parley.end('media', 'SIGKILL');
  for (const page of [first, third]) {
    await page.getByRole('alert').getByText('The connection to the call was lost.').waitFor();
    await page.getByRole('button', { name: 'Talk again' }).waitFor();
  }
  await first.getByRole('button', { name: 'Type instead' }).click();
  await first.getByRole('alert').getByText(/media server cannot be reached/).waitFor();
  await parley.start('media');
  await startTalking(first, 'Type instead');
  await hangUp(first);
}, 180_000);

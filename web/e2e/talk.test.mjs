// Talking to an agent in a real browser: real speech and real writing, to real models and back.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collectEvents } from '../../tools/dist/caller/call-record.js';
import { startParley } from '../../tools/e2e/parley.mjs';
import { startBrowser } from './browser.mjs';
import { callIdOf, goToTalk, hangUp, makeAgent, playedSamples, startTalking, transcriptOf } from './talking.mjs';

/** One sentence, so that it is said as a whole. */
const LONG_WAY = 'You can park behind the house, but please mind the children who play there in the afternoon, the low branches of the old tree and the narrow gate, and leave the two places beside the door to those who cannot walk well.';
const TALK_TIMEOUT_MS = 60_000;
const soon = (get, options) => expect.poll(get, { timeout: 10_000, ...options });
let parley;
let client;
let agentPath;
const browsers = [];

/** A browser whose microphone hears this; see `startBrowser`. */
async function openBrowser(microphone, flags) {
  const browser = await startBrowser({ microphone, ...(flags ? { flags } : {}) });
  browsers.push(browser);
  return browser;
}

beforeAll(async () => {
  parley = await startParley();
  client = parley.client();
  await client.signIn(parley.demoLogin.email, parley.demoLogin.password);
  agentPath = await makeAgent(client, { name: 'Ida' });
}, 180_000);

afterAll(async () => { await Promise.all(browsers.map((browser) => browser.close())); await parley?.stop(); });

/** Counts in the page what is sent of the microphone. */
const countSound = (page) => page.addInitScript(() => {
  globalThis.sentBinaries = 0;
  globalThis.WebSocket = class extends WebSocket {
    send(data) { if (typeof data !== 'string') globalThis.sentBinaries += 1; super.send(data); }
  };
});

/** Notes in the page when answers get their waterfall, on the wall clock. */
const watchAnswers = (page) => page.addInitScript(() => {
  globalThis.answersSeenAtMs = [];
  new MutationObserver(() => {
    const shown = document.querySelectorAll('ol[aria-label=Transcript] details summary').length;
    while (globalThis.answersSeenAtMs.length < shown) globalThis.answersSeenAtMs.push(Date.now());
  }).observe(document, { subtree: true, childList: true });
});

test('a spoken conversation: words grow, the caller interrupts, and every answer tells where its time went', async () => {
  const browser = await openBrowser([6, 'question.wav', 8, 'interruption.wav', 120]);
  const { page, context, problems } = await browser.open(parley.url);
  await watchAnswers(page);
  await goToTalk(page, parley, agentPath);
  await startTalking(page);
  const transcript = transcriptOf(page);
  await transcript.getByText(/opening hours on Saturday/i).waitFor({ timeout: TALK_TIMEOUT_MS });
  await transcript.getByText('Interrupted').waitFor({ timeout: TALK_TIMEOUT_MS });
  await transcript.getByRole('listitem').filter({ hasText: /^You/ }).filter({ hasText: /children/i }).waitFor({ timeout: TALK_TIMEOUT_MS });
  await transcript.getByText(/gladly treat children/i).waitFor({ timeout: TALK_TIMEOUT_MS });
  await transcript.getByText(/Answered in/).nth(1).waitFor({ timeout: TALK_TIMEOUT_MS });

  const cut = transcript.getByRole('listitem').filter({ hasText: 'Interrupted' });
  expect(await cut.locator('del').innerText()).toMatch(/list of what you take\.$/);
  expect(await cut.locator('p').filter({ has: page.locator('del') }).innerText()).toMatch(/^On Saturday we are open/);

  const dock = page.getByRole('table');
  expect(await dock.first().getByRole('rowheader').allInnerTexts()).toEqual(['Waiting on purpose', 'Transcript', 'First word', 'First clause', 'First sound', 'Sending', 'Parley itself']);
  expect(await dock.first().getByRole('row', { name: /Waiting on purpose/ }).innerText()).toMatch(/\d(ms|s)$/);
  expect(await page.getByRole('table', { name: /Time to answer: [\d.]+m?s in all, (good|fair|slow)/ }).count()).toBeGreaterThanOrEqual(1);
  await page.getByRole('img', { name: /2 answers: half of them within/ }).waitFor();

  await hangUp(page);
  await page.getByText('The caller hung up.').waitFor();
  const callId = await callIdOf(page);
  const events = await collectEvents(client, callId);
  const interrupted = events.find((event) => event.__typename === 'AgentTurnEvent' && event.isInterrupted);
  expect(interrupted.heardText.length).toBeGreaterThan(0);
  expect(interrupted.heardText.length).toBeLessThan(interrupted.generatedText.length);

  const toldAtMs = [];
  await client.subscribe('subscription ($id: ID!) { callEvents(callId: $id) { occurredAt ... on AgentTurnEvent { latency { responseMs } } } }', { id: callId }, ({ callEvents: { occurredAt, latency } }) => {
    if (typeof latency?.responseMs === 'number') toldAtMs.push(Date.parse(occurredAt));
  });
  const seenAtMs = await page.evaluate(() => globalThis.answersSeenAtMs);
  expect(seenAtMs).toHaveLength(toldAtMs.length);
  const delaysMs = seenAtMs.map((seen, index) => seen - toldAtMs[index]);
  process.stdout.write(`from the end of a turn to its waterfall: ${delaysMs.join(', ')} ms\n`);
  expect(Math.min(...delaysMs)).toBeLessThanOrEqual(200);
  expect(problems).toEqual([]);
  await context.close();
}, 240_000);

test('a call begins within a second and a half of the press, measured in the page', async () => {
  const browser = await openBrowser([120]);
  const { page, context } = await browser.open(parley.url);
  await goToTalk(page, parley, agentPath, { look: 'page' });
  const measured = [];
  for (const way of ['Talk', 'Talk again', 'Talk again']) {
    await startTalking(page, way);
    await soon(() => playedSamples(page)).toBeGreaterThan(0);
    measured.push(await page.evaluate(() => Object.fromEntries(performance.getEntriesByType('measure').map(({ name, duration }) => [name.split('.').at(-1), Math.round(duration)]))));
    await hangUp(page);
    await page.evaluate(() => { performance.clearMeasures(); });
  }
  process.stdout.write(`starts: ${JSON.stringify(measured)}\n`);
  expect(Math.min(...measured.map(({ ready }) => ready))).toBeLessThanOrEqual(1_500);
  expect(Math.min(...measured.map((one) => one['first-sound']))).toBeLessThanOrEqual(1_500);
  await context.close();
}, 120_000);

test('a written conversation needs no microphone, and the voice is still played', async () => {
  const browser = await openBrowser([60]);
  const { page, context, problems } = await browser.open(parley.url);
  await countSound(page);
  await page.addInitScript(() => {
    globalThis.askedForMicrophone = 0;
    navigator.mediaDevices.getUserMedia = () => { globalThis.askedForMicrophone += 1; return Promise.reject(new DOMException('', 'NotAllowedError')); };
  });
  await goToTalk(page, parley, agentPath);
  await startTalking(page, 'Type instead');
  const box = page.getByLabel('Write to the agent');
  await soon(() => box.evaluate((element) => element === document.activeElement)).toBe(true);
  const transcript = transcriptOf(page);
  await transcript.getByText('Hello.').waitFor({ timeout: TALK_TIMEOUT_MS });

  await box.fill('x'.repeat(2_001));
  await page.getByText('2,001 of 2,000 characters').waitFor();
  expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
  await box.press('Enter');
  expect(await box.inputValue()).toHaveLength(2_001);

  await box.fill('What are your opening');
  await box.press('Shift+Enter');
  await box.pressSequentially('hours on Saturday?');
  await box.press('Enter');
  expect(await box.inputValue()).toBe('');
  const question = transcript.getByRole('listitem').filter({ hasText: 'opening' }).first();
  await question.getByText('typed').waitFor();
  expect(await question.innerText()).toMatch(/opening\s+hours on Saturday\?/);
  const before = await playedSamples(page);
  await soon(() => playedSamples(page), { timeout: TALK_TIMEOUT_MS }).toBeGreaterThan(before + 32_000);

  await box.fill('Do you treat children?');
  await page.getByRole('button', { name: 'Send' }).click();
  const cut = transcript.getByRole('listitem').filter({ hasText: 'Interrupted' });
  await cut.waitFor({ timeout: TALK_TIMEOUT_MS });
  expect(await cut.locator('del').innerText()).not.toBe('');
  await page.getByRole('button', { name: 'Sound' }).click();
  expect(await page.getByLabel('Microphone', { exact: true }).count()).toBe(0);
  await page.getByLabel('Silence the agent’s voice').check();
  await transcript.getByText(/gladly treat children/).waitFor({ timeout: TALK_TIMEOUT_MS });
  await transcript.getByText(/Answered in/).nth(1).waitFor({ timeout: TALK_TIMEOUT_MS });

  await hangUp(page);
  expect(await page.evaluate(() => [globalThis.sentBinaries, globalThis.askedForMicrophone])).toEqual([0, 0]);
  const events = await collectEvents(client, await callIdOf(page));
  expect(events.filter(({ __typename }) => __typename === 'CallerTurnEvent').map(({ text }) => text)).toEqual(['What are your opening\nhours on Saturday?', 'Do you treat children?']);
  expect(problems).toEqual([]);
  await context.close();
}, 240_000);

test('mute and hold, by key and by button: nothing is heard on mute, nothing is played or sent on hold', async () => {
  // Somebody speaks while muted, and again when not.
  const browser = await openBrowser([4, 'question.wav', 8, 'parking.wav', 120]);
  const { page, context, problems } = await browser.open(parley.url);
  await countSound(page);
  const parking = await makeAgent(client, { name: 'Jon', greeting: 'Hello.', knowledge: [{ title: 'Parking', text: LONG_WAY }] });
  await goToTalk(page, parley, parking);
  await startTalking(page);
  await page.keyboard.press('m');
  await page.getByRole('button', { name: 'Unmute' }).waitFor();
  await page.getByText('Muted', { exact: true }).waitFor();
  await page.getByRole('timer', { name: 'Length of the call' }).filter({ hasText: /0:0[89]|0:1\d/ }).waitFor();
  await page.keyboard.press('m');
  const transcript = transcriptOf(page);
  await transcript.getByText(/park/i).first().waitFor({ timeout: TALK_TIMEOUT_MS });
  await page.locator('[data-look=SPEAKING]').waitFor({ timeout: TALK_TIMEOUT_MS });
  expect(await transcript.getByText(/opening hours/i).count()).toBe(0);

  await page.keyboard.press('h');
  await page.locator('[data-phase=held]').waitFor();
  await page.getByText(/On hold for 0:0[12]/).waitFor();
  await transcript.getByText('On hold', { exact: true }).waitFor();
  const [held, sent] = [await playedSamples(page), await page.evaluate(() => globalThis.sentBinaries)];
  await page.getByText(/On hold for 0:0[34]/).waitFor();
  expect([await playedSamples(page), await page.evaluate(() => globalThis.sentBinaries)]).toEqual([held, sent]);
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.locator('[data-phase=running]').waitFor();
  await transcript.getByText('Off hold', { exact: true }).waitFor();
  await soon(() => playedSamples(page)).toBeGreaterThan(held + 16_000);
  await soon(() => page.evaluate(() => globalThis.sentBinaries)).toBeGreaterThan(sent + 50);
  await hangUp(page);
  expect(problems).toEqual([]);
  await context.close();
}, 240_000);

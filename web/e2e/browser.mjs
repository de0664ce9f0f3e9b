// A real Chromium for the console's tests, with a microphone that hears a WAV file.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const CHROMIUM = process.env.CHROMIUM || '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AXE_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const SAMPLES = fileURLToPath(new URL('../../docs/samples/', import.meta.url));
const WAV_HEADER_BYTES = 44;
const EVENTS = ['request', 'requestfinished', 'requestfailed'];
/** A page that has asked for nothing for so long, and shows no grey bars, has what it shows. */
const QUIET_MS = 500;

/** A file of a test is there in far less; without a limit nobody would learn what was waited for. */
const SAVED_MS = 20_000;
/** A profile that does not close ends with its browser. */
const CLOSE_MS = 10_000;

/** A promise with a limit: then it is refused with what `message` says, or, without one, waited for no longer. */
async function within(limitMs, promise, message) {
  let timer;
  const late = new Promise((resolve, reject) => { timer = setTimeout(() => { if (message === undefined) resolve(); else reject(new Error(message)); }, limitMs); });
  return Promise.race([promise, late]).finally(() => { clearTimeout(timer); });
}

/** Requests of each page that have no answer yet, its open streams left out. */
const pendingOf = new WeakMap();

function followRequests(page) {
  const pending = new Set();
  pendingOf.set(page, pending);
  page.on('request', (request) => { if (!request.headers().accept?.includes('text/event-stream')) pending.add(request); });
  for (const event of ['requestfinished', 'requestfailed']) page.on(event, (request) => pending.delete(request));
}

/** Waits until a page has loaded and asks for nothing more. Streams may be open: the console holds one on every page. */
export async function settled(page) {
  await page.waitForLoadState('load');
  await new Promise((resolve) => {
    let timer;
    const look = () => {
      clearTimeout(timer);
      if (pendingOf.get(page)?.size > 0) return;
      timer = setTimeout(() => { for (const event of EVENTS) page.off(event, look); resolve(); }, QUIET_MS);
    };
    for (const event of EVENTS) page.on(event, look);
    look();
  });
  // What is being loaded has its own look; the page as people use it is meant.
  await page.waitForFunction(() => [...document.querySelectorAll('.skeleton')].every((bar) => !bar.checkVisibility()));
}

/** A WAV of recordings from docs/samples with silences between: `[8, 'question.wav', 30]`, silences in seconds. */
function speechWav(parts) {
  const sampleRateHz = 16_000;
  const pieces = parts.map((part) => (typeof part === 'number' ? Buffer.alloc(Math.round(part * sampleRateHz) * 2) : readFileSync(join(SAMPLES, part)).subarray(WAV_HEADER_BYTES)));
  const data = Buffer.concat(pieces);
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  header.write('RIFF', 0); header.writeUInt32LE(36 + data.length, 4); header.write('WAVEfmt ', 8); header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); header.writeUInt16LE(1, 22); header.writeUInt32LE(sampleRateHz, 24); header.writeUInt32LE(sampleRateHz * 2, 28);
  header.writeUInt16LE(2, 32); header.writeUInt16LE(16, 34); header.write('data', 36); header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

/** Starts Chromium; `microphone` is what it hears from the moment that a page opens the microphone. `flags` are further ones. */
export async function startBrowser({ microphone = [60], flags = [] } = {}) {
  if (!existsSync(CHROMIUM)) throw new Error(`There is no Chromium at ${CHROMIUM}: install it (on Debian: apt-get install chromium), or say in CHROMIUM where it is.`);
  const folder = mkdtempSync(join(tmpdir(), 'parley-browser-'));
  const wav = join(folder, 'microphone.wav');
  writeFileSync(wav, speechWav(microphone));
  const browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: [...FLAGS, ...flags, `--use-file-for-fake-audio-capture=${wav}%noloop`] });
  return {
    /** A page in a profile of its own. `requests`, `problems` and `texts` (of GraphQL documents that were sent in full) fill while it lives. */
    async open(baseURL, { width = 1280, height = 800, theme = 'light', locale = 'en-US', storageState } = {}) {
      const context = await browser.newContext({ baseURL, viewport: { width, height }, colorScheme: theme, locale, hasTouch: width < 600, reducedMotion: 'reduce', permissions: ['microphone'], storageState });
      const close = context.close.bind(context);
      context.close = () => within(CLOSE_MS, close());
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      followRequests(page);
      const requests = [];
      const problems = [];
      const texts = [];
      page.on('request', (request) => {
        requests.push(request.url());
        // The console names its documents by their hash; a text would be one that its build does not know.
        if (request.method() === 'POST' && request.url().endsWith('/graphql') && request.postDataJSON()?.query !== undefined) texts.push(request.postDataJSON().query);
      });
      page.on('websocket', (socket) => requests.push(socket.url()));
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => { if (message.type() === 'error') problems.push(message.text()); });
      return { page, context, requests, problems, texts };
    },
    async close() { await browser.close(); rmSync(folder, { recursive: true, force: true }); },
  };
}

export async function signIn(page, { email, password }) {
  await page.goto('/sign-in?to=/agents');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Agents', level: 1 }).waitFor();
}

/** Signs somebody in, and goes to the organization that the login names; answers what keeps them signed in, for `open`. */
export async function signInAt(browser, baseURL, login) {
  const { page, context } = await browser.open(baseURL);
  await signIn(page, login);
  if (login.organizationId) await context.request.post('/graphql', { headers: { origin: baseURL }, data: { query: 'mutation ($id: ID!) { organizationSwitch(input: { id: $id }) { errors { code } } }', variables: { id: login.organizationId } } });
  const storageState = await context.storageState();
  await context.close();
  return storageState;
}

/** What `press` saves: the file's name, and its text once all of it is there. */
export async function savedBy(page, press) {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: download.suggestedFilename(), text: readFileSync(await within(SAVED_MS, download.path(), 'what is saved is not there in time'), 'utf8') };
}

/** What axe finds wrong with the page as it stands, one line for each place; by all rules of AXE_RULES, or by those of these names alone. */
export async function axeFaults(page, rules) {
  // Through the protocol, not as a script of the page: the content security policy would refuse that.
  if (await page.evaluate(() => globalThis.axe === undefined)) await page.evaluate(AXE);
  const violations = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly }).then((result) => result.violations), rules ? { type: 'rule', values: rules } : { type: 'tag', values: AXE_RULES });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary?.split('\n').at(1)?.trim()}`));
}

/** Controls that a finger could miss: smaller than 44 px in either direction; links inside a sentence excepted. */
export function smallTargets(page) {
  return page.evaluate(() => {
    const PX_MIN = 43.5;
    const isInSentence = (element) => getComputedStyle(element).display.startsWith('inline') && [...element.parentElement.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim().length > 1);
    const isThere = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('[inert]') && !(document.querySelector('dialog:modal') && !element.closest('dialog:modal'));
    // What is for ears alone has a label or a box around it that fingers use; what is drawn small may reach beyond its edges.
    const reachOf = (element) => ['::before', '::after'].map((part) => getComputedStyle(element, part)).filter(({ content, position }) => content !== 'none' && position === 'absolute').map(({ width, height }) => ({ width: parseFloat(width), height: parseFloat(height) }));
    const areaOf = (element) => [element, ...(element.labels ?? []), element.closest('label')].filter(Boolean).flatMap((part) => [part.getBoundingClientRect(), ...reachOf(part)]).reduce((most, { width, height }) => ({ width: Math.max(most.width, width), height: Math.max(most.height, height) }), { width: 0, height: 0 });
    return [...document.querySelectorAll('button, select, textarea, summary, input:not([type=hidden]), a[href], [role=slider], [role=tab], [role=option], [role^=menuitem]')]
      .filter((element) => isThere(element) && !(element.matches('a') && isInSentence(element)) && !element.matches('.sr-only'))
      .map((element) => ({ element, ...areaOf(element) }))
      .filter(({ width, height }) => width < PX_MIN || height < PX_MIN)
      .map(({ element, width, height }) => `small target: ${element.localName} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}”: ${Math.round(width)} × ${Math.round(height)} px`);
  });
}

/** By how much the page is wider than the window; 0 where nothing is cut off. */
export const sidewaysScroll = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

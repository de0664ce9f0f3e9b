// Agents under the pen, in a real browser against the real server: what is written is kept, whatever happens.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startParley } from '../../tools/e2e/parley.mjs';
import { axeFaults, settled, sidewaysScroll, signIn, smallTargets, startBrowser } from './browser.mjs';
import { collectData, cutTexts, foreignTexts } from './words.mjs';

let parley;
let browser;

beforeAll(async () => {
  [parley, browser] = await Promise.all([startParley(), startBrowser()]);
}, 180_000);

afterAll(async () => { await browser?.close(); await parley?.stop(); });

const saved = (page) => page.locator('[data-save=saved]').waitFor();
const isUpdate = (request) => request.method() === 'POST' && request.postData()?.includes('"operationName":"AgentUpdate"') === true;
const onlyUpdates = (handle) => (route) => (isUpdate(route.request()) ? handle(route) : route.continue());

/** Signs in and makes an agent of its own, so that no test meets another's words. */
async function newAgent(name, options) {
  const opened = await browser.open(parley.url, options);
  const { page } = opened;
  await signIn(page, parley.demoLogin);
  await page.goto('/agents?new=1');
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Create agent' }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  return { ...opened, path: new URL(page.url()).pathname };
}

test('what is written is saved by itself, in one request for a burst of keys, and is there after a reload', async () => {
  const { page, context, problems } = await newAgent('Autosave');
  const updates = [];
  page.on('request', (request) => { if (isUpdate(request)) updates.push(JSON.parse(request.postData()).variables.input); });
  await page.getByLabel('Greeting').fill('');
  await page.getByLabel('Greeting').pressSequentially('Good morning, how may I help?', { delay: 10 });
  expect(updates).toEqual([]);
  await page.getByText(/^Draft saved \d/).waitFor();
  expect(updates).toMatchObject([{ greeting: 'Good morning, how may I help?', expectedVersion: 1 }]);
  expect(Object.keys(updates[0]).toSorted()).toEqual(['expectedVersion', 'greeting', 'id']);

  // An empty name is not sent; what else is written is, and the page says what is missing.
  await page.getByLabel('Name').fill('');
  await page.getByLabel('Instructions').fill('Be brief.');
  await page.getByText(/1 field needs your attention/).waitFor();
  await page.getByRole('button', { name: 'Show me' }).click();
  expect(await page.getByLabel('Name').evaluate((element) => element === document.activeElement)).toBe(true);
  await page.getByText('Please fill this in.').waitFor();
  expect(updates.at(-1)).toMatchObject({ instructions: 'Be brief.' });
  expect(updates.at(-1)).not.toHaveProperty('name');
  await page.getByLabel('Name').fill('Autosave');

  await page.getByRole('button', { name: 'Add entry' }).click();
  await page.getByLabel('Subject').fill('Parking');
  await page.getByLabel('What is true').fill('Behind the house.');
  // Leaving a field saves at once.
  await page.getByLabel('Greeting').focus();
  await saved(page);
  await page.reload();
  expect(await page.getByLabel('Greeting').inputValue()).toBe('Good morning, how may I help?');
  expect(await page.getByLabel('Instructions').inputValue()).toBe('Be brief.');
  await page.getByText('Parking').waitFor();
  await page.getByText('All changes saved').waitFor();
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('a slow answer overwrites nothing that was typed meanwhile', async () => {
  const { page, context } = await newAgent('Slow');
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route('**/graphql', onlyUpdates(async (route) => { const response = await route.fetch(); await held; await route.fulfill({ response }); }));
  const greeting = page.getByLabel('Greeting');
  await greeting.fill('One');
  await page.locator('[data-save=saving]').waitFor();
  await greeting.pressSequentially(' two');
  release();
  await saved(page);
  expect(await greeting.inputValue()).toBe('One two');
  await page.unroute('**/graphql');
  await page.reload();
  expect(await greeting.inputValue()).toBe('One two');
  await context.close();
}, 60_000);

test('without a server the words stay, are tried again, and survive a reload', async () => {
  const { page, context } = await newAgent('Offline');
  page.on('dialog', (dialog) => { void dialog.accept(); });
  await page.route('**/graphql', onlyUpdates((route) => route.abort()));
  await page.getByLabel('Greeting').fill('Written in a tunnel.');
  await page.getByRole('alert').getByText(/Not saved: Parley cannot be reached/).waitFor();
  // Leaving is asked about, and may be declined.
  await page.getByRole('link', { name: 'All agents' }).click();
  await page.getByRole('dialog').getByText(/This tab keeps them/).waitFor();
  await page.getByRole('button', { name: 'Stay' }).click();
  expect(await page.getByLabel('Greeting').inputValue()).toBe('Written in a tunnel.');

  await page.reload();
  await page.getByText('Some of your words were not saved').waitFor();
  expect(await page.getByLabel('Greeting').inputValue()).toMatch(/^Hello, this is Offline/);
  await page.getByRole('button', { name: 'Bring them back' }).click();
  expect(await page.getByLabel('Greeting').inputValue()).toBe('Written in a tunnel.');
  await page.getByRole('alert').getByText(/Not saved/).waitFor();
  await page.unroute('**/graphql');
  await page.getByRole('button', { name: 'Try again' }).click();
  await saved(page);
  await page.reload();
  expect(await page.getByLabel('Greeting').inputValue()).toBe('Written in a tunnel.');
  expect(await page.getByText('Some of your words were not saved').count()).toBe(0);
  await context.close();
}, 60_000);

test('a page that is left in the middle of a sentence has sent it', async () => {
  const { page, context, path } = await newAgent('Left');
  await page.getByLabel('Greeting').fill('Said in passing.');
  expect(await page.locator('[data-save]').first().getAttribute('data-save')).toBe('waiting');
  await page.goto('about:blank');
  await page.goto(path);
  expect(await page.getByLabel('Greeting').inputValue()).toBe('Said in passing.');
  expect(await page.getByText('Some of your words were not saved').count()).toBe(0);
  await context.close();
}, 60_000);

test('two people write in one agent: other fields come together, the same field is asked about', async () => {
  const { page, context, path } = await newAgent('Two pens');
  const other = await context.newPage();
  await other.goto(path);
  await other.getByLabel('Instructions').fill('Be brief.');
  await saved(other);
  await page.getByLabel('Greeting').fill('Mine.');
  await page.getByText(/Somebody else has changed: Instructions/).waitFor();
  await saved(page);
  expect(await page.getByLabel('Instructions').inputValue()).toBe('Be brief.');

  await other.getByLabel('Greeting').fill('Theirs.');
  await other.getByRole('alert').getByText(/You and somebody else have both changed: Greeting/).waitFor();
  expect(await other.getByLabel('Greeting').inputValue()).toBe('Theirs.');
  await other.getByRole('button', { name: 'See the difference' }).click();
  const dialog = other.getByRole('dialog', { name: 'From their words to yours' });
  expect([await dialog.locator('del').innerText(), await dialog.locator('ins').innerText()]).toEqual([expect.stringMatching(/Mine/), expect.stringMatching(/Theirs/)]);
  await dialog.getByRole('button', { name: 'Take theirs' }).click();
  expect(await other.getByLabel('Greeting').inputValue()).toBe('Mine.');
  await context.close();
}, 60_000);

/** Asks the api as the page does, in the name of who is signed in. */
const ask = (page, query, input) => page.evaluate((body) => fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }).then((response) => response.json()), { query, variables: { input } });
const updateAgent = (page, input) => ask(page, 'mutation ($input: AgentUpdateInput!) { agentUpdate(input: $input) { errors { message } } }', input);
const publishAgent = (page, id) => ask(page, 'mutation ($input: AgentPublishInput!) { agentPublish(input: $input) { errors { message } } }', { id });

/** An agent with two versions, and a draft that differs from both in every way that there is. */
async function agentWithVersions(name, options) {
  const opened = await newAgent(name, options);
  const { page, path } = opened;
  const id = path.split('/').at(-1);
  await updateAgent(page, { id, instructions: 'Be brief.\nBe kind.', knowledge: [{ title: 'Opening hours', text: 'Nine to five.' }, { title: 'Parking', text: 'Behind the house. '.repeat(40) }] });
  await publishAgent(page, id);
  await updateAgent(page, { id, greeting: 'Good day.', voice: 'awb', language: 'en-GB' });
  await publishAgent(page, id);
  await updateAgent(page, { id, greeting: 'Good evening.', instructions: 'Be brief.\nBe patient.', voice: 'ghost', knowledge: [{ title: 'Prices', text: 'Fair. '.repeat(100) }, { title: 'Opening hours', text: 'Nine to six.' }], turnTaking: { completeWaitMs: 900, isInterruptible: false } });
  return { ...opened, id };
}

/** Publishes what is written, by way of the dialog that shows it. */
async function publish(page, number) {
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: `Publish version ${number}` });
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByText(`Version ${number} is live`).first().waitFor();
}

test('publishing shows what callers will meet, makes it live, and says when there is nothing to publish', async () => {
  const { page, context, problems } = await newAgent('Published');
  await page.getByLabel('Greeting').fill('Good morning, how may I help?');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('This is the first version.').waitFor();
  await dialog.getByText('Good morning, how may I help?').waitFor();
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByText('Published, version 1').waitFor();
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('dialog', { name: 'Nothing to publish' }).getByText(/Callers already meet exactly this, as version 1/).waitFor();
  expect(await dialog.getByRole('button', { name: 'Publish', exact: true }).isDisabled()).toBe(true);
  await dialog.getByRole('button', { name: 'Close' }).click();

  await page.getByLabel('Greeting').fill('Good evening, how may I help?');
  await page.getByLabel('Wait after a finished sentence').fill('900');
  await page.getByRole('button', { name: 'Add entry' }).click();
  await page.getByLabel('Subject').fill('Parking');
  await page.getByLabel('What is true').fill('Behind the house.');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await dialog.getByText('3 changes since version 1').waitFor();
  expect(await dialog.locator('del').first().innerText()).toMatch(/morning/);
  expect(await dialog.locator('ins').first().innerText()).toMatch(/evening/);
  await dialog.getByRole('listitem').filter({ hasText: 'Parking' }).last().getByText('Added', { exact: true }).waitFor();
  await dialog.getByText('from 400 ms to 900 ms').waitFor({ state: 'attached' });
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByText('Published, version 2').waitFor();
  await page.reload();
  await page.getByText('Published, version 2').waitFor();
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('versions are read, compared and restored, and the draft that was can be had back', async () => {
  const { page, context, problems, path } = await newAgent('Versions');
  await page.getByLabel('Greeting').fill('First greeting.');
  await publish(page, 1);
  await page.getByLabel('Greeting').fill('Second greeting.');
  await publish(page, 2);
  await page.getByLabel('Greeting').fill('A draft of a greeting.');
  await page.getByRole('link', { name: 'Versions' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Version 2' }).getByText('Live').waitFor();

  await page.getByRole('link', { name: 'Version 1', exact: true }).click();
  await page.getByText('First greeting.').waitFor();
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Compare' });
  expect(await dialog.locator('del').innerText()).toMatch(/First/);
  expect(await dialog.locator('ins').innerText()).toMatch(/Second/);
  await dialog.getByLabel('To', { exact: true }).selectOption({ label: 'Draft' });
  await dialog.getByText(/draft of a/).waitFor();
  expect(new URL(page.url()).searchParams.get('compare')).toBe('1..draft');
  await dialog.getByRole('button', { name: 'Close' }).click();

  await page.goto(`${path}?view=versions`);
  await page.getByRole('button', { name: 'Restore version 1 into the draft' }).click();
  await page.getByText('The draft says what version 1 said.').waitFor();
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  expect(await page.getByLabel('Greeting').inputValue()).toBe('First greeting.');
  await page.getByRole('button', { name: 'Undo' }).click();
  expect(await page.getByLabel('Greeting').inputValue()).toBe('A draft of a greeting.');
  await saved(page);
  await page.reload();
  expect(await page.getByLabel('Greeting').inputValue()).toBe('A draft of a greeting.');
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('voices are heard with the greeting, one at a time, and chosen', async () => {
  const { page, context, problems } = await newAgent('Voices');
  const sound = page.locator('audio');
  await page.getByLabel('Greeting').fill('Good morning. This is a greeting that takes a moment to say, so that there is something to hear.');
  await page.getByRole('button', { name: 'Hear Sally (US)' }).click();
  await page.getByRole('button', { name: 'Stop Sally (US)' }).and(page.locator('[data-preview=playing]')).waitFor();
  await expect.poll(() => sound.evaluate((audio) => audio.currentTime)).toBeGreaterThan(0.3);
  const preview = await sound.evaluate(async (audio) => {
    const response = await fetch(audio.src);
    const bytes = new Uint8Array(await response.arrayBuffer());
    return { status: response.status, type: response.headers.get('content-type'), magic: String.fromCharCode(...bytes.slice(0, 4), ...bytes.slice(8, 12)), byteLength: bytes.length, loudest: Math.max(...new Int16Array(bytes.buffer.slice(44, 44 + 2 * Math.floor((bytes.length - 44) / 2))).map(Math.abs)) };
  });
  expect(preview).toMatchObject({ status: 200, type: 'audio/wav', magic: 'RIFFWAVE' });
  expect(preview.byteLength).toBeGreaterThan(60_000);
  expect(preview.loudest).toBeGreaterThan(2_000);

  await page.getByRole('button', { name: 'Hear Alan (Scotland)' }).click();
  await page.getByRole('button', { name: 'Stop Alan (Scotland)' }).waitFor();
  expect(await page.getByRole('button', { name: /^Stop / }).count()).toBe(1);
  await page.getByRole('button', { name: 'Stop Alan (Scotland)' }).click();
  await page.getByRole('button', { name: 'Hear Alan (Scotland)' }).waitFor();
  expect(await sound.evaluate((audio) => audio.paused)).toBe(true);

  // By keyboard: into the group with Tab, from voice to voice with the arrows.
  await page.getByRole('radio', { name: /^Default/ }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  expect(await page.getByRole('radio', { name: /Robert/ }).isChecked()).toBe(true);
  await page.getByRole('combobox', { name: 'Language' }).selectOption({ label: 'German' });
  await page.getByText('Robert (US) speaks American English, and the agent is set to German.').waitFor();
  await saved(page);
  await page.reload();
  expect(await page.getByRole('radio', { name: /Robert/ }).isChecked()).toBe(true);

  await page.getByRole('combobox', { name: 'Language' }).selectOption('other');
  await page.getByLabel('Language tag').fill('ca-E');
  await page.getByLabel('Greeting').focus();
  await page.getByText('This is no language tag.').waitFor();
  await page.getByLabel('Language tag').fill('ca-ES');
  await page.getByText('Catalan (Spain)', { exact: true }).waitFor();
  await page.route('**/voice-previews/**', (route) => route.fulfill({ status: 503, body: '' }));
  await page.getByRole('button', { name: 'Hear Sally (US)' }).click();
  await page.getByRole('alert').getByText('This voice cannot be played just now.').waitFor();
  await saved(page);
  expect(problems.filter((problem) => !problem.includes('503'))).toEqual([]);
  await context.close();
}, 60_000);

test('a voice that is gone is told, and providers that are away keep nobody from editing', async () => {
  const { page, context, path } = await newAgent('Ghost voice');
  await updateAgent(page, { id: path.split('/').at(-1), voice: 'ghost' });
  await page.reload();
  await page.getByText('The voice “ghost” is not offered by the speech provider any more.').waitFor();
  expect(await page.getByRole('radio', { name: /^ghost/ }).isChecked()).toBe(true);
  await page.route('**/graphql', (route) => (route.request().postData()?.includes('"operationName":"Voices"') ? route.fulfill({ json: { errors: [{ message: 'The voices cannot be listed now.', extensions: { code: 'VOICES_UNAVAILABLE' } }] } }) : route.continue()));
  await page.reload();
  await page.getByLabel('Voice by its name').fill('slt');
  await saved(page);
  await page.unroute('**/graphql');
  await page.getByRole('button', { name: 'Try again' }).click();
  expect(await page.getByRole('radio', { name: /^Sally/ }).isChecked()).toBe(true);
  await context.close();
}, 60_000);

test('knowledge is found, moved, pasted from a longer text, and had back after it was removed', async () => {
  const { page, context, problems } = await newAgent('Knowledge');
  await page.getByRole('button', { name: 'From a longer text' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Text', { exact: true }).fill(Array.from({ length: 11 }, (_none, index) => `# Subject ${index + 1}\nText of number ${index + 1}.`).join('\n\n'));
  await dialog.getByRole('button', { name: 'Add 11 entries' }).click();
  await page.getByText('11 entries are added.').waitFor();
  await page.getByLabel('Find an entry').fill('number 7');
  expect(await page.getByRole('listitem').filter({ has: page.locator('summary') }).allInnerTexts()).toEqual([expect.stringMatching(/Subject 7/)]);
  await page.getByLabel('Find an entry').fill('');

  const subjects = () => page.locator('[data-entry] summary').evaluateAll((all) => all.map((summary) => summary.querySelector('span').textContent));
  await page.getByText('Subject 2', { exact: true }).click();
  await page.getByRole('button', { name: 'Move Subject 2 up' }).click();
  expect((await subjects()).slice(0, 2)).toEqual(['Subject 2', 'Subject 1']);
  // First now: the focus went on to what still can be pressed.
  expect(await page.evaluate(() => document.activeElement.getAttribute('aria-label'))).toBe('Move Subject 2 down');
  await page.getByText('Subject 2 is now 1 of 11.').waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'Remove Subject 2' }).click();
  expect(await subjects()).not.toContain('Subject 2');
  await page.getByRole('listitem').or(page.locator('section[aria-live] > div')).filter({ hasText: 'Subject 2 is removed.' }).getByRole('button', { name: 'Undo' }).click();
  expect((await subjects())[0]).toBe('Subject 2');
  await page.locator('[data-save=saved]').waitFor();
  await page.reload();
  await expect.poll(async () => (await subjects()).slice(0, 3)).toEqual(['Subject 2', 'Subject 1', 'Subject 3']);
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('manners of talking are a start, and each number finds its way back', async () => {
  const { page, context } = await newAgent('Manners');
  await page.getByRole('button', { name: /^Patient/ }).click();
  expect(await page.getByLabel('Wait after a finished sentence').inputValue()).toBe('900');
  await page.getByRole('button', { name: 'Back to 400 ms' }).click();
  expect(await page.getByLabel('Wait after a finished sentence').inputValue()).toBe('400');
  expect(await page.getByRole('button', { name: /^Patient/ }).getAttribute('aria-pressed')).toBe('false');
  await page.getByRole('button', { name: 'Undo' }).click();
  expect(await page.getByLabel('Wait after an unfinished sentence').inputValue()).toBe('2500');
  expect(await page.getByRole('button', { name: /^Balanced/ }).getAttribute('aria-pressed')).toBe('true');
  await page.getByLabel('Longest call').fill('0');
  await page.getByLabel('Name').focus();
  await page.getByText('Between 0.5 and 240.').waitFor();
  await context.close();
}, 60_000);

test('agents are found by name, archived with a way back, and brought back from the archive', async () => {
  const { page, context, problems } = await newAgent('Zelda the Archived');
  await publish(page, 1);
  await page.getByLabel('Greeting').fill('Changed after publishing.');
  await saved(page);
  await page.goto('/agents');
  await page.getByLabel('Find an agent').fill('zelda ');
  const row = page.getByRole('listitem').filter({ hasText: 'Zelda the Archived' });
  await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('zelda');
  expect(await page.getByLabel('Find an agent').inputValue()).toBe('zelda ');
  await row.getByText('Published, version 1').waitFor();
  await row.getByText('Unpublished changes').waitFor();
  await expect.poll(() => page.getByRole('link', { name: /Mia/ }).count()).toBe(0);
  await page.getByLabel('Find an agent').fill('nobody at all');
  await page.getByText('No agent is called that').waitFor();
  await page.getByRole('button', { name: 'Show all agents' }).click();

  const archive = async () => { await row.getByRole('button', { name: /What to do with/ }).click(); await page.getByRole('menuitem', { name: 'Archive' }).click(); await row.waitFor({ state: 'detached' }); };
  await archive();
  await page.getByRole('button', { name: 'Undo' }).click();
  await row.waitFor();
  await archive();
  await page.getByRole('link', { name: 'Archived agents' }).click();
  await page.getByRole('link', { name: 'Zelda the Archived' }).click();
  await page.getByText('This agent is archived: it takes no calls.').waitFor();
  await page.getByRole('button', { name: 'Bring back' }).click();
  await page.getByText('This agent is archived').waitFor({ state: 'detached' });
  await page.goto('/agents?archived=1');
  await page.getByText('Nothing is archived').waitFor();
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

for (const [theme, width] of [['light', 360], ['dark', 1280]]) {
  test(`what opens on these pages is free of axe's faults, ${theme}, ${width} px`, async () => {
    const { page, context, path, id } = await agentWithVersions(`Axe ${theme} ${width}`, { theme, width });
    const found = [];
    const look = async (what) => {
      found.push(...(await axeFaults(page)).map((fault) => `${what}: ${fault}`));
      if (await sidewaysScroll(page) > 0) found.push(`${what}: wider than the window`);
      if (width === 360) found.push(...(await smallTargets(page)).map((fault) => `${what}: ${fault}`));
    };
    const dialog = page.getByRole('dialog');
    const close = async () => { await page.keyboard.press('Escape'); await dialog.waitFor({ state: 'hidden' }); };
    await page.goto(path);
    await page.getByText('The voice “ghost” is not offered').waitFor();
    await page.getByText('Opening hours', { exact: true }).click();
    await look('the editor');
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await dialog.locator('ins').first().waitFor();
    await dialog.getByText('Read all').first().click();
    await look('publishing');
    await close();
    await page.getByRole('button', { name: 'From a longer text' }).click();
    await dialog.getByLabel('Text', { exact: true }).fill('# One\nText.\n\n# Two\nText.');
    await look('a longer text');
    await close();
    await page.getByRole('button', { name: /^What to do with/ }).click();
    await look('the menu');
    await page.keyboard.press('Escape');

    await updateAgent(page, { id, greeting: 'Theirs.' });
    await page.getByLabel('Greeting').fill('Mine.');
    await page.getByRole('button', { name: 'See the difference' }).click();
    await dialog.locator('ins').first().waitFor();
    await look('a conflict');
    await dialog.getByRole('button', { name: 'Keep mine' }).click();
    await saved(page);
    for (const address of [`${path}?view=versions`, `${path}?view=versions&version=1`, `${path}?view=versions&compare=1..draft`, '/agents?archived=1', '/agents?q=nobody']) {
      await page.goto(address);
      await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
      await settled(page);
      await look(address);
    }
    expect(found).toEqual([]);
    await context.close();
  }, 120_000);
}

test('versions and their differences speak from the catalogue and can be read to their end', async () => {
  const { page, context, path } = await agentWithVersions('Pseudo', { width: 360 });
  const data = collectData(page);
  const found = [];
  for (const address of [path, `${path}?view=versions`, `${path}?view=versions&version=1`, `${path}?view=versions&compare=1..draft`, '/agents?archived=1', '/agents?q=nobody']) {
    await page.goto(`${address}${address.includes('?') ? '&' : '?'}locale=pseudo`);
    await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
    await settled(page);
    if (address.includes('compare')) await page.getByRole('dialog').locator('ins').first().waitFor();
    // Pieces of compared texts are parts of the api's.
    const isPiece = (text) => [...data].some((value) => value.includes(text.replace('…', '').replaceAll(/\s+/g, ' ').trim()));
    const texts = (await foreignTexts(page, data)).filter((text) => !address.includes('compare') || !isPiece(text));
    found.push(...texts.map((text) => `${address}: not from the catalogue: ${text}`), ...(await cutTexts(page)).map((text) => `${address}: cut off: ${text}`));
    if (await sidewaysScroll(page) > 0) found.push(`${address}: wider than the window`);
  }
  expect(found).toEqual([]);
  await context.close();
}, 120_000);

test('who may only read finds nothing to write with', async () => {
  const { page, context, path } = await agentWithVersions('Read only');
  // What a viewer may do, as the server would tell it.
  await page.route('**/graphql', async (route) => {
    if (!route.request().postData()?.includes('"operationName":"Viewer"')) { await route.continue(); return; }
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replaceAll(/"agents:(create|update|publish|archive)",?/g, '') });
  });
  await page.goto(path);
  await page.getByText('As a viewer of this organization').waitFor();
  await page.getByText('Good evening.').waitFor();
  expect(await page.getByRole('button', { name: 'Publish', exact: true }).count()).toBe(0);
  expect(await page.getByLabel('Greeting').count()).toBe(0);
  await page.getByRole('link', { name: 'Versions' }).click();
  await page.getByRole('link', { name: 'Compare version 1' }).waitFor();
  expect(await page.getByRole('button', { name: /^Restore/ }).count()).toBe(0);
  await page.goto('/agents');
  await page.getByRole('button', { name: 'What to do with Read only' }).click();
  await page.getByRole('menuitem', { name: 'Copy id' }).waitFor();
  expect(await page.getByRole('menuitem', { name: 'Archive' }).count()).toBe(0);
  expect(await page.getByRole('button', { name: 'New agent' }).count()).toBe(0);
  await context.close();
}, 60_000);

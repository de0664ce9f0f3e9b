// Renders every page of the console, at both widths and in both looks, from a Parley of its own with a real call in it:
// `node web/e2e/screenshots.mjs <folder>`, after the console has been built.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startParley } from '../../tools/e2e/parley.mjs';
import { settled, signIn, startBrowser } from './browser.mjs';

const folder = process.argv[2];
if (!folder) { process.stderr.write('usage: node web/e2e/screenshots.mjs <folder>\n'); process.exit(1); }
mkdirSync(folder, { recursive: true });
const [parley, browser] = await Promise.all([startParley(), startBrowser({ microphone: [9, 'question.wav', 4, 'interruption.wav', 120] })]);

/** Talks to the demo agent and interrupts it; answers where the call is to be read. */
async function talk() {
  const { page, context } = await browser.open(parley.url);
  await signIn(page, parley.demoLogin);
  await page.getByRole('link', { name: /Mia/ }).click();
  await page.getByRole('button', { name: 'Talk', exact: true }).click();
  const transcript = page.getByRole('list', { name: 'Transcript' });
  await transcript.getByText(/Answered in/).first().waitFor({ timeout: 60_000 });
  await transcript.getByText(/Answered in/).nth(1).waitFor({ timeout: 30_000 }).catch(() => {});
  await transcript.getByText(/Answered in/).last().click();
  await page.screenshot({ path: join(folder, 'talking.png') });
  const agentPath = new URL(page.url()).pathname;
  await page.getByRole('button', { name: 'End call' }).click();
  await page.getByRole('link', { name: 'Open the call' }).click();
  await page.getByRole('slider').waitFor({ timeout: 30_000 });
  const callPath = new URL(page.url()).pathname;
  await context.close();
  return { agentPath, callPath };
}

try {
  const { agentPath, callPath } = await talk();
  const pages = { home: '/', live: '/live', agents: '/agents', 'new-agent': '/agents?new=1', agent: agentPath, talk: `${agentPath}?view=talk`, 'talk-page': `${agentPath}/talk`, calls: '/calls', call: `${callPath}?t=12`, 'no-calls': '/calls?status=ACTIVE', missing: '/nothing' };
  for (const theme of ['light', 'dark']) {
    for (const width of [360, 1280]) {
      const { page, context } = await browser.open(parley.url, { width, height: 800, theme });
      const shoot = async (name) => { await settled(page); await page.screenshot({ path: join(folder, `${name}-${width}-${theme}.png`), fullPage: true }); };
      for (const name of ['sign-in', 'sign-up']) { await page.goto(`/${name}`); await shoot(name); }
      await signIn(page, parley.demoLogin);
      for (const [name, path] of Object.entries(pages)) { await page.goto(path); await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' }); await shoot(name); }
      if (width === 360) { await page.getByRole('button', { name: 'Menu' }).click(); await page.screenshot({ path: join(folder, `menu-${width}-${theme}.png`) }); }
      await context.close();
    }
  }
} finally {
  await browser.close();
  await parley.stop();
}

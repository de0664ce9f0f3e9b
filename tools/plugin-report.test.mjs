// `npm run plugins -- report`, on packages as anybody could write them. In a Node of its own: packages do not meet the test
// runner's module loader.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from './lib/steps.mjs';
import { makePlugin } from './new-plugin.mjs';

const base = mkdtempSync(join(tmpdir(), 'report '));
const REPORT = `
import { createPluginCatalog } from ${JSON.stringify(join(root, 'plugins/host/dist/index.js'))};
import { entryOfFolder, reportPackage } from ${JSON.stringify(join(root, 'tools/lib/plugin-report.mjs'))};
const [folder] = process.argv.slice(1);
const entry = await entryOfFolder(folder, '0.1.0');
const lines = [];
const result = await reportPackage(entry, {}, (text) => lines.push(text)).then(({ level, reports }) => ({ level: level ?? null, reports }), (error) => ({ error: error.message }));
process.stdout.write(JSON.stringify({ ...result, id: entry.id, lines }));
process.exit();`;

async function report(folder) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', REPORT, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk) => { said += chunk; });
  await new Promise((resolve) => { child.once('close', resolve); });
  return JSON.parse(said);
}

const outcomes = ({ reports }) => Object.fromEntries(reports.flatMap(({ findings }) => findings.filter(({ outcome }) => outcome !== 'passed').map(({ id, outcome }) => [id, outcome])));
const change = (file, from, to) => { const text = readFileSync(file, 'utf8'); expect(text).toContain(from); writeFileSync(file, text.replace(from, to)); };

beforeAll(() => {
  makePlugin('good-voice', 'tts', join(base, 'voice'));
  for (const name of ['broken', 'leaking', 'bare']) makePlugin(`${name}-mind`, 'llm', join(base, name));
  change(join(base, 'broken/index.js'), "yield { type: 'end', reason: 'stop' };", "yield { type: 'end', reason: 'stop' };\n      yield { type: 'end', reason: 'stop' };");
  change(join(base, 'leaking/refusal.js'), 'words: text, status, headers, secret', 'words: `${text} ${secret}`, status, headers, secret: \'\'');
  rmSync(join(base, 'bare/contract.js'));
});
afterAll(() => { rmSync(base, { recursive: true, force: true }); });

test('levels are earned by what is found; a package without an SDK of its own is lent one', async () => {
  const [voice, broken, leaking, bare, sample] = await Promise.all([...['voice', 'broken', 'leaking', 'bare'].map((name) => report(join(base, name))), report(join(root, 'docs/samples/answer-desk'))]);
  // Nobody has listened to what the voice says: that is more than a local server of tones can show.
  expect({ level: voice.level, not: outcomes(voice) }).toEqual({ level: 'silver', not: { 'tts/is-understood': 'untried' } });
  expect({ level: broken.level, not: outcomes(broken) }).toMatchObject({ level: null, not: { 'llm/one-end-last': 'failed' } });
  expect(broken.lines.join('')).toMatch(/✗ bronze llm\/one-end-last: the last event of an answer is its only end\n +found: 2 end events/);
  expect({ level: leaking.level, not: outcomes(leaking) }).toMatchObject({ level: 'bronze', not: { 'llm/failure-keeps-secret': 'failed' } });
  expect(bare.error).toContain('has no contract.js');
  expect({ id: sample.id, level: sample.level, not: outcomes(sample) }).toEqual({
    id: 'answer-desk', level: 'gold', not: { 'llm/tools-honest': 'untried', 'llm/tool-result-used': 'untried', 'llm/failure-has-cause': 'exempt', 'llm/failure-keeps-secret': 'exempt' },
  });
}, 120_000);

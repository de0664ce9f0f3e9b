// Writes docs/settings.md and .env.example from the env.ts of each process; with --check it only says whether they are true.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/steps.mjs';

const [api, media] = await Promise.all([import('../api/dist/env.js'), import('../media/dist/env.js')]);
const processes = { api: api.environmentSettings(), media: media.environmentSettings() };
// What both read is told once, in api's words, which has the wider view.
const settings = [...processes.api, ...processes.media.filter(({ name }) => !processes.api.some((setting) => setting.name === name))];
const usedBy = (name) => Object.entries(processes).filter(([, list]) => list.some((setting) => setting.name === name)).map(([process]) => process).join(', ');
const cell = (text) => text.replaceAll('|', '\\|');

const table = settings.map(({ name, description, defaultText, must }) =>
  `| \`${name}\` | ${usedBy(name)} | ${defaultText === '' ? '' : `\`${cell(defaultText)}\``} | ${cell(description)}${must ? ` ${cell(`${must[0].toUpperCase()}${must.slice(1)}`)}.` : ''} |`);

const files = {
  'docs/settings.md': `# Settings

Everything is set by environment variables; all have defaults that work on one machine. An unusable value stops the start, and every fault is named at once. This page is written from the code (\`npm run generate\`).

| variable | read by | default | meaning |
|---|---|---|---|
${table.join('\n')}
`,
  '.env.example': `${settings.map(({ name, description, defaultText }) => `# ${description}\n# ${name}=${defaultText}`).join('\n\n')}\n`,
};

let isStale = false;
for (const [name, text] of Object.entries(files)) {
  const path = join(root, name);
  if (!process.argv.includes('--check')) { writeFileSync(path, text); continue; }
  let present = '';
  try { present = readFileSync(path, 'utf8'); } catch { /* an absent file is a stale one */ }
  if (present !== text) { isStale = true; process.stderr.write(`${name} is not what the code says; run npm run generate\n`); }
}
process.exitCode = isStale ? 1 : 0;

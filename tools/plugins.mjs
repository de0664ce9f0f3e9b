// `npm run plugins -- list | enable <id> | disable <id> | report <id or folder>`: the platform administrator's word on
// installed plugins, and what a report has found of them. It writes the lock file, which running processes watch.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CommandFailed, fail, makeReady, root } from './lib/steps.mjs';

const HELP = 'npm run plugins -- list | enable <id> | disable <id> | report <id or folder>';

const hostVersion = () => JSON.parse(readFileSync(join(root, 'plugins/host/package.json'), 'utf8')).version;
const pluginRoots = () => (process.env.PARLEY_PLUGIN_ROOTS || root).split(':');

async function openCatalog() {
  const { createPluginCatalog, PLUGIN_LOCK_FILE } = await import('../plugins/host/dist/index.js');
  const dataDir = resolve(root, process.env.PARLEY_DATA_DIR || '.parley');
  mkdirSync(dataDir, { recursive: true });
  return createPluginCatalog({
    roots: pluginRoots(), pluginsDir: process.env.PLUGINS_DIR || join(dataDir, 'plugins'), mode: 'production',
    lockFile: join(dataDir, PLUGIN_LOCK_FILE), hostVersion: hostVersion(),
    logger: { debug() {}, info() {}, warn(message, fields) { process.stderr.write(`${message} ${JSON.stringify(fields ?? {})}\n`); } },
  });
}

const line = ({ id, version, state, quality, error, packageName }) => `${id.padEnd(16)} ${state.padEnd(9)} ${(quality ?? '').padEnd(6)} ${packageName} ${version}${error ? `  (${error})` : ''}\n`;

/** A level is kept of what is installed; a folder elsewhere is only looked at. */
async function report(catalog, named) {
  const { entryOfFolder, openMeans, reportPackage } = await import('./lib/plugin-report.mjs');
  const installed = catalog.get(named);
  const folder = resolve(process.env.INIT_CWD ?? root, named);
  const entry = installed ?? (existsSync(folder) ? await entryOfFolder(folder, hostVersion()) : undefined);
  if (!entry) throw new CommandFailed(`No plugin with the id "${named}" is installed, and there is no such folder.`);
  process.stdout.write('Parley\'s own voice says what is to be heard …\n');
  const means = await openMeans({ roots: [root], hostVersion: hostVersion() });
  try {
    const { level } = await reportPackage(entry, means, (text) => process.stdout.write(text));
    if (installed) await catalog.award(entry.id, level, entry.integrity).catch((error) => { throw new CommandFailed(error.message); });
    process.stdout.write(`${entry.id}: ${level ?? 'no level'}${installed ? '' : '; not kept, since it is not installed'}\n`);
    if (!level) throw new CommandFailed(`${entry.id} breaks rules of its contract.`);
  } finally {
    await means.close();
  }
}

async function main() {
  const [command, id] = process.argv.slice(2);
  const isKnown = command === 'list' || (['enable', 'disable', 'report'].includes(command) && id !== undefined);
  if (!isKnown) throw new CommandFailed(HELP);
  await makeReady();
  const catalog = await openCatalog();
  try {
    if (command === 'list') {
      process.stdout.write('states as in production, where a plugin waits until it is enabled\n');
      for (const entry of catalog.list()) process.stdout.write(line(entry));
    } else if (command === 'report') {
      await report(catalog, id);
    } else {
      const entry = await catalog[command](id).catch((error) => { throw new CommandFailed(error.message); });
      process.stdout.write(line(entry));
    }
  } finally {
    await catalog.close();
  }
}

main().then(() => process.exit(), fail);

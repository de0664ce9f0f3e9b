// `npm run plugins -- list | enable <id> | disable <id>`: the platform administrator's word on installed plugins. It writes
// the lock file, which running processes watch.
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CommandFailed, fail, makeReady, root } from './lib/steps.mjs';

const HELP = 'npm run plugins -- list | enable <id> | disable <id>';

async function openCatalog() {
  const { createPluginCatalog, PLUGIN_LOCK_FILE } = await import('../plugins/host/dist/index.js');
  const { version } = JSON.parse(readFileSync(join(root, 'plugins/host/package.json'), 'utf8'));
  const dataDir = resolve(root, process.env.PARLEY_DATA_DIR || '.parley');
  mkdirSync(dataDir, { recursive: true });
  return createPluginCatalog({
    roots: (process.env.PARLEY_PLUGIN_ROOTS || root).split(':'), pluginsDir: process.env.PLUGINS_DIR || join(dataDir, 'plugins'), mode: 'production',
    lockFile: join(dataDir, PLUGIN_LOCK_FILE), hostVersion: version,
    logger: { debug() {}, info() {}, warn(message, fields) { process.stderr.write(`${message} ${JSON.stringify(fields ?? {})}\n`); } },
  });
}

const line = ({ id, version, state, error, packageName }) => `${id.padEnd(16)} ${state.padEnd(9)} ${packageName} ${version}${error ? `  (${error})` : ''}\n`;

async function main() {
  const [command, id] = process.argv.slice(2);
  const isKnown = command === 'list' || ((command === 'enable' || command === 'disable') && id !== undefined);
  if (!isKnown) throw new CommandFailed(HELP);
  await makeReady();
  const catalog = await openCatalog();
  try {
    if (command === 'list') {
      process.stdout.write('states as in production, where a plugin waits until it is enabled\n');
      for (const entry of catalog.list()) process.stdout.write(line(entry));
    } else {
      const entry = await catalog[command](id).catch((error) => { throw new CommandFailed(error.message); });
      process.stdout.write(line(entry));
    }
  } finally {
    await catalog.close();
  }
}

main().then(() => process.exit(), fail);

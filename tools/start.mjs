// `npm start`: installs what is missing, generates, builds, starts api and media, says where they are, stops both on Ctrl-C.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dataDirFault, freePort, portFault } from './lib/machine.mjs';
import { build, buildConsole, checkNode, CommandFailed, fail, generate, install, root, step } from './lib/steps.mjs';
import { startService, stopAll } from './lib/services.mjs';

const startedAt = Date.now();

/**
 * Everything that keeps Parley from starting here, in sentences. The variables are checked as they were given, before
 * anything is derived from them, so that one wrong value is one sentence.
 */
async function faultsOf(given, dataDir) {
  const [api, media] = await Promise.all([import('../api/dist/env.js'), import('../media/dist/env.js')]);
  // This script makes the secret between the two.
  const checked = { ...given, PARLEY_SERVICE_TOKEN: given.PARLEY_SERVICE_TOKEN || 'made when it starts' };
  const faults = new Set([...api.environmentFaults(checked), ...media.environmentFaults(checked)]);
  const folder = dataDirFault(dataDir);
  if (folder) faults.add(folder);
  const ports = { PORT: given.PORT || '4000', MEDIA_PORT: given.MEDIA_PORT || '4001' };
  if (ports.PORT === ports.MEDIA_PORT && ports.PORT !== '0') faults.add(`PORT and MEDIA_PORT are both ${ports.PORT}; they must differ.`);
  for (const [name, value] of Object.entries(ports)) {
    if ([...faults].some((fault) => fault.startsWith(`${name} `))) continue;
    const fault = await portFault(name, Number(value));
    if (fault) faults.add(fault);
  }
  return [...faults];
}

/** The secret between api and media; made once, readable by the owner alone. */
function serviceToken(dataDir) {
  if (process.env.PARLEY_SERVICE_TOKEN) return process.env.PARLEY_SERVICE_TOKEN;
  const file = join(dataDir, 'service-token');
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  // A start that was cut off while writing leaves an empty file.
  if (kept.length >= 16) return kept;
  const made = randomBytes(32).toString('base64url');
  writeFileSync(file, made, { mode: 0o600 });
  return made;
}

/** `0` stands for a free port, which is chosen here because api and media must know each other's. */
async function chosenPort(value) {
  return value === '0' ? String(await freePort()) : value;
}

/** Set up by npm, this process ends with it, even where npm could not pass its signal on. */
function followNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => { if (process.ppid !== parent) void stopAll('SIGTERM'); }, 1000).unref();
}

async function main() {
  checkNode();
  await install();
  await generate();
  await build();
  await buildConsole();
  const dataDir = resolve(root, process.env.PARLEY_DATA_DIR || '.parley');
  const faults = await faultsOf(process.env, dataDir);
  if (faults.length === 1) throw new CommandFailed(faults[0]);
  if (faults.length > 1) throw new CommandFailed(`Parley cannot start like this:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  const [port, mediaPort] = [await chosenPort(process.env.PORT || '4000'), await chosenPort(process.env.MEDIA_PORT || '4001')];
  const env = {
    ...process.env, PORT: port, MEDIA_PORT: mediaPort,
    PARLEY_DATA_DIR: dataDir, PARLEY_SERVICE_TOKEN: serviceToken(dataDir), PARLEY_PLUGIN_ROOTS: process.env.PARLEY_PLUGIN_ROOTS || root,
    PARLEY_API_URL: process.env.PARLEY_API_URL || `http://127.0.0.1:${port}`,
    PARLEY_MEDIA_URL: process.env.PARLEY_MEDIA_URL || `ws://localhost:${mediaPort}`,
  };
  process.on('SIGINT', () => { void stopAll('SIGINT'); });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => { void stopAll('SIGTERM'); });
  // A terminal that was closed refuses every further word; the services are stopped all the same.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  followNpm();
  try {
    let api;
    await step('starting api (migrates, and seeds on first run)', async () => { api = await startService('api', ['api/dist/main.js'], env); });
    await step('starting media (loads the speech models)', async () => { await startService('media', ['media/dist/main.js'], env); });
    announce(port, env, api);
  } catch (error) {
    process.stderr.write(`\n${error instanceof CommandFailed ? error.message : error?.stack ?? error}\n`);
    await stopAll('SIGTERM', 1);
  }
}

function announce(port, env, api) {
  const login = api.demoLogin ?? { email: 'demo@parley.localhost', password: 'see the first start' };
  process.stdout.write(`
Parley is up (${((Date.now() - startedAt) / 1000).toFixed(1)} s).

  Console   http://localhost:${port}
  GraphQL   http://localhost:${port}/graphql
  Media     ${env.PARLEY_MEDIA_URL}  (/v1/browser, /v1/twilio)
  Data      ${env.PARLEY_DATA_DIR}
  Sign in   ${login.email}  /  ${login.password}

  A call    npm run call -- docs/samples/question.wav
  Stop      Ctrl-C
`);
}

main().catch(fail);

// `npm start`: installs what is missing, generates, builds, starts api and media, says where they are, stops both on Ctrl-C.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, checkNode, fail, generate, install, root, step } from './lib/steps.mjs';
import { startService, stopAll } from './lib/services.mjs';

const startedAt = Date.now();

async function checkEnvironment(env) {
  const [api, media] = await Promise.all([import('../api/dist/env.js'), import('../media/dist/env.js')]);
  const faults = [...new Set([...api.environmentFaults(env), ...media.environmentFaults(env)])];
  if (faults.length === 0) return;
  process.stderr.write(`The environment cannot be used:\n${faults.map((fault) => `  - ${fault}`).join('\n')}\n`);
  process.exit(1);
}

/** The secret between api and media; made once, readable by the owner alone. */
function serviceToken(dataDir) {
  if (process.env.PARLEY_SERVICE_TOKEN) return process.env.PARLEY_SERVICE_TOKEN;
  const file = join(dataDir, 'service-token');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

function makeDataDir() {
  const dataDir = resolve(root, process.env.PARLEY_DATA_DIR || '.parley');
  try {
    mkdirSync(dataDir, { recursive: true });
    return dataDir;
  } catch (error) {
    process.stderr.write(`The data folder ${dataDir} cannot be made: ${error.message}\n`);
    process.exit(1);
  }
}

async function main() {
  checkNode();
  await install();
  await generate();
  await build();
  const dataDir = makeDataDir();
  const port = process.env.PORT || '4000';
  const env = {
    ...process.env, PARLEY_DATA_DIR: dataDir, PARLEY_SERVICE_TOKEN: serviceToken(dataDir), PARLEY_PLUGIN_ROOTS: process.env.PARLEY_PLUGIN_ROOTS || root,
    PARLEY_API_URL: process.env.PARLEY_API_URL || `http://127.0.0.1:${port}`,
    PARLEY_MEDIA_URL: process.env.PARLEY_MEDIA_URL || `ws://localhost:${process.env.MEDIA_PORT || '4001'}`,
  };
  await checkEnvironment(env);
  process.on('SIGINT', () => stopAll('SIGINT'));
  process.on('SIGTERM', () => stopAll('SIGTERM'));
  process.on('SIGHUP', () => stopAll('SIGTERM'));
  let api;
  await step('starting api (migrates, and seeds on first run)', async () => { api = await startService('api', ['api/dist/main.js'], env); });
  await step('starting media (loads the speech models)', async () => { await startService('media', ['media/dist/main.js'], env); });
  announce(port, env, api);
}

function announce(port, env, api) {
  const login = api.demoLogin ?? { email: 'demo@parley.localhost', password: 'see the first start' };
  process.stdout.write(`
Parley is up (${((Date.now() - startedAt) / 1000).toFixed(1)} s).

  GraphQL   http://localhost:${port}/graphql
  Media     ${env.PARLEY_MEDIA_URL}  (/v1/browser, /v1/twilio)
  Data      ${env.PARLEY_DATA_DIR}
  Sign in   ${login.email}  /  ${login.password}

  A call    npm run call -- docs/samples/question.wav
  Stop      Ctrl-C
`);
}

main().catch(fail);

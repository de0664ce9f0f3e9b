import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@parley/db';
import { quiet } from '../api/count-statements.js';
import { fill } from '../api/data.js';
import { openLoop, type Target } from '../api/load.js';
import { operations } from '../api/operations.js';
import { inPlace, type Place } from '../api/place.js';
import { PinnedServer } from '../api/processes.js';
import { apiEnvironment, root } from '../api/requests.js';
import { summarise } from '../statistics.js';
import { readOptions, type SignInBenchOptions } from './options.js';
import { ACCOUNTS, signInLoop, signUpAll } from './sign-ins.js';

const CALLS = 500;
/** Other requests in a second, of each of two kinds; together well below what one session may ask. */
const OTHERS_PER_SECOND = 40;
const MAILS_MS_MAX = 60_000;
const say = (text: string) => { process.stderr.write(`${text}\n`); };

/** Time of other requests in ms, by the moment each was due. */
async function others(targets: readonly Target[], seconds: number): Promise<number[]> {
  const loaded = await Promise.all(targets.map((target) => openLoop(target, OTHERS_PER_SECOND, seconds)));
  return loaded.flatMap(({ latenciesMs }) => latenciesMs);
}

/** Every new account is sent a mail after its answer; what is measured begins when they are out. */
async function mailsWritten(folder: string): Promise<void> {
  const untilMs = performance.now() + MAILS_MS_MAX;
  while (!existsSync(folder) || readdirSync(folder).filter((file) => file.endsWith('.eml')).length < ACCOUNTS) {
    if (performance.now() > untilMs) throw new Error('the mails to the new accounts were not written in time');
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
}

async function bench({ seconds, rate, runs }: SignInBenchOptions, place: Place): Promise<void> {
  const database = await openDatabase({ dataDir: place.dataDir, databaseUrl: place.databaseUrl, logger: quiet });
  const data = await fill(database, CALLS);
  await database.close();
  const environment = { PATH: process.env['PATH'], ...apiEnvironment(place), TRUST_PROXY: '1', PARLEY_PLUGINS_MODE: 'development' };
  // On all cores, as it runs in production: off the event loop means on another core.
  const api = await PinnedServer.start('the API', [join(root, 'api/dist/main.js')], environment, 'all cores');
  try {
    const targets = operations(data, '').filter(({ name }) => name === 'viewer' || name === 'node')
      .map(({ query, variables }): Target => ({ port: api.port, path: '/graphql', body: JSON.stringify({ query, variables }), sessionToken: data.sessionToken }));
    say('▸ opening the accounts and warming up');
    await signUpAll(api.port);
    await mailsWritten(join(place.dataDir, 'mail'));
    await Promise.all([others(targets, 3), signInLoop(api.port, rate, 3)]);
    const [calm, loaded, signIns]: [number[], number[], number[]] = [[], [], []];
    let refused = 0;
    const loadBefore = loadavg()[0]!;
    for (let run = 1; run <= runs; run++) {
      say(`▸ run ${run} of ${runs}`);
      calm.push(...await others(targets, seconds));
      const [during, signedIn] = await Promise.all([others(targets, seconds), signInLoop(api.port, rate, seconds)]);
      loaded.push(...during);
      signIns.push(...signedIn.latenciesMs);
      refused += signedIn.refused;
    }
    const [before, during] = [summarise(calm), summarise(loaded)];
    const row = (name: string, { count, p50, p95, p99, max }: ReturnType<typeof summarise>) => `| ${name} | ${count} | ${[p50, p95, p99, max].map((value) => value.toFixed(1)).join(' | ')} |`;
    const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
    process.stdout.write([
      `\n${new Date().toISOString()}, commit ${commit}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}, ${place.kind}, ${rate} sign-ins/s, ${runs} runs of ${seconds} s, load before ${loadBefore.toFixed(1)}, after ${loadavg()[0]!.toFixed(1)}\n`,
      '| ms | requests | p50 | p95 | p99 | max |', '|---|--:|--:|--:|--:|--:|', row('others, nobody signs in', before), row(`others, ${rate} sign-ins/s`, during), row('the sign-ins', summarise(signIns)), '',
      `p99 of the others rises by ${(during.p99 - before.p99).toFixed(1)} ms (bar 20); ${refused} sign-ins were told to come back later.`, '',
    ].join('\n'));
  } finally {
    await api.stop();
  }
}

const options = readOptions(process.argv.slice(2));
await inPlace((place) => bench(options, place));

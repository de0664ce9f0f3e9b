import { execFileSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@parley/db';
import { canPin } from '../media/pinning.js';
import { percentile } from '../statistics.js';
import { countStatements, quiet } from './count-statements.js';
import { fill } from './data.js';
import { closedLoop, openLoop } from './load.js';
import { readOptions, type ApiBenchOptions } from './options.js';
import { inPlace, type Place } from './place.js';
import { PinnedServer } from './processes.js';
import { makeRows, markdown, type Measured } from './report.js';
import { apiEnvironment, root } from './requests.js';
import { makeVariants, type Variant } from './variants.js';

const WARM_UP_SECONDS = 4;
const OPEN_LOOP_SHARE = 0.5;
const say = (text: string) => { process.stderr.write(`${text}\n`); };

async function measure({ name, target, server }: Variant, { connections, seconds }: ApiBenchOptions): Promise<Measured> {
  const cpuBefore = server.cpuSeconds();
  const closed = await closedLoop(target, connections, seconds);
  const cpuMsPerRequest = ((server.cpuSeconds() - cpuBefore) * 1000) / Math.max(1, closed.requests);
  const requestsPerSecond = closed.requests / closed.seconds;
  const { latenciesMs } = await openLoop(target, requestsPerSecond * OPEN_LOOP_SHARE, seconds);
  say(`  ${name.padEnd(22)} ${requestsPerSecond.toFixed(0).padStart(6)} requests/s, p95 at half of it ${percentile(latenciesMs, 0.95).toFixed(1)} ms`);
  return { requestsPerSecond, cpuMsPerRequest, latenciesMs };
}

async function measureAll(variants: readonly Variant[], options: ApiBenchOptions): Promise<Map<string, Measured>[]> {
  say(`▸ warming up, ${WARM_UP_SECONDS} s each`);
  for (const { target } of variants) await closedLoop(target, options.connections, WARM_UP_SECONDS);
  const runs: Map<string, Measured>[] = [];
  for (let run = 1; run <= options.runs; run++) {
    say(`▸ run ${run} of ${options.runs}`);
    const measured = new Map<string, Measured>();
    for (const variant of variants) measured.set(variant.name, await measure(variant, options));
    runs.push(measured);
  }
  return runs;
}

async function bench(options: ApiBenchOptions, place: Place): Promise<void> {
  say(`▸ ${options.calls} calls on ${place.kind}`);
  const database = await openDatabase({ dataDir: place.dataDir, databaseUrl: place.databaseUrl, logger: quiet });
  const data = await fill(database, options.calls);
  await database.close();
  const { statements, after } = await countStatements(place, data);
  const handWrittenDatabase = place.forHandWritten();
  const servers: PinnedServer[] = [];
  try {
    const environment = { PATH: process.env['PATH'], NODE_ENV: 'production' };
    const api = await PinnedServer.start('the API', [join(root, 'api/dist/main.js')], { ...environment, ...apiEnvironment(place) });
    servers.push(api);
    const handWritten = await PinnedServer.start('the hand-written server', [join(root, 'tools/dist/bench/api/hand-written-server.js'), handWrittenDatabase, data.organizationId, data.userId], environment);
    servers.push(handWritten);
    const variants = await makeVariants(api, handWritten, data, after);
    const loadBefore = loadavg()[0]!;
    const rows = makeRows(variants, await measureAll(variants, options), statements);
    const result = {
      at: new Date().toISOString(), commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim(),
      machine: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`, isPinned: canPin, loadBefore,
      database: place.kind, options, apiResidentMib: api.residentMib(), rows,
    };
    process.stdout.write(options.isJson ? `${JSON.stringify(result)}\n`
      : `\n${result.at}, commit ${result.commit}, ${result.machine}, ${place.kind}, ${options.calls} calls, ${options.runs} runs of ${options.seconds} s, ${options.connections} connections, load before ${loadBefore.toFixed(1)}\n\n${markdown(rows)}\n`);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

const options = readOptions(process.argv.slice(2));
await inPlace((place) => bench(options, place));

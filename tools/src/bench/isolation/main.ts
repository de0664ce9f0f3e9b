import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { startApi, type RunningApi } from '@parley/api';
import { openDatabase, type Database } from '@parley/db';
import { quiet } from '../api/count-statements.js';
import { fill } from '../api/data.js';
import type { Target } from '../api/load.js';
import { FIRST_PAGE } from '../api/operations.js';
import { inPlace, type Place } from '../api/place.js';
import { apiEnvironment, ask, root } from '../api/requests.js';
import { percentile, summarise } from '../statistics.js';

/*
 * What keeping organizations apart costs: a page of calls through the whole api, with isolation (queries bound, rows
 * secured by the database) and without it, in one process, in turns of some requests each, so that the load of the
 * machine falls on both alike. Without isolation the resolvers are given the client that sees everything, with the
 * organization in the condition of the page, as whoever isolates by hand would write it.
 */
const HELP = 'npm run bench:isolation -- [--calls 2000] [--rounds 40] [--requests 10] [--json]; DATABASE_URL measures on Postgres, in a database of its own';
const RATIO_MAX = 1.3;

function readOptions(args: string[]) {
  try {
    const { values } = parseArgs({ args, options: { calls: { type: 'string', default: '2000' }, rounds: { type: 'string', default: '40' }, requests: { type: 'string', default: '10' }, json: { type: 'boolean', default: false } } });
    const count = (name: 'calls' | 'rounds' | 'requests') => {
      const number = Number(values[name]);
      if (!Number.isInteger(number) || number < 1 || number > 200_000) throw new Error(`--${name} must be a whole number from 1 on`);
      return number;
    };
    return { calls: count('calls'), rounds: count('rounds'), requests: count('requests'), isJson: values.json };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${HELP}\n`);
    process.exit(2);
  }
}

/** The same database, whose organizations are kept apart by nothing but the condition that each page has anyway. */
function withoutIsolation(database: Database, organizationId: string): Database {
  const client = database.system.$extends({ query: { call: { findMany: ({ args, query }) => query({ ...args, where: { AND: [args.where ?? {}, { organizationId }] } }) } } });
  return { ...database, forOrganization: () => client as never };
}

/** Nobody runs out of points, and what is read is written down for neither. */
const unwritten = { isNew: () => false, forget: () => undefined };
const unlimited = { take: () => Promise.resolve({ isGranted: true, available: 1e9, retryAfterMs: 0 }), giveBack: () => undefined };

async function start(place: Place, database: Database): Promise<RunningApi> {
  const api = await startApi({ env: apiEnvironment(place), database, isSeeded: false, hasSweep: false });
  Object.assign(api.app, { buckets: unlimited, recentReadings: unwritten });
  return api;
}

/** Milliseconds of each request, one after another. */
async function timed(target: Target, requests: number): Promise<number[]> {
  const taken: number[] = [];
  for (let request = 0; request < requests; request++) {
    const startedMs = performance.now();
    await ask(target);
    taken.push(performance.now() - startedMs);
  }
  return taken;
}

async function measure(place: Place, options: ReturnType<typeof readOptions>): Promise<void> {
  const database = await openDatabase({ dataDir: place.dataDir, databaseUrl: place.databaseUrl, logger: quiet });
  const { sessionToken, organizationId } = await fill(database, options.calls);
  const [on, off] = [await start(place, database), await start(place, withoutIsolation(database, organizationId))];
  try {
    const [isolated, open] = [on, off].map(({ port }): Target => ({ port, path: '/graphql', sessionToken, body: JSON.stringify(FIRST_PAGE) })) as [Target, Target];
    if (JSON.stringify(await ask(isolated)) !== JSON.stringify(await ask(open))) throw new Error('with and without isolation the page is not the same');
    const [withMs, withoutMs, ratios]: [number[], number[], number[]] = [[], [], []];
    for (const target of [isolated, open]) await timed(target, options.requests * 4);
    const loadBefore = loadavg()[0]!;
    for (let round = 0; round < options.rounds; round++) {
      const turn = new Map<Target, number[]>();
      for (const target of round % 2 === 0 ? [isolated, open] : [open, isolated]) turn.set(target, await timed(target, options.requests));
      withMs.push(...turn.get(isolated)!);
      withoutMs.push(...turn.get(open)!);
      ratios.push(percentile(turn.get(isolated)!, 0.5) / percentile(turn.get(open)!, 0.5));
    }
    const result = {
      at: new Date().toISOString(), commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim(), database: place.kind, options, loadBefore, loadAfter: loadavg()[0]!,
      isolated: summarise(withMs), open: summarise(withoutMs), ratioOfP50: percentile(withMs, 0.5) / percentile(withoutMs, 0.5), ratioOfRounds: { p25: percentile(ratios, 0.25), p50: percentile(ratios, 0.5), p75: percentile(ratios, 0.75) }, ratioMax: RATIO_MAX,
    };
    process.stdout.write(options.isJson ? `${JSON.stringify(result)}\n` : `${result.at}, commit ${result.commit}, ${place.kind}, ${options.calls} calls, ${options.rounds} rounds of ${options.requests}, load ${loadBefore.toFixed(1)} to ${result.loadAfter.toFixed(1)}
  with isolation    p50 ${result.isolated.p50} ms, p95 ${result.isolated.p95} ms
  without           p50 ${result.open.p50} ms, p95 ${result.open.p95} ms
  ratio of p50      ${result.ratioOfP50.toFixed(2)} (bar ${RATIO_MAX}); of the rounds ${result.ratioOfRounds.p25.toFixed(2)} / ${result.ratioOfRounds.p50.toFixed(2)} / ${result.ratioOfRounds.p75.toFixed(2)} (quartiles)\n`);
  } finally {
    await on.close();
    await off.close();
    await database.close();
  }
}

const options = readOptions(process.argv.slice(2));
await inPlace((place) => measure(place, options));

// Kills the media server's reporting side and api, each in its own process, at random points, and counts what arrived.
// PARLEY_CRASH_ROUNDS (default 20) and PARLEY_CRASH_SEED repeat a run or make it longer.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const rounds = Number(process.env.PARLEY_CRASH_ROUNDS ?? 20);
const seed = Number(process.env.PARLEY_CRASH_SEED ?? Math.floor(Math.random() * 1e9));
const folder = mkdtempSync(join(tmpdir(), 'parley-crash-'));
const children = new Set();
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Mulberry32: the same seed, the same kills. */
function randomOf(start) {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A child process that talks in lines. `until` resolves once `count` more lines match, and rejects when it dies before that. */
function start(script, args) {
  const child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  const lines = [];
  const waits = new Set();
  let errors = '';
  child.stderr.on('data', (part) => { errors = (errors + String(part)).slice(-4_000); });
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    for (const wait of waits) if (wait.pattern.test(line) && --wait.count <= 0) { waits.delete(wait); wait.resolve(line); }
  });
  const exited = new Promise((resolve) => { child.once('close', () => {
    children.delete(child);
    for (const wait of waits) wait.reject(new Error(`${script} died before it said ${wait.pattern}: ${errors}`));
    resolve();
  }); });
  return {
    lines,
    until: (pattern, count = 1) => new Promise((resolve, reject) => { waits.add({ pattern, count, resolve, reject }); }),
    exited,
    kill() { child.kill('SIGKILL'); return exited; },
  };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address();
  await new Promise((resolve) => { server.close(resolve); });
  return port;
}

function storedCalls(storePath) {
  const calls = new Map();
  for (const line of readFileSync(storePath, 'utf8').split('\n').filter((text) => text !== '')) {
    const event = JSON.parse(line);
    if (!calls.has(event.callId)) calls.set(event.callId, []);
    calls.get(event.callId).push(event);
  }
  return calls;
}

test(`what was journaled arrives exactly once through ${rounds} rounds of SIGKILL (seed ${seed})`, { timeout: 30_000 + rounds * 5_000 }, async () => {
  const random = randomOf(seed);
  const storePath = join(folder, 'store.jsonl');
  const dataDir = join(folder, 'data');
  const port = await freePort();
  const startApi = async () => { const api = start('api-process.mjs', [storePath, port]); await api.until(/^ready/); return api; };
  const startMedia = async (run, mode) => { const media = start('media-process.mjs', [dataDir, `http://127.0.0.1:${port}`, run, mode]); await media.until(/^ready/); return media; };
  /** Highest number that the reporter confirmed, by call. */
  const journaled = new Map();
  const note = (media) => { for (const line of media.lines) { const match = /^journaled (\S+) (\d+)$/.exec(line); if (match) journaled.set(match[1], Math.max(journaled.get(match[1]) ?? 0, Number(match[2]))); } };

  let api = await startApi();
  let media = await startMedia(0, 'run');
  for (let round = 1; round <= rounds; round++) {
    const victim = random();
    const after = 1 + Math.floor(random() * 40);
    if (victim < 0.6) {
      await media.until(/^journaled/, after);
      await media.kill();
      note(media);
    }
    if (victim >= 0.45) {
      if (victim >= 0.6) await api.until(/^stored/, 1 + (after % 6));
      await api.kill();
      // api stays away for a while: events wait.
      if (victim >= 0.6) await media.until(/^journaled/, after);
      api = await startApi();
    }
    if (victim < 0.6) media = await startMedia(round, 'run');
  }
  await media.until(/^journaled/, 10);
  await media.kill();
  note(media);
  const last = await startMedia('last', 'finish');
  const verdict = last.lines.find((line) => line.includes('finished')) ?? await last.until(/finished/);
  await last.exited;
  await api.kill();

  expect(verdict).toMatch(/^finished/);
  const stored = storedCalls(storePath);
  expect(journaled.size).toBeGreaterThan(rounds / 2);
  for (const [callId, seq] of journaled) {
    const events = stored.get(callId) ?? [];
    expect(events.length, `${callId}: events`).toBeGreaterThanOrEqual(seq);
  }
  for (const [callId, events] of stored) {
    // In the order of arrival; a repeat would stand twice, a loss would leave a gap.
    expect(events.map((event) => event.seq).sort((left, right) => left - right), `${callId}: order`).toEqual(events.map((_, index) => index + 1));
    expect(events.filter((event) => event.type === 'dtmf-received' && event.payload.digit !== `${callId}:${event.seq}`), `${callId}: numbers`).toEqual([]);
    expect(events.filter((event) => event.type === 'call-ended'), `${callId}: ends`).toHaveLength(1);
  }
  expect(readdirSync(join(dataDir, 'media')), 'nothing was set aside').not.toContain('dead-letters');
  expect(readdirSync(join(dataDir, 'media', 'recordings')), 'every recording was taken').toEqual([]);
});

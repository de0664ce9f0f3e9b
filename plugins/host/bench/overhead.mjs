// What the host adds to a request: each stream is read once straight from an adapter that answers at once, and once
// through the host, and the difference of the two is told. Run: node plugins/host/bench/overhead.mjs [--requests 5000]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createPluginCatalog, createProviderHost, systemClock } from '../dist/index.js';

const { values } = parseArgs({ options: { requests: { type: 'string', default: '5000' }, json: { type: 'boolean', default: false } } });
const requests = Number(values.requests);
const AUDIO_FRAMES = 150;
const TOKENS = 40;
const logger = { debug() {}, info() {}, warn() {} };

const entry = `
const audio = { type: 'audio', samples: new Int16Array(160).fill(1000) };
const usage = { type: 'usage', usage: { inputTokens: 500, outputTokens: ${TOKENS}, requests: 1 } };
export default {
  llm: async () => ({
    spec: 'llm/v1', abilities: { hasTools: true, takesDocuments: true, isLanguageModel: false, languages: ['*'] },
    async *generate() { for (let token = 0; token < ${TOKENS}; token += 1) yield { type: 'text-delta', text: 'word ' }; yield usage; yield { type: 'end', reason: 'stop' }; },
    async close() {},
  }),
  tts: async () => ({
    spec: 'tts/v1',
    abilities: { isStreaming: true, hasTimestamps: false, formats: [{ encoding: 'pcm16', sampleRateHz: 8000 }], languages: ['*'], textCharactersMax: 1000 },
    async voices() { return []; },
    async *synthesize() { for (let frame = 0; frame < ${AUDIO_FRAMES}; frame += 1) yield audio; },
    async close() {},
  }),
};`;

const price = (unit) => ({ unit, usd: '0.15', per: 1_000_000, asOf: '2026-01-01', source: 'bench' });

function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Milliseconds of each request, after a warm-up that is not counted. */
async function measure(start) {
  const times = new Float64Array(requests);
  for (let request = -500; request < requests; request += 1) {
    const startedAtMs = performance.now();
    for await (const event of start()) if (event.type === 'never') return times;
    if (request >= 0) times[request] = performance.now() - startedAtMs;
  }
  return times.sort();
}

const base = mkdtempSync(join(tmpdir(), 'host-bench-'));
const folder = join(base, 'plugins', 'instant');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'index.js'), entry);
writeFileSync(join(folder, 'package.json'), JSON.stringify({
  name: 'parley-instant', version: '1.0.0', type: 'module', keywords: ['parley-plugin'],
  parley: {
    id: 'instant', title: 'Instant', entry: './index.js', host: '^0.1.0',
    kinds: { llm: { spec: 'llm/v1', title: 'x', prices: ['input-token', 'output-token'].map(price) }, tts: { spec: 'tts/v1', title: 'x', prices: [price('character')] } },
  },
}));
const catalog = await createPluginCatalog({ roots: [], pluginsDir: join(base, 'plugins'), mode: 'development', hostVersion: '0.1.0', logger });
const host = createProviderHost(catalog, { clock: systemClock, logger });
const { default: plugin } = await import(join(folder, 'index.js'));
const signal = new AbortController().signal;
const requestOf = {
  llm: { instructions: 'Be brief.', agentName: 'a', language: 'en', messages: [{ role: 'user', text: 'hello' }], tools: [], documents: [], isSpeculative: false, signal },
  tts: { contextId: 'c', text: 'Good day.', isLast: true, language: 'en', format: { encoding: 'pcm16', sampleRateHz: 8000 }, signal },
};
const step = (connectionId) => ({ connectionId, pluginId: 'instant', settings: {}, secrets: {} });
const report = {};
for (const [kind, method, events] of [['llm', 'generate', TOKENS + 2], ['tts', 'synthesize', AUDIO_FRAMES]]) {
  const bare = await plugin[kind]({ settings: {}, secrets: {}, clock: systemClock, logger });
  const route = await host.openRoute(kind, { steps: [step('first'), step('second')] });
  const direct = await measure(() => bare[method](requestOf[kind]));
  const wrapped = await measure(() => route.provider[method](requestOf[kind]));
  const added = (share) => Number((quantile(wrapped, share) - quantile(direct, share)).toFixed(4));
  report[kind] = { events, directP50Ms: Number(quantile(direct, 0.5).toFixed(4)), addedP50Ms: added(0.5), addedP95Ms: added(0.95), addedP99Ms: added(0.99) };
  await route.close();
}
await host.close();
await catalog.close();
rmSync(base, { recursive: true });
if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
else for (const [kind, row] of Object.entries(report)) process.stdout.write(`${kind} ${JSON.stringify(row)}\n`);

// Holds a provider package to the contracts of its kinds, and to what good ones do beyond, and says which level it has reached.
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createPluginCatalog, createProviderHost, loadForReport, systemClock } from '../../plugins/host/dist/index.js';
import { harnessOf, levelOfAll, reportKind } from '../../plugins/sdk/dist/testing/index.js';
import { CommandFailed } from './steps.mjs';

const MARKS = { passed: '✓', failed: '✗', untried: '?', exempt: '–' };
const GOLDEN = ['What are your opening hours on Saturday morning?', 'I would like to book a table for two people.', 'Please call me back tomorrow afternoon.', 'My order has not arrived yet.'];
const FORMAT = { encoding: 'pcm16', sampleRateHz: 16_000 };
const logger = { debug() {}, info() {}, warn() {} };
const neverAborted = () => new AbortController().signal;

/** What the catalog tells of a package in a folder that no Parley looks into. */
export async function entryOfFolder(folder, hostVersion) {
  const pluginsDir = mkdtempSync(join(tmpdir(), 'parley-report-'));
  try {
    symlinkSync(resolve(folder), join(pluginsDir, 'package'), 'junction');
    const catalog = await createPluginCatalog({ roots: [], pluginsDir, mode: 'development', hostVersion, logger });
    await catalog.close();
    return catalog.list()[0];
  } finally {
    rmSync(pluginsDir, { recursive: true, force: true });
  }
}

async function say(provider, text) {
  const parts = [];
  for await (const event of provider.synthesize({ contextId: 'golden', text, isLast: true, voice: 'rms', language: 'en', format: FORMAT, signal: neverAborted() })) if (event.type === 'audio') parts.push(...event.samples);
  return { name: text, text, language: 'en', samples: Int16Array.from(parts), sampleRateHz: FORMAT.sampleRateHz };
}

function listenWith(provider) {
  return (samples, sampleRateHz) => new Promise((heard, failed) => {
    const onEvent = (event) => { if (event.type === 'transcript-final') heard(event.text); else if (event.type === 'error') failed(event.error); };
    provider.open({ callId: 'golden', language: 'en', format: { encoding: 'pcm16', sampleRateHz }, signal: neverAborted(), onEvent }).then((session) => { session.push(1, samples); session.commit(1); }, failed);
  });
}

/** Parley's own voice and ear: what they say is the golden audio, and what they hear is what was said. `close` lets them go. */
export async function openMeans({ roots, hostVersion }) {
  const catalog = await createPluginCatalog({ roots, mode: 'development', hostVersion, logger });
  const host = createProviderHost(catalog, { clock: systemClock, logger });
  const close = async () => { await host.close(); await catalog.close(); };
  try {
    const route = { steps: [{ connectionId: 'local', pluginId: 'local', settings: {}, secrets: {} }] };
    const [voice, ear] = [await host.openRoute('tts', route), await host.openRoute('stt', route)];
    const golden = [];
    for (const text of GOLDEN) golden.push(await say(voice.provider, text));
    return { golden, listen: listenWith(ear.provider), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Runs everything on every kind of the package; each finding is told as it comes. Throws `CommandFailed` where there is nothing to run. */
export async function reportPackage(entry, means, write) {
  const { plugin, openSubjects } = await loadForReport(entry).catch((error) => { throw new CommandFailed(error.message); });
  const subjects = await openSubjects({ golden: means.golden ?? [] });
  const reports = [];
  try {
    for (const kind of entry.kinds) {
      const subject = subjects?.kinds?.[kind];
      if (!subject) throw new CommandFailed(`The contract.js of "${entry.id}" does not say under which settings its ${kind} is tried.`);
      write(`${entry.id} ${entry.version}, ${kind}\n`);
      const report = await reportKind(kind, harnessOf(plugin, entry.manifest, kind, subject), {
        hasVendor: entry.manifest.egress.length > 0, means,
        onFinding: ({ id, level, outcome, rule, found }) => { write(`  ${MARKS[outcome]} ${level.padEnd(6)} ${id}${outcome === 'passed' ? '' : `: ${rule}`}${found ? `\n      found: ${found}` : ''}\n`); },
      });
      write(`  ${kind}: ${report.level ?? 'no level'}\n`);
      reports.push(report);
    }
  } finally {
    await subjects?.close?.();
  }
  return { level: levelOfAll(reports), reports };
}

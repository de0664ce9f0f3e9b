import { PROVIDER_KINDS, type AudioSamples, type ProviderKind, type TtsEvent } from '@parley/plugin-sdk';
import { ContractViolation, levelOf, levelOfAll, qualityRules, reportKind, type KindReport, type QualityFinding, type QualityMeans } from '@parley/plugin-sdk/testing';
import { describe, expect, test } from 'vitest';
import { simulatedHarness, SPEECH, type Wrap } from './harness.js';

/** An ear that hears what was said, whatever it sounds like. */
const MEANS: QualityMeans = { golden: SPEECH, listen: async () => 'Our shop opens at nine in the morning and closes at six.' };

const report = <Kind extends ProviderKind>(kind: Kind, settings: Readonly<Record<string, unknown>> = {}, wrap?: Wrap<Kind>, means: QualityMeans = MEANS) => (
  reportKind(kind, simulatedHarness(kind, settings, wrap), { hasVendor: true, means }));
const notPassed = ({ findings }: KindReport): string[] => findings.filter(({ outcome }) => outcome !== 'passed').map(({ id, outcome }) => `${id} ${outcome}`);

test('adapters that do all that is asked are gold, of every kind', async () => {
  for (const kind of PROVIDER_KINDS) expect({ kind, level: (await report(kind)).level, not: notPassed(await report(kind)) }).toEqual({ kind, level: 'gold', not: [] });
});

/** Throws the rest away when its reader keeps it waiting. */
const impatient: Wrap<'tts'> = (provider, _watch, clock) => ({
  ...provider,
  async *synthesize(request) {
    let waitedMs = 0;
    for await (const event of provider.synthesize(request)) {
      if (event.type === 'audio' && waitedMs > 250) continue;
      const sentAtMs = clock.nowMs();
      yield event;
      waitedMs = Math.max(waitedMs, clock.nowMs() - sentAtMs);
    }
  },
});

const busy = (): void => { const untilMs = performance.now() + 3; while (performance.now() < untilMs) { /* a model that runs on the loop */ } };

describe('each rule is missed by an adapter that breaks it, and costs the level', () => {
  const table: readonly [rule: string, level: string, report: () => Promise<KindReport>][] = [
    ['llm/first-result-soon', 'bronze', () => report('llm', { firstTokenMs: 1_600 })],
    ['tts/first-result-soon', 'bronze', () => report('tts', { firstAudioMs: 900 })],
    ['embedding/first-result-soon', 'bronze', () => report('embedding', { delayMs: 1_100 })],
    ['turn/first-result-soon', 'bronze', () => report('turn', { delayMs: 200 })],
    ['vad/first-result-soon', 'bronze', () => report('vad', { delayMs: 150 })],
    ['mail/first-result-soon', 'bronze', () => report('mail', { delayMs: 6_000 })],
    ['storage/first-result-soon', 'bronze', () => report('storage', { delayMs: 1_100 })],
    ['data-source/first-result-soon', 'bronze', () => report('data-source', { delayMs: 1_100 })],
    ['tts/waits-for-its-reader', 'silver', () => report('tts', { firstAudioMs: 0 }, impatient)],
    ['tts/is-understood', 'silver', () => report('tts', {}, undefined, { ...MEANS, listen: async () => 'Our ship opens at noon.' })],
    ['stt/understands-golden-audio', 'silver', () => report('stt', {}, undefined, { golden: [{ ...SPEECH[0]!, text: 'Nothing of the kind was said here.' }] })],
  ];
  for (const [rule, level, run] of table) {
    test(`${rule}`, async () => {
      const found = await run();
      expect(found.findings.find(({ id }) => id === rule)).toMatchObject({ outcome: 'failed', found: expect.stringMatching(/.{5,}/) });
      expect({ level: found.level, not: notPassed(found) }).toEqual({ level, not: [`${rule} failed`] });
    });
  }

  test('stt/first-result-soon: transcripts that take their time', async () => {
    const found = await report('stt', {}, (provider, _watch, clock) => ({
      ...provider,
      open: (request) => provider.open({ ...request, onEvent: (event) => { clock.setTimer(1_600, () => { request.onEvent(event); }); } }),
    }));
    expect(notPassed(found)).toContain('stt/first-result-soon failed');
  });

  test('stt/push-never-blocks, vad/push-never-blocks', async () => {
    const run = async <Kind extends ProviderKind>(kind: Kind, wrap: Wrap<Kind>) => await qualityRules(kind, MEANS).find(({ check }) => check.id === `${kind}/push-never-blocks`)!.check.run(simulatedHarness(kind, {}, wrap));
    await expect(run('stt', (provider) => ({
      ...provider,
      open: async (request) => { const session = await provider.open(request); const push = (id: number, audio: AudioSamples) => { busy(); session.push(id, audio); }; return { push, speculate: (id) => session.speculate(id), commit: (id) => session.commit(id), discard: (id) => session.discard(id), close: () => session.close() }; },
    }))).rejects.toThrow(ContractViolation);
    await expect(run('vad', (provider) => ({ ...provider, open: async (request) => { const session = await provider.open(request); return { push: (samples) => { busy(); session.push(samples); }, close: () => { session.close(); } }; } }))).rejects.toThrow(ContractViolation);
  });

  test('llm/waits-for-its-reader', async () => {
    const llm = await report('llm', {}, (provider, _watch, clock) => ({
      ...provider,
      async *generate(request) {
        let lateMs = 0;
        for await (const event of provider.generate(request)) {
          const sentAtMs = clock.nowMs();
          if (event.type !== 'text-delta' || lateMs < 250) yield event;
          lateMs = Math.max(lateMs, clock.nowMs() - sentAtMs);
        }
      },
    }));
    expect(notPassed(llm)).toEqual(['llm/waits-for-its-reader failed']);
  });
});

test('a rule of the contract that is broken leaves no level; what cannot be tried costs the level it belongs to', async () => {
  const mute = await report('tts', {}, (provider) => ({ ...provider, synthesize: (request) => only(provider.synthesize(request), ({ type }) => type !== 'audio') }));
  expect(mute.level).toBeUndefined();
  const deaf = await report('stt', {}, undefined, {});
  expect({ level: deaf.level, not: notPassed(deaf) }).toEqual({ level: 'silver', not: ['stt/understands-golden-audio untried'] });
  const { openFailing: _none, failingCauses: _causes, ...harness } = simulatedHarness('turn');
  expect((await reportKind('turn', harness, { hasVendor: true })).level).toBe('bronze');
  expect((await reportKind('turn', harness, { hasVendor: false })).level).toBe('gold');
});

async function* only(stream: AsyncIterable<TtsEvent>, isKept: (event: TtsEvent) => boolean): AsyncGenerator<TtsEvent> {
  for await (const event of stream) if (isKept(event)) yield event;
}

test('levels stand on those below, and a package is as good as its worst kind', () => {
  const finding = (level: QualityFinding['level'], outcome: QualityFinding['outcome']): QualityFinding => ({ id: 'x/y', rule: 'a rule', level, outcome });
  expect(levelOf([finding('bronze', 'passed'), finding('silver', 'failed'), finding('gold', 'passed')])).toBe('bronze');
  expect(levelOf([finding('bronze', 'failed'), finding('silver', 'passed')])).toBeUndefined();
  expect(levelOf([finding('bronze', 'untried'), finding('silver', 'exempt')])).toBe('gold');
  const kind = (level: KindReport['level']): KindReport => ({ kind: 'llm', level, findings: [] });
  expect(levelOfAll([kind('gold'), kind('silver')])).toBe('silver');
  expect(levelOfAll([kind('gold'), kind(undefined)])).toBeUndefined();
});

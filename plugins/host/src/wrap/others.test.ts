import {
  EMBEDDING_SPEC, ProviderError, VAD_SPEC, type EmbeddingProvider, type TurnRequest, type VadOpenRequest, type VadProvider,
} from '@parley/plugin-sdk';
import { describe, expect, test } from 'vitest';
import { RouteKit, type KitStep } from '../../test/route-kit.js';
import { wrapDataSource } from './data-source.js';
import { wrapEmbedding } from './embedding.js';
import { wrapTurn } from './turn.js';
import { wrapVad } from './vad.js';

describe('turn', () => {
  const request = (more: Partial<TurnRequest> = {}): TurnRequest => ({ transcript: 'I would like to', agentText: '', language: 'en', signal: new AbortController().signal, ...more });
  const detector = (more: Readonly<Record<string, unknown>> = {}): KitStep<'turn'> => ({ settings: { completeProbability: 0.7, ...more } });
  const fails = (kind: string) => detector({ faults: [{ kind, always: true }] });

  async function predict(kit: RouteKit, steps: readonly KitStep<'turn'>[], more: Partial<TurnRequest> = {}) {
    const route = await kit.route('turn', ...steps);
    const startedAtMs = kit.clock.nowMs();
    const verdict = wrapTurn(route).predict(request(more)).then((given) => given.completeProbability, (error: unknown) => (error as ProviderError).causeCode);
    return [await kit.clock.runUntil(verdict, 10_000), kit.clock.nowMs() - startedAtMs];
  }

  const table: readonly [name: string, steps: readonly KitStep<'turn'>[], expected: readonly unknown[], failures: readonly string[]][] = [
    ['a verdict', [detector()], [0.7, 5], []],
    ['slow: a timeout, so that the plain delay decides', [fails('stall'), detector()], ['timeout', 300], ['a timeout>GIVE_UP']],
    ['a quick failure leaves time for the next', [fails('refuse'), detector()], [0.7, 5], ['a unreachable>FALLBACK']],
    ['garbage is no verdict', [fails('garbage'), detector()], [0.7, 10], ['a vendor-fault>FALLBACK']],
    ['all fail', [fails('refuse'), fails('auth')], ['auth', 0], ['a unreachable>FALLBACK', 'b auth>GIVE_UP']],
  ];
  for (const [name, steps, expected, failures] of table) {
    test(`${name}`, async () => {
      const kit = new RouteKit();
      expect(await predict(kit, steps)).toEqual(expected);
      expect(kit.failures()).toEqual(failures);
      expect(kit.usage).toHaveLength(failures.length + (typeof expected[0] === 'number' ? 1 : 0));
      await kit.clock.advance(0);
      expect(kit.clock.pendingCount).toBe(0);
    });
  }

  test('a detector known to be stuck costs the next turns nothing', async () => {
    const kit = new RouteKit();
    const steps = [fails('stall')];
    for (let turn = 0; turn < 3; turn += 1) expect(await predict(kit, steps)).toEqual(['timeout', 300]);
    expect(await predict(kit, steps)).toEqual(['unreachable', 0]);
  });

  test('an abort is passed on at once', async () => {
    const kit = new RouteKit();
    const controller = new AbortController();
    const verdict = predict(kit, [fails('stall')], { signal: controller.signal });
    kit.clock.setTimer(100, () => controller.abort());
    expect(await verdict).toEqual(['aborted', 100]);
    expect(kit.outcomes()).toEqual(['a aborted']);
  });
});

describe('vad', () => {
  /** One window of 32 ms. */
  const LOUD = new Int16Array(256).fill(3_000);
  const detector = (more: Readonly<Record<string, unknown>> = {}): KitStep<'vad'> => ({ settings: more });

  async function listen(kit: RouteKit, ...steps: readonly KitStep<'vad'>[]) {
    const route = await kit.route('vad', ...steps);
    const windows: [index: number, probability: number][] = [];
    const errors: string[] = [];
    const provider = wrapVad(route);
    const session = await kit.clock.runUntil(provider.open({
      callId: 'call', sampleRateHz: 8000, onWindow: (probability, index) => { windows.push([index, probability]); },
      onError: (error) => { errors.push((error as ProviderError).causeCode); },
    }), 10_000);
    const say = async (count: number): Promise<void> => { for (let window = 0; window < count; window += 1) { session.push(LOUD); await kit.clock.advance(32); } };
    return { session, windows, errors, say, provider };
  }

  test('windows pass through in order', async () => {
    const kit = new RouteKit();
    const call = await listen(kit, detector());
    await call.say(3);
    expect(call.windows).toEqual([[0, 0.95], [1, 0.95], [2, 0.95]]);
    call.session.close();
    expect(kit.clock.pendingCount).toBe(0);
  });

  const table: readonly [name: string, steps: readonly KitStep<'vad'>[], failures: readonly string[]][] = [
    ['breaks, and the next goes on', [detector({ faults: [{ kind: 'break-midway', afterMs: 100 }] }), detector()], ['a vendor-fault>FALLBACK']],
    ['breaks, and the only one is opened again', [detector({ faults: [{ kind: 'break-midway', afterMs: 100 }] })], ['a vendor-fault>RETRY']],
    ['answers with what is no probability', [detector({ faults: [{ kind: 'garbage' }] }), detector()], ['a vendor-fault>FALLBACK']],
    ['falls silent', [detector({ faults: [{ kind: 'stall', afterMs: 100 }] }), detector()], ['a timeout>FALLBACK']],
    ['cannot be opened', [detector({ faults: [{ kind: 'refuse' }] }), detector()], ['a unreachable>FALLBACK']],
  ];
  for (const [name, steps, failures] of table) {
    test(`a detector that ${name}`, async () => {
      const kit = new RouteKit();
      const call = await listen(kit, ...steps);
      await call.say(100);
      expect(kit.failures()).toEqual(failures);
      expect(call.errors).toEqual([]);
      const indexes = call.windows.map(([index]) => index);
      expect(indexes).toEqual([...indexes].sort((a, b) => a - b));
      // The index stays true to the audio, however many windows were missed.
      expect(indexes.at(-1)).toBe(99);
      expect(indexes.length).toBeGreaterThan(30);
      call.session.close();
    });
  }

  test('nothing left is reported once', async () => {
    const kit = new RouteKit();
    const call = await listen(kit, detector({ faults: [{ kind: 'break-midway', afterMs: 50, always: true }] }));
    await call.say(50);
    expect(call.errors).toEqual(['vendor-fault']);
    expect(kit.failures().at(-1)).toBe('a vendor-fault>GIVE_UP');
    expect(kit.clock.pendingCount).toBe(0);
  });

  test('a step with windows of another length is passed over', async () => {
    const kit = new RouteKit();
    let opened: VadOpenRequest | undefined;
    const odd: VadProvider = {
      spec: VAD_SPEC, abilities: { windowSamples: { 8000: 80, 16000: 160 } }, close: async () => undefined,
      open: async (request) => { opened = request; return { push() {}, close() {} }; },
    };
    const call = await listen(kit, detector({ faults: [{ kind: 'break-midway', afterMs: 50 }] }), { adapter: odd }, detector());
    await call.say(20);
    expect(opened).toBeUndefined();
    expect(kit.failures()).toEqual(['a vendor-fault>FALLBACK', 'b bad-request>FALLBACK']);
    expect(call.windows.at(-1)?.[0]).toBe(19);
    call.session.close();
  });
});

describe('embedding', () => {
  const request = { texts: ['one', 'two'], signal: new AbortController().signal };

  test('is retried on the same model and never falls back to another', async () => {
    const kit = new RouteKit();
    const route = await kit.route('embedding', { settings: { faults: [{ kind: 'refuse', times: 2 }] } }, { settings: {} });
    const result = await kit.clock.runUntil(wrapEmbedding(route).embed(request), 10_000);
    expect(result.vectors).toHaveLength(2);
    expect(kit.failures()).toEqual(['a unreachable>RETRY', 'a unreachable>RETRY']);
    expect(kit.outcomes()).toEqual(['a failed', 'a failed', 'a served']);
    expect(kit.clock.pendingCount).toBe(0);
  });

  test('gives up after three tries, or at once where trying again cannot help', async () => {
    for (const [fault, failures] of [['refuse', 3], ['auth', 1]] as const) {
      const kit = new RouteKit();
      const route = await kit.route('embedding', { settings: { faults: [{ kind: fault, always: true }] } }, { settings: {} });
      await expect(kit.clock.runUntil(wrapEmbedding(route).embed(request), 10_000)).rejects.toBeInstanceOf(ProviderError);
      expect(kit.failures()).toHaveLength(failures);
      expect(kit.failures().at(-1)).toMatch(/GIVE_UP$/);
    }
  });

  test('vectors that are too few or not numbers are a fault', async () => {
    const wrong = (vectors: Float32Array[]): EmbeddingProvider => ({
      spec: EMBEDDING_SPEC, abilities: { dimensions: 2, textsMax: 8, languages: ['*'] }, embed: async () => ({ vectors, usage: {} }), close: async () => undefined,
    });
    for (const vectors of [[new Float32Array(2)], [new Float32Array(3), new Float32Array(3)], [new Float32Array(2), new Float32Array([Number.NaN, 0])]]) {
      const kit = new RouteKit();
      const route = await kit.route('embedding', { adapter: wrong(vectors) });
      await expect(kit.clock.runUntil(wrapEmbedding(route).embed(request), 10_000)).rejects.toMatchObject({ causeCode: 'vendor-fault' });
    }
  });
});

describe('data source', () => {
  const request = (more: object = {}) => ({ text: '{"from":"opening_hours"}', parameters: {}, rowsMax: 10, bytesMax: 10_000, timeoutMs: 5_000, signal: new AbortController().signal, ...more });
  const failing = (kind: string, more: object = {}): KitStep<'data-source'> => ({ settings: { faults: [{ kind, ...more }] } });

  async function query(kit: RouteKit, steps: readonly KitStep<'data-source'>[], more: object = {}) {
    const provider = wrapDataSource(await kit.route('data-source', ...steps));
    const startedAtMs = kit.clock.nowMs();
    const outcome = provider.query(request(more)).then(({ rows }) => rows.length, (error: unknown) => (error as ProviderError).causeCode);
    return [await kit.clock.runUntil(outcome, 60_000), kit.clock.nowMs() - startedAtMs];
  }

  const table: readonly [name: string, steps: readonly KitStep<'data-source'>[], more: object, expected: readonly unknown[], failures: readonly string[]][] = [
    ['a connection that broke is made once more, and no other source is asked', [failing('refuse'), { settings: {} }], {}, [2, 5], ['a unreachable>RETRY']],
    ['a source that stays away is given up', [failing('refuse', { always: true }), { settings: {} }], {}, ['unreachable', 0], ['a unreachable>RETRY', 'a unreachable>GIVE_UP']],
    ['refused credentials are not tried again', [failing('auth', { always: true })], {}, ['auth', 0], ['a auth>GIVE_UP']],
    ['a query that is wrong is not tried again', [{ settings: {} }], { text: '{"from":"nowhere"}' }, ['bad-request', 5], ['a bad-request>GIVE_UP']],
    ['silence has the time of the request', [failing('stall')], { timeoutMs: 700 }, ['timeout', 700], ['a timeout>GIVE_UP']],
    ['both tries have the time of one', [{ settings: { faults: [{ kind: 'refuse', afterMs: 600 }, { kind: 'stall', atRequest: 2 }] } }], { timeoutMs: 700 }, ['timeout', 700], ['a unreachable>RETRY', 'a timeout>GIVE_UP']],
    ['no request has more time than the host gives', [failing('stall')], { timeoutMs: 60_000 }, ['timeout', 30_000], ['a timeout>GIVE_UP']],
    ['rows that do not fit their columns are a fault', [{ settings: { faults: [{ kind: 'garbage' }], tables: [{ name: 'opening_hours', columns: ['day'], rows: [['monday']] }] } }], {}, ['vendor-fault', 5], ['a vendor-fault>GIVE_UP']],
  ];
  for (const [name, steps, more, expected, failures] of table) {
    test(`${name}`, async () => {
      const kit = new RouteKit();
      expect(await query(kit, steps, more)).toEqual(expected);
      expect(kit.failures()).toEqual(failures);
      expect(kit.usage).toHaveLength(failures.length + (typeof expected[0] === 'number' ? 1 : 0));
      expect(kit.usage.every(({ kind, requests }) => kind === 'data-source' && requests === 1)).toBe(true);
      await kit.clock.advance(0);
      expect(kit.clock.pendingCount).toBe(0);
    });
  }

  test('an abort is passed on at once, and no failure of the source', async () => {
    const kit = new RouteKit();
    const controller = new AbortController();
    kit.clock.setTimer(100, () => controller.abort());
    expect(await query(kit, [failing('stall')], { signal: controller.signal })).toEqual(['aborted', 100]);
    expect([kit.failures(), kit.outcomes()]).toEqual([[], ['a aborted']]);
  });

  test('the description is asked for in the same way', async () => {
    const kit = new RouteKit();
    const provider = wrapDataSource(await kit.route('data-source', failing('refuse')));
    const { tables } = await kit.clock.runUntil(provider.describe({ tablesMax: 5, timeoutMs: 1_000, signal: new AbortController().signal }), 10_000);
    expect(tables.map(({ name }) => name)).toEqual(['opening_hours']);
    expect(kit.outcomes()).toEqual(['a failed', 'a served']);
  });
});

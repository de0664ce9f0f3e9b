import { LLM_SPEC, ProviderError, type LlmEvent, type LlmProvider, type LlmRequest } from '@parley/plugin-sdk';
import { describe, expect, test } from 'vitest';
import { readAll, RouteKit, type KitStep } from '../../test/route-kit.js';
import { wrapLlm } from './llm.js';

const request = (more: Partial<LlmRequest> = {}): LlmRequest => ({
  instructions: 'Be brief.', agentName: 'Ada', language: 'en', messages: [{ role: 'user', text: 'hello' }], tools: [], documents: [],
  isSpeculative: false, signal: new AbortController().signal, ...more,
});
const says = (text: string, more: Readonly<Record<string, unknown>> = {}): KitStep<'llm'> => ({ settings: { replies: [text], firstTokenMs: 100, tokensPerSecond: 0, ...more } });
const fails = (kind: string, more: Readonly<Record<string, unknown>> = {}): KitStep<'llm'> => says('from a', { faults: [{ kind, always: true, ...more }] });
const textOf = (events: readonly LlmEvent[]): string => events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');

async function ask(kit: RouteKit, steps: readonly KitStep<'llm'>[], more: Partial<LlmRequest> = {}) {
  const route = await kit.route('llm', ...steps);
  const startedAtMs = kit.clock.nowMs();
  const read = await kit.clock.runUntil(readAll(kit, wrapLlm(route).generate(request(more))), 60_000);
  return { text: textOf(read.events), error: read.error?.causeCode, tookMs: read.endedAtMs - startedAtMs, events: read.events };
}

describe('a fault of the first step, with a second one in the route', () => {
  const table: readonly [name: string, fault: KitStep<'llm'>, failure: string, tookMs: number][] = [
    ['refuse', fails('refuse'), 'a unreachable>FALLBACK', 100],
    ['rate-limit', fails('rate-limit', { retryAfterMs: 200 }), 'a rate-limit>FALLBACK', 100],
    ['auth', fails('auth'), 'a auth>FALLBACK', 100],
    ['quota', fails('quota'), 'a quota>FALLBACK', 100],
    ['silence', fails('silence'), 'a vendor-fault>FALLBACK', 200],
    ['garbage', fails('garbage'), 'a vendor-fault>FALLBACK', 200],
  ];
  for (const [name, fault, failure, tookMs] of table) {
    test(`${name}`, async () => {
      const kit = new RouteKit();
      const answer = await ask(kit, [fault, says('from b')]);
      expect(answer).toMatchObject({ text: 'from b', error: undefined, tookMs });
      expect(kit.failures()).toEqual([failure]);
      expect(kit.outcomes()).toEqual(['a failed', 'b served']);
      expect(kit.clock.pendingCount).toBe(0);
    });
  }

  test('stall: the second starts beside it after the hedge time, wins, and both are metered', async () => {
    const kit = new RouteKit();
    const answer = await ask(kit, [fails('stall'), says('from b')]);
    expect(answer).toMatchObject({ text: 'from b', error: undefined, tookMs: 1_300 });
    expect(kit.hedges()).toEqual(['a|b won by b']);
    expect(kit.outcomes()).toEqual(['a lost-hedge', 'b served']);
    expect(kit.usage[1]?.firstResultMs).toBe(100);
    expect(new Set(kit.usage.map((record) => record.requestId)).size).toBe(2);
    expect(kit.clock.pendingCount).toBe(0);
  });

  test('a slow first that speaks before the hedge keeps the turn, and the hedge loses', async () => {
    const kit = new RouteKit();
    const answer = await ask(kit, [says('from a', { firstTokenMs: 1_250 }), says('from b')]);
    expect(answer).toMatchObject({ text: 'from a', tookMs: 1_250 });
    expect(kit.hedges()).toEqual(['a|b won by a']);
    expect(kit.outcomes()).toEqual(['b lost-hedge', 'a served']);
  });

  test('the vendor\'s words are told with a failure, without the key that it repeats', async () => {
    const kit = new RouteKit();
    const key = 'sk-0123456789';
    const adapter = { spec: LLM_SPEC, abilities: { hasTools: false, takesDocuments: false, isLanguageModel: true, languages: ['*'] }, close: async () => undefined, generate: () => { throw new ProviderError('auth', 'The credentials were refused.', { vendorMessage: `Incorrect API key provided: ${key}.` }); } } as unknown as LlmProvider;
    await ask(kit, [{ adapter, secrets: { apiKey: key } }, says('from b')]);
    expect(kit.events).toMatchObject([{ type: 'provider-failed', cause: 'auth', message: 'The credentials were refused.', vendorMessage: 'Incorrect API key provided: ….' }]);
  });

  test('everything down: the last error, told as given up', async () => {
    const kit = new RouteKit();
    const answer = await ask(kit, [fails('auth'), fails('refuse')]);
    expect(answer).toMatchObject({ text: '', error: 'unreachable' });
    expect(kit.failures()).toEqual(['a auth>FALLBACK', 'b unreachable>GIVE_UP']);
    expect(kit.outcomes()).toEqual(['a failed', 'b failed']);
  });

  test('an answer that breaks off is not begun anew', async () => {
    const kit = new RouteKit();
    const answer = await ask(kit, [says('one two three four', { tokensPerSecond: 10, faults: [{ kind: 'break-midway' }] }), says('from b')]);
    expect(answer).toMatchObject({ text: 'one two ', error: 'vendor-fault' });
    expect(kit.failures()).toEqual(['a vendor-fault>GIVE_UP']);
    expect(kit.outcomes()).toEqual(['a failed']);
  });

  test('an answer that stands still in the middle is given up after the stall time', async () => {
    const kit = new RouteKit();
    const answer = await ask(kit, [says('one two three four', { tokensPerSecond: 10, faults: [{ kind: 'stall', afterMs: 150 }] }), says('from b')]);
    expect(answer.error).toBe('timeout');
    expect(answer.text).not.toBe('');
    expect(answer.tookMs).toBeLessThan(4_500);
    expect(kit.clock.pendingCount).toBe(0);
  });
});

describe('a route of one step', () => {
  const table: readonly [name: string, fault: Readonly<Record<string, unknown>>, text: string, failures: readonly string[], tookMs: number][] = [
    ['a stall is retried once after the time limit', { kind: 'stall' }, 'from a', ['a timeout>RETRY'], 4_100],
    ['a refusal is retried after a pause', { kind: 'refuse' }, 'from a', ['a unreachable>RETRY'], 200],
    ['a short rate limit is waited for', { kind: 'rate-limit', retryAfterMs: 700 }, 'from a', ['a rate-limit>RETRY'], 800],
    ['a long one is not', { kind: 'rate-limit', retryAfterMs: 5_000 }, '', ['a rate-limit>GIVE_UP'], 0],
    ['refused credentials are not retried', { kind: 'auth' }, '', ['a auth>GIVE_UP'], 0],
    ['two failures are the end', { kind: 'refuse', times: 2 }, '', ['a unreachable>RETRY', 'a unreachable>GIVE_UP'], 100],
  ];
  for (const [name, fault, text, failures, tookMs] of table) {
    test(`${name}`, async () => {
      const kit = new RouteKit();
      const answer = await ask(kit, [says('from a', { faults: [fault] })]);
      expect(answer).toMatchObject({ text, tookMs });
      expect(kit.failures()).toEqual(failures);
      expect(kit.hedges()).toEqual([]);
      expect(kit.clock.pendingCount).toBe(0);
    });
  }
});

describe('what one call learns, the next one uses', () => {
  test('after three timeouts the next call goes straight to the second step, and one trial brings the first back', async () => {
    const kit = new RouteKit();
    const steps = [says('from a', { faults: [{ kind: 'stall', times: 3 }] }), says('from b')];
    for (let call = 0; call < 3; call += 1) expect((await ask(kit, steps)).tookMs).toBe(1_300);
    expect(await ask(kit, steps)).toMatchObject({ text: 'from b', tookMs: 100 });
    await kit.clock.advance(15_000);
    expect(await ask(kit, steps)).toMatchObject({ text: 'from a', tookMs: 100 });
    expect(await ask(kit, steps)).toMatchObject({ text: 'from a' });
  });

  test('a step that is out is still asked before giving up', async () => {
    const kit = new RouteKit();
    const steps = [says('from a', { faults: [{ kind: 'refuse', times: 3 }] }), says('from b', { faults: [{ kind: 'refuse', atRequest: 4 }] })];
    for (let call = 0; call < 3; call += 1) expect((await ask(kit, steps)).text).toBe('from b');
    expect(await ask(kit, steps)).toMatchObject({ text: 'from a', error: undefined });
    expect(kit.failures().at(-1)).toBe('b unreachable>FALLBACK');
  });

  test('refused credentials are never asked again while another step serves', async () => {
    const kit = new RouteKit();
    const steps = [fails('auth'), says('from b')];
    await ask(kit, steps);
    await kit.clock.advance(24 * 3_600_000);
    await ask(kit, steps);
    expect(kit.outcomes()).toEqual(['a failed', 'b served', 'b served']);
  });

  test('a route of nothing but refused credentials fails at once', async () => {
    const kit = new RouteKit();
    const steps = [fails('auth')];
    await ask(kit, steps);
    expect(await ask(kit, steps)).toMatchObject({ error: 'auth', tookMs: 0 });
    expect(kit.outcomes()).toEqual(['a failed']);
  });

  test('a provider that is fast by habit is hedged sooner', async () => {
    const kit = new RouteKit();
    const steps = [says('from a', { faults: [{ kind: 'stall', atRequest: 11 }], firstTokenMs: 300 }), says('from b')];
    for (let call = 0; call < 10; call += 1) await ask(kit, steps);
    expect(await ask(kit, steps)).toMatchObject({ text: 'from b', tookMs: 450 + 100 });
  });
});

describe('cancelling', () => {
  test('an abort rejects at once, reaches both attempts, and is metered', async () => {
    const kit = new RouteKit();
    const controller = new AbortController();
    const route = await kit.route('llm', fails('stall'), fails('stall'));
    const reading = readAll(kit, wrapLlm(route).generate(request({ signal: controller.signal })));
    await kit.clock.advance(1_500);
    controller.abort();
    const read = await reading;
    expect(read.error?.causeCode).toBe('aborted');
    expect(kit.outcomes()).toEqual(['a aborted', 'b aborted']);
    expect(kit.failures()).toEqual([]);
    await kit.clock.advance(0);
    expect(kit.clock.pendingCount).toBe(0);
  });

  test('a reader that leaves closes the provider', async () => {
    const kit = new RouteKit();
    const route = await kit.route('llm', says('one two three four', { tokensPerSecond: 10 }));
    const first = await kit.clock.runUntil((async () => {
      for await (const event of wrapLlm(route).generate(request())) return event;
      return undefined;
    })(), 1_000);
    expect(first).toEqual({ type: 'text-delta', text: 'one ' });
    await kit.clock.advance(0);
    expect(kit.outcomes()).toEqual(['a aborted']);
    expect(kit.clock.pendingCount).toBe(0);
  });

  test('an adapter that ignores its signal holds nobody up', async () => {
    const deaf: LlmProvider = {
      spec: LLM_SPEC, abilities: { hasTools: false, takesDocuments: false, isLanguageModel: true, languages: ['*'] },
      generate: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined), return: () => new Promise(() => undefined) }) }),
      close: async () => undefined,
    };
    const kit = new RouteKit();
    expect(await ask(kit, [{ adapter: deaf }, says('from b')])).toMatchObject({ text: 'from b', tookMs: 1_300 });
  });

  test('a loser hears of it at once: its signal aborts and its iterator is returned', async () => {
    const told: string[] = [];
    const slow: LlmProvider = {
      spec: LLM_SPEC, abilities: { hasTools: false, takesDocuments: false, isLanguageModel: true, languages: ['*'] },
      generate: ({ signal }) => {
        signal.addEventListener('abort', () => told.push('aborted'));
        return { [Symbol.asyncIterator]: () => ({
          next: () => new Promise((_resolve, reject) => { signal.addEventListener('abort', () => reject(new Error('late'))); }),
          return: async () => { told.push('returned'); return { done: true, value: undefined }; },
        }) };
      },
      close: async () => undefined,
    };
    const kit = new RouteKit();
    expect(await ask(kit, [{ adapter: slow }, says('from b')])).toMatchObject({ text: 'from b' });
    expect(told).toEqual(['aborted', 'returned']);
  });

  test('errors thrown late or of their own accord stay inside', async () => {
    const rude: LlmProvider = {
      spec: LLM_SPEC, abilities: { hasTools: false, takesDocuments: false, isLanguageModel: true, languages: ['*'] },
      generate: () => { throw new ProviderError('aborted', 'I stop when I like'); },
      close: async () => undefined,
    };
    const kit = new RouteKit();
    expect(await ask(kit, [{ adapter: rude }, says('from b')])).toMatchObject({ text: 'from b' });
    expect(kit.failures()).toEqual(['a vendor-fault>FALLBACK']);
  });
});

test('documents and tools reach each step as it can take them', async () => {
  const seen: LlmRequest[] = [];
  const recorder = (takesDocuments: boolean, hasTools: boolean): LlmProvider => ({
    spec: LLM_SPEC, abilities: { hasTools, takesDocuments, isLanguageModel: true, languages: ['*'] },
    async *generate(asked) {
      seen.push(asked);
      yield { type: 'text-delta', text: 'yes' } as const;
      yield { type: 'end', reason: 'stop' } as const;
    },
    close: async () => undefined,
  });
  const more = { documents: [{ title: 'Hours', text: 'Nine to five.' }], tools: [{ name: 'book', description: '', parameters: {} }] };
  await ask(new RouteKit(), [{ adapter: recorder(true, true) }], more);
  await ask(new RouteKit(), [{ adapter: recorder(false, false) }], more);
  expect(seen[0]).toMatchObject(more);
  expect(seen[1]).toMatchObject({ documents: [], tools: [], instructions: 'Be brief.\n\n# What you know\n## Hours\nNine to five.' });
});

test('usage is told once with its price, whatever the reader asks for after the end', async () => {
  const kit = new RouteKit();
  const prices = [
    { unit: 'input-token' as const, usd: '0.15', per: 1_000_000, asOf: '2026-01-01', source: 'test' },
    { unit: 'output-token' as const, usd: '0.60', per: 1_000_000, asOf: '2026-01-01', source: 'test' },
  ];
  await ask(kit, [{ ...says('one two three four five six'), prices }]);
  expect(kit.usage).toEqual([{
    kind: 'llm', connectionId: 'a', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/), outcome: 'served', requests: 1, inputTokens: 4, outputTokens: 6,
    // 4 x 0.15 + 6 x 0.60 = 4.2 micro-dollars.
    costMicroUsd: 4, firstResultMs: 100,
  }]);
});

describe('preparing', () => {
  const preparation = { instructions: 'Be brief.', agentName: 'Ada', language: 'en', tools: [], documents: [{ title: 'Hours', text: 'Nine to five.' }], signal: new AbortController().signal };
  const prepared = (prepare: LlmProvider['prepare']): KitStep<'llm'> => ({
    adapter: {
      spec: LLM_SPEC, abilities: { hasTools: false, takesDocuments: true, isLanguageModel: true, languages: ['*'] }, prepare,
      async *generate() { yield { type: 'text-delta', text: 'Here.' } as const; yield { type: 'end', reason: 'stop' } as const; },
      close: async () => undefined,
    },
  });

  test('goes to the provider that is asked first, and to no other', async () => {
    const kit = new RouteKit();
    const told: string[] = [];
    const route = await kit.route('llm', prepared(async ({ documents }) => { told.push(`a ${documents[0]?.title}`); }), prepared(async () => { told.push('b'); }));
    await wrapLlm(route).prepare?.(preparation);
    expect(told).toEqual(['a Hours']);
  });

  test('that fails, or is not offered, is no failure of the call', async () => {
    const kit = new RouteKit();
    const route = await kit.route('llm', prepared(async () => { throw new Error('no cache today'); }));
    await wrapLlm(route).prepare?.(preparation);
    expect(kit.failures()).toEqual([]);
    await wrapLlm(await kit.route('llm', says('from a'))).prepare?.(preparation);
  });
});

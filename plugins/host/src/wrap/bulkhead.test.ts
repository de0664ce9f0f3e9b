import { LLM_SPEC, type LlmEvent, type LlmProvider, type LlmRequest } from '@parley/plugin-sdk';
import { describe, expect, test } from 'vitest';
import { readAll, RouteKit, type KitStep } from '../../test/route-kit.js';
import { wrapLlm } from './llm.js';

const request = (signal = new AbortController().signal): LlmRequest => ({
  instructions: '', agentName: 'Ada', language: 'en', messages: [{ role: 'user', text: 'hello' }], tools: [], documents: [], isSpeculative: false, signal,
});
const says = (text: string, more: Readonly<Record<string, unknown>> = {}): KitStep<'llm'> => ({ settings: { replies: [text], firstTokenMs: 100, tokensPerSecond: 0, ...more } });

const textOf = (read: { readonly events: readonly LlmEvent[] }): string => read.events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');

describe('a connection that carries as much as it may', () => {
  test('one more goes to the next step at once, is not metered, and is no failure of the connection', async () => {
    const kit = new RouteKit({ connectionRequestsMax: 2 });
    const steps = [says('from a'), says('from b')];
    const answers = await kit.clock.runUntil(Promise.all([1, 2, 3].map(async () => readAll(kit, wrapLlm(await kit.route('llm', ...steps)).generate(request())))), 10_000);
    expect(answers.map(textOf)).toEqual(['from a', 'from a', 'from b']);
    expect(answers.map(({ endedAtMs }) => endedAtMs)).toEqual([100, 100, 100]);
    expect(kit.outcomes().toSorted()).toEqual(['a served', 'a served', 'b served']);
    expect(kit.failures()).toEqual(['a rate-limit>FALLBACK']);
    expect(kit.context.breakers.admits('a')).toBe(true);
    // Places are given back.
    const later = await kit.clock.runUntil(readAll(kit, wrapLlm(await kit.route('llm', ...steps)).generate(request())), 10_000);
    expect(textOf(later)).toBe('from a');
  });

  test('where there is no other, it is asked again after a moment', async () => {
    const kit = new RouteKit({ connectionRequestsMax: 1 });
    const step = says('from a', { firstTokenMs: 50 });
    const routes = await Promise.all([kit.route('llm', step), kit.route('llm', step)]);
    const answers = await kit.clock.runUntil(Promise.all(routes.map((route) => readAll(kit, wrapLlm(route).generate(request())))), 10_000);
    expect(answers.map((read) => [textOf(read), read.endedAtMs])).toEqual([['from a', 50], ['from a', 150]]);
  });

  test('a slow one is not hedged by a connection that has no room', async () => {
    const kit = new RouteKit({ connectionRequestsMax: 1 });
    const [slow, busy] = [says('from a', { firstTokenMs: 2_000 }), says('from b', { firstTokenMs: 3_000 })];
    const refusing = says('', { faults: [{ kind: 'refuse', always: true }] });
    const [first, second] = [await kit.route('llm', refusing, busy), await kit.route('llm', slow, busy)];
    const taken = readAll(kit, wrapLlm(first).generate(request()));
    await kit.clock.advance(200);
    expect(kit.context.bulkheads.hasRoom('b')).toBe(false);
    const waiting = readAll(kit, wrapLlm(second).generate(request()));
    const answers = await kit.clock.runUntil(Promise.all([taken, waiting]), 10_000);
    expect(answers.map((read) => [textOf(read), read.endedAtMs])).toEqual([['from b', 3_000], ['from a', 2_200]]);
    expect(kit.hedges()).toEqual([]);
  });

  test('an adapter that hears of no abort gives its place back', async () => {
    const kit = new RouteKit({ connectionRequestsMax: 1 });
    const generate = () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) });
    const deaf: LlmProvider = { spec: LLM_SPEC, abilities: { hasTools: false, takesDocuments: true, isLanguageModel: true, languages: ['*'] }, generate, close: async () => undefined };
    const controller = new AbortController();
    const left = readAll(kit, wrapLlm(await kit.route('llm', { adapter: deaf })).generate(request(controller.signal)));
    await kit.clock.advance(10);
    expect(kit.context.bulkheads.hasRoom('a')).toBe(false);
    controller.abort();
    await left;
    expect(kit.context.bulkheads.hasRoom('a')).toBe(true);
  });
});

import { ProviderError, type LlmEvent, type LlmProvider, type LlmRequest } from '@parley/plugin-sdk';
import { commonBreakers, mapStream, mapStreamError, neverAborted, SharedAbort, type Breakers } from './breaker.js';
import type { Wrap } from './harness.js';

function withAbilities(changes: Partial<LlmProvider['abilities']>): Wrap<'llm'> {
  return (provider) => ({ ...provider, abilities: { ...provider.abilities, ...changes } });
}

function withRequest(change: (request: LlmRequest) => LlmRequest): Wrap<'llm'> {
  return (provider) => ({ ...provider, generate: (request) => provider.generate(change(request)) });
}

function withEvents(change: (event: LlmEvent) => readonly LlmEvent[]): Wrap<'llm'> {
  return (provider) => ({ ...provider, generate: (request) => mapStream(provider.generate(request), change) });
}

const withCall = (changes: { id?: string; name?: string; argumentsJson?: string }, times = 1): Wrap<'llm'> => withEvents((event) => (
  event.type === 'tool-call' ? Array.from({ length: times }, () => ({ ...event, call: { ...event.call, ...changes } })) : [event]));

const refuse = (): AsyncIterable<LlmEvent> => ({
  [Symbol.asyncIterator]: () => ({ next: async () => { throw new ProviderError('bad-request', 'tool messages are not understood'); } }),
});

const CALL: LlmEvent = { type: 'tool-call', call: { id: 'call-1', name: 'book', argumentsJson: '{}' } };

export const llmBreakers: Breakers<'llm'> = {
  'llm/declares-itself': [
    { wrong: 'leaves an ability open', wrap: withAbilities({ isLanguageModel: undefined as never }) },
    { wrong: 'declares no language', wrap: withAbilities({ languages: [] }) },
    { wrong: 'names another spec', wrap: (provider) => ({ ...provider, spec: 'chat/v1' as 'llm/v1' }) },
  ],
  'llm/answers-with-words': [
    { wrong: 'says nothing', settings: { faults: [{ kind: 'silence' }] } },
    { wrong: 'answers garbage', settings: { faults: [{ kind: 'garbage' }] } },
    { wrong: 'gives empty pieces', wrap: withEvents((event) => (event.type === 'text-delta' ? [{ ...event, text: '' }, event] : [event])) },
    { wrong: 'stalls', settings: { faults: [{ kind: 'stall' }] } },
    { wrong: 'throws plain errors', settings: { faults: [{ kind: 'refuse' }] }, wrap: (provider) => ({ ...provider, generate: (request) => mapStreamError(provider.generate(request), () => new TypeError('undefined is no function')) }) },
  ],
  'llm/one-end-last': [
    { wrong: 'never ends', wrap: withEvents((event) => (event.type === 'end' ? [] : [event])) },
    { wrong: 'ends twice', wrap: withEvents((event) => (event.type === 'end' ? [event, event] : [event])) },
    { wrong: 'tells usage after the end', wrap: withEvents((event) => (event.type === 'end' ? [event, { type: 'usage', usage: {} }] : [event])) },
  ],
  'llm/usage-once': [
    { wrong: 'tells no usage', wrap: withEvents((event) => (event.type === 'usage' ? [] : [event])) },
    { wrong: 'tells usage twice', wrap: withEvents((event) => (event.type === 'usage' ? [event, event] : [event])) },
    { wrong: 'tells half tokens', wrap: withEvents((event) => [event.type === 'usage' ? { type: 'usage', usage: { outputTokens: 1.5 } } : event]) },
  ],
  'llm/no-tool-unasked': [
    { wrong: 'calls a tool nobody offered', wrap: withEvents((event) => (event.type === 'end' ? [CALL, event] : [event])) },
    { wrong: 'ends for tool calls it did not make', wrap: withEvents((event) => [event.type === 'end' ? { type: 'end', reason: 'tool-calls' } : event]) },
  ],
  'llm/long-conversation': [{
    wrong: 'refuses tool messages',
    wrap: (provider) => ({ ...provider, generate: (request) => (request.messages.some((message) => message.role === 'tool') ? refuse() : provider.generate(request)) }),
  }],
  'llm/abort-ends-stream': [
    { wrong: 'does not listen to the signal', wrap: withRequest((request) => ({ ...request, signal: neverAborted() })) },
    {
      wrong: 'throws an error of its own when aborted',
      wrap: (provider) => ({ ...provider, generate: (request) => mapStreamError(provider.generate(request), () => new Error('socket hang up')) }),
    },
  ],
  'llm/requests-independent': [{
    wrong: 'aborts all requests with one',
    wrap: (provider) => {
      const shared = new SharedAbort();
      return { ...provider, generate: (request) => provider.generate({ ...request, signal: shared.join(request.signal) }) };
    },
  }],
  'llm/tools-honest': [
    { wrong: 'declares tools and calls none', wrap: withRequest((request) => ({ ...request, tools: [] })) },
    { wrong: 'calls tools without declaring them', wrap: withAbilities({ hasTools: false }) },
    { wrong: 'calls another tool', wrap: withCall({ name: 'cancel' }) },
    { wrong: 'gives arguments that are no JSON', wrap: withCall({ argumentsJson: '{"day":' }) },
    { wrong: 'gives arguments that are no object', wrap: withCall({ argumentsJson: '["monday"]' }) },
    { wrong: 'gives two calls one id', wrap: withCall({ id: 'same' }, 2) },
    { wrong: 'ends with stop after a call', wrap: withEvents((event) => [event.type === 'end' ? { type: 'end', reason: 'stop' } : event]) },
  ],
  'llm/tool-result-used': [
    { wrong: 'says nothing about the result', settings: { rules: [{ match: 'appointment', toolCalls: [{ name: 'book' }] }, { on: 'tool', match: '.' }] } },
    {
      wrong: 'refuses tool messages',
      wrap: (provider) => ({ ...provider, generate: (request) => (request.messages.some((message) => message.role === 'tool') ? refuse() : provider.generate(request)) }),
    },
  ],
  ...commonBreakers<'llm'>('llm', (change) => (provider, watch) => ({
    ...provider, generate: (request) => mapStreamError(provider.generate(request), (error) => change(error, watch)),
  })),
};

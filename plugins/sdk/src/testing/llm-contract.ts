import { LLM_SPEC, type LlmEvent, type LlmProvider, type LlmRequest, type LlmTool } from '../kinds/llm.js';
import {
  commonChecks, mustHaveEndedOnAbort, mustNotHaveFailed, readStream, specCheck, withProvider, type StreamRecord,
} from './common-checks.js';
import { answerMsMaxOf, defineCheck, must, type ContractCheck, type ContractHarness } from './contract.js';

export interface LlmContractHarness extends ContractHarness<'llm'> {
  /** Words of a user that get an answer of at least three pieces; default "What are your opening hours?". */
  readonly userText?: string;
  /** Parts of every request, e.g. the documents that hold the answer. */
  readonly request?: Partial<Pick<LlmRequest, 'instructions' | 'agentName' | 'language' | 'documents'>>;
  /** For adapters with tools: words that make the adapter call `tool`, and what the tool then answers. */
  readonly toolCase?: { readonly userText: string; readonly tool: LlmTool; readonly resultJson: string };
}

type Check = ContractCheck<LlmContractHarness>;
type Request = Omit<LlmRequest, 'signal'>;

const userTextOf = (harness: LlmContractHarness): string => harness.userText ?? 'What are your opening hours?';

function requestOf(harness: LlmContractHarness, changes: Partial<Request> = {}): Request {
  return {
    instructions: 'You answer the telephone of a shop that is open from nine to six. Be brief.', agentName: 'Robin', language: 'en',
    messages: [{ role: 'user', text: userTextOf(harness) }], tools: [],
    documents: [{ title: 'Opening hours', text: 'The opening hours of the shop are nine to six, from Monday to Friday.' }],
    isSpeculative: false, ...harness.request, ...changes,
  };
}

async function read(
  harness: LlmContractHarness, provider: LlmProvider, request: Request, abortAfter?: number,
): Promise<StreamRecord<LlmEvent>> {
  const reading = readStream((signal) => provider.generate({ ...request, signal }), () => harness.time.clock.nowMs(), abortAfter);
  return await harness.time.within(reading, answerMsMaxOf(harness), 'an answer');
}

/** Reads a whole answer and holds it to the order of events. */
async function answer(harness: LlmContractHarness, provider: LlmProvider, request: Request): Promise<readonly LlmEvent[]> {
  const record = await read(harness, provider, request);
  mustNotHaveFailed(record);
  return record.events;
}

function textOf(events: readonly LlmEvent[]): string {
  return events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
}

function endOf(events: readonly LlmEvent[]): string | undefined {
  const last = events.at(-1);
  return last?.type === 'end' ? last.reason : undefined;
}

function modelCheck(
  id: string, rule: string, run: (provider: LlmProvider, harness: LlmContractHarness) => Promise<void>,
  isApplicable?: (harness: LlmContractHarness) => boolean,
): Check {
  return defineCheck<LlmContractHarness>(id, rule, async (harness) => {
    await withProvider<'llm'>(harness, async (provider) => await run(provider, harness));
  }, isApplicable);
}

const answerChecks: readonly Check[] = [
  modelCheck('llm/answers-with-words', 'a plain question is answered with text', async (provider, harness) => {
    const events = await answer(harness, provider, requestOf(harness));
    must(textOf(events).trim() !== '', 'no text');
    const broken = events.find((event) => event.type === 'text-delta' && (typeof event.text !== 'string' || event.text === ''));
    must(broken === undefined, 'a text-delta without text');
  }),
  modelCheck('llm/one-end-last', 'the last event of an answer is its only end', async (provider, harness) => {
    const events = await answer(harness, provider, requestOf(harness));
    const ends = events.filter((event) => event.type === 'end').length;
    must(ends === 1, `${ends} end events`);
    must(endOf(events) !== undefined, `a ${events.at(-1)?.type ?? ''} after the end`);
  }),
  modelCheck('llm/usage-once', 'exactly one usage event tells whole numbers of tokens, not below 0', async (provider, harness) => {
    const usages = (await answer(harness, provider, requestOf(harness))).filter((event) => event.type === 'usage');
    must(usages.length === 1, `${usages.length} usage events`);
    for (const [name, amount] of Object.entries(usages[0]!.usage)) {
      must(Number.isInteger(amount) && amount >= 0, `${name} is ${String(amount)}`);
    }
  }),
  modelCheck('llm/no-tool-unasked', 'no tool is called where none is offered', async (provider, harness) => {
    const userText = harness.toolCase?.userText ?? userTextOf(harness);
    const events = await answer(harness, provider, requestOf(harness, { messages: [{ role: 'user', text: userText }] }));
    must(!events.some((event) => event.type === 'tool-call'), 'a tool-call without tools');
    must(endOf(events) !== 'tool-calls', 'the answer ends for tool calls');
  }),
  modelCheck('llm/long-conversation', 'a conversation with interruptions and tool results is taken', async (provider, harness) => {
    const events = await answer(harness, provider, requestOf(harness, { messages: [
      { role: 'assistant', text: 'Hello, how can I help?' }, { role: 'user', text: 'Hello.' },
      { role: 'assistant', text: 'One moment', isInterrupted: true, toolCalls: [{ id: 'call-1', name: 'look_up', argumentsJson: '{}' }] },
      { role: 'tool', toolCallId: 'call-1', resultJson: '{"open":true}' },
      { role: 'assistant', text: '' }, { role: 'user', text: userTextOf(harness) },
    ] }));
    must(endOf(events) !== undefined, 'no end');
  }),
];

const streamChecks: readonly Check[] = [
  modelCheck('llm/abort-ends-stream', 'an abort ends the stream within 100 ms, before the first token and in the middle', async (provider, harness) => {
    for (const [abortAfter, when] of [[0, 'before the first token'], [1, 'after the first event']] as const) {
      mustHaveEndedOnAbort(await read(harness, provider, requestOf(harness), abortAfter), harness.time.toleranceMs, when);
    }
  }),
  modelCheck('llm/requests-independent', 'requests at the same time each get a whole answer, and aborting one leaves the other',
    async (provider, harness) => {
      const request = requestOf(harness);
      const nowMs = (): number => harness.time.clock.nowMs();
      const both = Promise.all([
        readStream((signal) => provider.generate({ ...request, signal }), nowMs, 1),
        readStream((signal) => provider.generate({ ...request, signal }), nowMs),
      ]);
      const [, whole] = await harness.time.within(both, answerMsMaxOf(harness), 'two answers at the same time');
      mustNotHaveFailed(whole);
      must(endOf(whole.events) !== undefined && textOf(whole.events) !== '', 'the other answer is not whole');
    }),
];

const toolChecks: readonly Check[] = [
  modelCheck('llm/tools-honest', 'an offered tool is called by name with JSON arguments where hasTools is true, and never where it is false',
    async (provider, harness) => {
      const { userText, tool } = harness.toolCase!;
      const events = await answer(harness, provider, requestOf(harness, { messages: [{ role: 'user', text: userText }], tools: [tool] }));
      const calls = events.flatMap((event) => (event.type === 'tool-call' ? [event.call] : []));
      must(calls.length > 0 === provider.abilities.hasTools, `${calls.length} tool calls, hasTools is ${String(provider.abilities.hasTools)}`);
      must(new Set(calls.map((call) => call.id)).size === calls.length, 'two calls share an id');
      for (const call of calls) {
        must(call.id !== '' && call.name === tool.name, `a call of "${call.name}", offered was "${tool.name}"`);
        must(isJsonObject(call.argumentsJson), `arguments that are no JSON object: ${call.argumentsJson}`);
      }
      if (calls.length > 0) must(endOf(events) === 'tool-calls', `an answer with tool calls ends with "${endOf(events) ?? 'nothing'}"`);
    }, (harness) => harness.toolCase !== undefined),
  modelCheck('llm/tool-result-used', 'the result of a tool is followed by an answer in words', async (provider, harness) => {
    if (!provider.abilities.hasTools) return;
    const { userText, tool, resultJson } = harness.toolCase!;
    const messages: LlmRequest['messages'] = [{ role: 'user', text: userText }];
    const first = await answer(harness, provider, requestOf(harness, { messages, tools: [tool] }));
    const toolCalls = first.flatMap((event) => (event.type === 'tool-call' ? [event.call] : []));
    const second = await answer(harness, provider, requestOf(harness, {
      tools: [tool],
      messages: [
        ...messages, { role: 'assistant', text: textOf(first), toolCalls },
        ...toolCalls.map((call) => ({ role: 'tool' as const, toolCallId: call.id, resultJson })),
      ],
    }));
    must(textOf(second).trim() !== '', 'no words after the result of the tool');
  }, (harness) => harness.toolCase !== undefined),
];

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** The rules of `llm/v1`. */
export const llmContract: readonly Check[] = [
  specCheck('llm', LLM_SPEC, ({ abilities }) => {
    const flags = [abilities.hasTools, abilities.takesDocuments, abilities.isLanguageModel];
    if (!flags.every((flag) => typeof flag === 'boolean')) return 'an ability is neither true nor false';
    return abilities.languages.length === 0 ? 'no language is declared' : undefined;
  }),
  ...answerChecks, ...streamChecks, ...toolChecks,
  ...commonChecks<'llm', LlmContractHarness>('llm', async (provider, harness) => {
    const { error } = await read(harness, provider, requestOf(harness));
    if (error !== undefined) throw error;
  }),
];

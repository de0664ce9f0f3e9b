import {
  LLM_SPEC, type Clock, type LlmEvent, type LlmMessage, type LlmProvider, type LlmRequest, type LlmToolCall, type PluginContext,
} from '@parley/plugin-sdk';
import { delay, throwIfAborted } from './delay.js';
import { cutStream, FaultPlan, playFault } from './faults.js';
import { llmSettings, type LlmSettings } from './settings.js';

interface Answer {
  readonly text: string;
  readonly toolCalls: readonly LlmToolCall[];
  readonly end: 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'goodbye';
}

/** Scripted answers with the rhythm of a language model, on the clock it is given. */
export async function openLlm(context: PluginContext): Promise<LlmProvider> {
  const settings = llmSettings.parse(context.settings);
  const faults = new FaultPlan(settings.faults);
  return {
    spec: LLM_SPEC,
    abilities: { hasTools: true, takesDocuments: settings.takesDocuments, isLanguageModel: false, languages: settings.languages },
    generate: (request) => generate(request, settings, context.clock, faults),
    async close() {},
  };
}

async function* generate(request: LlmRequest, settings: LlmSettings, clock: Clock, faults: FaultPlan): AsyncGenerator<LlmEvent> {
  throwIfAborted(request.signal);
  const fault = faults.next();
  const startedAtMs = clock.nowMs();
  await playFault(fault, clock, request.signal);
  await delay(clock, startedAtMs + settings.firstTokenMs - clock.nowMs(), request.signal);
  if (fault?.kind === 'garbage') {
    // A call of a tool nobody offered, with arguments that are no JSON, and no end.
    yield { type: 'tool-call', call: { id: 'garbage', name: '\uFFFD', argumentsJson: '{"broken' } };
    return;
  }
  const answer = fault?.kind === 'silence' ? { text: '', toolCalls: [], end: 'stop' as const } : answerTo(request, settings);
  const tokens = tokensOf(answer.text);
  const allowed = request.outputTokensMax === undefined ? tokens : tokens.slice(0, request.outputTokensMax);
  const isCut = allowed.length < tokens.length;
  const stepCount = allowed.length + answer.toolCalls.length;
  const gapMs = settings.tokensPerSecond === 0 ? 0 : 1000 / settings.tokensPerSecond;
  for (let step = 0; step < allowed.length; step += 1) {
    await delay(clock, startedAtMs + settings.firstTokenMs + step * gapMs - clock.nowMs(), request.signal);
    await cutStream(fault, { step, stepCount, elapsedMs: clock.nowMs() - startedAtMs }, request.signal);
    yield { type: 'text-delta', text: allowed[step]! };
    throwIfAborted(request.signal);
  }
  // Nothing was left to cut in an answer without words: it still fails as planned.
  if (stepCount === 0 || allowed.length === 0) await cutStream(fault, { step: 1, stepCount: 1, elapsedMs: Infinity }, request.signal);
  for (const call of isCut ? [] : answer.toolCalls) {
    yield { type: 'tool-call', call };
    throwIfAborted(request.signal);
  }
  yield { type: 'usage', usage: { inputTokens: inputTokensOf(request), outputTokens: allowed.length, requests: 1 } };
  yield { type: 'end', reason: isCut ? 'length' : answer.end };
}

function answerTo(request: LlmRequest, settings: LlmSettings): Answer {
  const last = request.messages.at(-1);
  const on = last?.role === 'tool' ? 'tool' : 'user';
  const user = lastTextOf(request.messages, 'user');
  const result = lastTextOf(request.messages, 'tool');
  const fill = (text: string): string => text.replaceAll('{user}', user).replaceAll('{result}', result);
  const subject = on === 'tool' ? result : user;
  const rule = settings.rules.find((candidate) => candidate.on === on && new RegExp(candidate.match, 'iu').test(subject));
  if (rule) {
    const toolCalls = rule.toolCalls
      .filter((call) => request.tools.some((tool) => tool.name === call.name))
      .map((call, index) => ({
        id: `call-${request.messages.length}-${index + 1}`, name: call.name, argumentsJson: JSON.stringify(call.arguments),
      }));
    return { text: fill(rule.reply), toolCalls, end: toolCalls.length > 0 ? 'tool-calls' : rule.end };
  }
  if (on === 'tool') return { text: fill('The result is {result}.'), toolCalls: [], end: 'stop' };
  const position = Math.max(0, request.messages.filter((message) => message.role === 'user').length - 1);
  const reply = settings.replies.length === 0 ? settings.fallbackReply : settings.replies[position % settings.replies.length]!;
  return { text: fill(reply), toolCalls: [], end: 'stop' };
}

function lastTextOf(messages: readonly LlmMessage[], role: 'user' | 'tool'): string {
  const message = messages.findLast((candidate) => candidate.role === role);
  if (message?.role === 'user') return message.text;
  return message?.role === 'tool' ? message.resultJson : '';
}

/** A token is a word with the white space after it. */
function tokensOf(text: string): readonly string[] {
  return text.match(/^\s*\S+\s*|\S+\s*/gu) ?? [];
}

/** Four characters a token, the usual rule of thumb for English. */
function inputTokensOf(request: LlmRequest): number {
  const characters = request.instructions.length + request.messages.reduce((sum, message) => (
    sum + (message.role === 'tool' ? message.resultJson.length : message.text.length)), 0)
    + request.documents.reduce((sum, document) => sum + document.title.length + document.text.length, 0);
  return Math.ceil(characters / 4);
}

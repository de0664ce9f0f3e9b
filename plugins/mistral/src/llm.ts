import {
  isProviderError, LLM_SPEC, openVendorHttp, readServerEvents, readUnder, type LlmEvent, type LlmProvider, type LlmRequest, type LlmToolCall, type PluginContext, type ProviderUsage, type VendorHttp,
} from '@parley/plugin-sdk';
import { z } from 'zod';
import { brokenOff, refusal, refusedRequest } from './errors.js';
import { messagesOf, toolsOf } from './messages.js';
import { llmSettings, type LlmSettings } from './settings.js';

/** What is read of an answer; the rest is the vendor's own. */
const toolDelta = z.object({ id: z.string().nullish(), index: z.int().nullish(), function: z.object({ name: z.string().nullish(), arguments: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish() }) });
const chunk = z.object({
  choices: z.array(z.object({
    delta: z.object({ content: z.union([z.string(), z.array(z.object({ type: z.string().nullish(), text: z.string().nullish() }))]).nullish(), tool_calls: z.array(toolDelta).nullish() }).nullish(),
    finish_reason: z.string().nullish(),
  })).default([]),
  usage: z.object({ prompt_tokens: z.int(), completion_tokens: z.int(), prompt_tokens_details: z.object({ cached_tokens: z.int().nullish() }).nullish() }).nullish(),
});
type Chunk = z.output<typeof chunk>;
type Content = NonNullable<NonNullable<Chunk['choices'][number]>['delta']>['content'];

const ENDS: Readonly<Record<string, 'stop' | 'length' | 'tool-calls'>> = { stop: 'stop', length: 'length', model_length: 'length', tool_calls: 'tool-calls' };

/** Language models over chat completions. */
export async function openLlm({ settings: given, secrets, clock }: PluginContext): Promise<LlmProvider> {
  const settings = llmSettings.parse(given);
  const secret = secrets['apiKey'] ?? '';
  const vendor = openVendorHttp({ baseUrl: settings.baseUrl, headers: { authorization: `Bearer ${secret}` }, timeoutMs: settings.timeoutMs, clock, asRefusal: (answer) => refusedRequest(answer, secret) });
  return {
    spec: LLM_SPEC,
    abilities: { hasTools: true, takesDocuments: false, isLanguageModel: true, languages: ['*'] },
    // The way to the vendor is open when the first answer is wanted.
    prepare: async ({ signal }) => {
      const deadline = vendor.startDeadline(signal);
      try { await (await vendor.ask(`/v1/models/${encodeURIComponent(settings.model)}`, { method: 'GET' }, deadline)).text(); } catch (error) { if (!isProviderError(error)) throw error; } finally { deadline.end(); }
    },
    generate: (request) => generate(request, settings, vendor, secret),
    close: () => vendor.close(),
  };
}

function bodyOf(request: LlmRequest, { model, temperature }: LlmSettings): object {
  return {
    model, messages: messagesOf(request.instructions, request.messages), stream: true,
    ...(request.tools.length === 0 ? {} : { tools: toolsOf(request.tools), tool_choice: 'auto' }),
    ...(request.outputTokensMax === undefined ? {} : { max_tokens: request.outputTokensMax }), ...(temperature === undefined ? {} : { temperature }),
  };
}

function read(data: string, secret: string): Chunk {
  let body: unknown;
  try { body = JSON.parse(data); } catch { throw brokenOff('The vendor answered with something that is no JSON.'); }
  if (typeof body === 'object' && body !== null && 'object' in body && body.object === 'error') throw refusal(body, secret);
  const { data: told } = chunk.safeParse(body);
  if (!told) throw brokenOff('The vendor answered with something that cannot be read.');
  return told;
}

/** Words to say; what a reasoning model thinks stands beside them. */
const textOf = (content: Content): string => (typeof content === 'string' ? content : (content ?? []).map(({ type, text }) => (type === 'thinking' ? '' : text ?? '')).join(''));

/** Calls of tools come whole, or in pieces, each with the place of its call. */
function createToolCalls() {
  const calls = new Map<number, LlmToolCall>();
  return {
    add(deltas: readonly z.output<typeof toolDelta>[]): void {
      for (const [place, { id, index, function: part }] of deltas.entries()) {
        const key = index ?? place;
        const call = calls.get(key) ?? { id: '', name: '', argumentsJson: '' };
        const argumentsJson = typeof part.arguments === 'object' && part.arguments !== null ? JSON.stringify(part.arguments) : part.arguments ?? '';
        calls.set(key, { id: id && id !== 'null' ? id : call.id, name: call.name + (part.name ?? ''), argumentsJson: call.argumentsJson + argumentsJson });
      }
    },
    all: (): LlmToolCall[] => [...calls.values()].map((call, index) => ({ ...call, id: call.id || `call0000${index}`.slice(-9), argumentsJson: call.argumentsJson || '{}' })),
  };
}

function usageOf(usage: Chunk['usage']): ProviderUsage {
  if (!usage) return { requests: 1 };
  const cached = usage.prompt_tokens_details?.cached_tokens;
  return { requests: 1, inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens, ...(typeof cached === 'number' ? { cachedInputTokens: cached } : {}) };
}

async function* generate(request: LlmRequest, settings: LlmSettings, vendor: VendorHttp, secret: string): AsyncGenerator<LlmEvent> {
  const deadline = vendor.startDeadline(request.signal);
  try {
    const response = await vendor.ask('/v1/chat/completions', { method: 'POST', body: bodyOf(request, settings) }, deadline);
    const toolCalls = createToolCalls();
    let end: string | undefined;
    let usage: Chunk['usage'];
    for await (const data of readServerEvents(readUnder(deadline, response.body as unknown as AsyncIterable<Uint8Array>))) {
      if (data === '[DONE]') break;
      const { choices: [choice], usage: told } = read(data, secret);
      const text = textOf(choice?.delta?.content);
      if (text !== '') yield { type: 'text-delta', text };
      toolCalls.add(choice?.delta?.tool_calls ?? []);
      end = choice?.finish_reason ?? end;
      usage = told ?? usage;
    }
    if (!end || end === 'error') throw brokenOff('The answer broke off before its end.');
    const calls = request.tools.length === 0 ? [] : toolCalls.all();
    for (const call of calls) yield { type: 'tool-call', call };
    yield { type: 'usage', usage: usageOf(usage) };
    const ended = ENDS[end] ?? 'stop';
    yield { type: 'end', reason: calls.length > 0 ? 'tool-calls' : ended === 'tool-calls' ? 'stop' : ended };
  } finally { deadline.end(); }
}

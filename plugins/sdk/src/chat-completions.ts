import { chatBodyOf, type ChatBody, type ChatSettings } from './chat-messages.js';
import type { ClientConnections, ClientRefusal } from './client-connections.js';
import { readUnder, type Deadline } from './deadline.js';
import { isProviderError, ProviderError, type ProviderErrorCause } from './errors.js';
import { causeOfStatus, refusedBy } from './http-failure.js';
import { LLM_SPEC, type LlmEvent, type LlmProvider, type LlmRequest, type LlmToolCall } from './kinds/llm.js';
import type { ProviderUsage } from './kinds/usage.js';

interface ChatToolDelta { readonly index: number; readonly id?: string; readonly function?: { readonly name?: string; readonly arguments?: string } }

/** What is read of a piece of an answer; the rest is the vendor's own. */
export interface ChatChunk {
  readonly choices?: readonly { readonly delta?: { readonly content?: string | null; readonly tool_calls?: readonly ChatToolDelta[] }; readonly finish_reason?: string | null }[];
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number; readonly prompt_tokens_details?: { readonly cached_tokens?: number } } | null;
}

/** A vendor's way of Chat Completions. */
export interface ChatVendor {
  create(body: ChatBody, signal: AbortSignal): PromiseLike<AsyncIterable<ChatChunk>>;
  /** Any small request; it may fail. */
  warm(signal: AbortSignal): Promise<unknown>;
  readonly connections: Pick<ClientConnections, 'startDeadline' | 'close'>;
}

const ENDS: Readonly<Record<string, 'stop' | 'length' | 'tool-calls' | 'content-filter'>> = { stop: 'stop', length: 'length', tool_calls: 'tool-calls', function_call: 'tool-calls', content_filter: 'content-filter' };
/** Of the codes that 429 comes with, those that waiting does not cure. */
export const SPENT_CODES: ReadonlySet<string> = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active', 'credit_balance_too_low']);
/** The code of a request that is held back for what was said in it. */
const HELD_BACK = 'content_filter';

/** A refusal of a vendor that speaks this protocol. */
export function chatRefusal({ message, status, code: given, headers }: ClientRefusal, secret: string): ProviderError {
  const code = typeof given === 'string' ? given : undefined;
  // An error inside a stream has no status: it came after a 200.
  const cause: ProviderErrorCause = code && SPENT_CODES.has(code) ? 'quota' : status === undefined && code === 'rate_limit_exceeded' ? 'rate-limit' : causeOfStatus(status);
  return refusedBy({ cause, words: message, code, status, headers, secret });
}

/** Calls of tools come in pieces, each with the place of its call. */
function createToolCalls() {
  const calls = new Map<number, { id: string; name: string; argumentsJson: string }>();
  return {
    add({ index, id, function: part }: ChatToolDelta): void {
      const call = calls.get(index) ?? { id: '', name: '', argumentsJson: '' };
      calls.set(index, { id: id ?? call.id, name: call.name + (part?.name ?? ''), argumentsJson: call.argumentsJson + (part?.arguments ?? '') });
    },
    /** Some servers leave the arguments of a tool without any empty. */
    all: (): LlmToolCall[] => [...calls.values()].map((call, index) => ({ id: call.id || `call_${index}`, name: call.name, argumentsJson: call.argumentsJson || '{}' })),
  };
}

function usageOf(usage: ChatChunk['usage']): ProviderUsage {
  if (!usage) return { requests: 1 };
  const cached = usage.prompt_tokens_details?.cached_tokens;
  return { requests: 1, inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens, ...(cached === undefined ? {} : { cachedInputTokens: cached }) };
}

async function* answer(request: LlmRequest, settings: ChatSettings, vendor: ChatVendor, deadline: Deadline): AsyncGenerator<LlmEvent> {
  const stream = await deadline.race(vendor.create(chatBodyOf(request, settings), deadline.signal));
  const toolCalls = createToolCalls();
  let end: string | undefined;
  let usage: ChatChunk['usage'];
  for await (const chunk of readUnder(deadline, stream)) {
    const choice = chunk.choices?.[0];
    if (choice?.delta?.content) yield { type: 'text-delta', text: choice.delta.content };
    for (const part of choice?.delta?.tool_calls ?? []) toolCalls.add(part);
    if (choice?.finish_reason) end = choice.finish_reason;
    if (chunk.usage) usage = chunk.usage;
  }
  if (!end) throw new ProviderError('vendor-fault', 'The answer broke off before its end.');
  const calls = request.tools.length === 0 ? [] : toolCalls.all();
  for (const call of calls) yield { type: 'tool-call', call };
  yield { type: 'usage', usage: usageOf(usage) };
  // Some servers end with `stop` after a call of a tool.
  const reason = ENDS[end] ?? 'stop';
  yield { type: 'end', reason: calls.length > 0 ? 'tool-calls' : reason === 'tool-calls' ? 'stop' : reason };
}

async function* generate(request: LlmRequest, settings: ChatSettings, vendor: ChatVendor): AsyncGenerator<LlmEvent> {
  const deadline = vendor.connections.startDeadline(request.signal);
  try {
    yield* answer(request, settings, vendor, deadline);
  } catch (error) {
    if (!isProviderError(error) || error.vendorCode !== HELD_BACK) throw error;
    // What is held back at once is refused, and what is held back later ends so; to whoever asked it is one.
    yield { type: 'usage', usage: { requests: 1 } };
    yield { type: 'end', reason: 'content-filter' };
  } finally { deadline.end(); }
}

/** Language models over Chat Completions, which most servers speak. */
export function createChatProvider(settings: ChatSettings, vendor: ChatVendor): LlmProvider {
  return {
    spec: LLM_SPEC,
    abilities: { hasTools: true, takesDocuments: false, isLanguageModel: true, languages: ['*'] },
    // The way to the vendor is open when the first answer is wanted.
    prepare: async ({ signal }) => { await vendor.warm(signal).catch(() => {}); },
    generate: (request) => generate(request, settings, vendor),
    close: () => vendor.connections.close(),
  };
}

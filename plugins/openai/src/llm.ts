import { LLM_SPEC, readUnder, type LlmEvent, type LlmProvider, type LlmRequest, type LlmToolCall, type PluginContext, type ProviderUsage } from '@parley/plugin-sdk';
import type OpenAI from 'openai';
import { connect, type Connection } from './client.js';
import { brokenOff } from './errors.js';
import { messagesOf, toolsOf } from './messages.js';
import { llmSettings, type LlmSettings } from './settings.js';

type Chunk = OpenAI.Chat.Completions.ChatCompletionChunk;
type ToolDelta = NonNullable<Chunk['choices'][number]['delta']['tool_calls']>[number];

const ENDS = { stop: 'stop', length: 'length', tool_calls: 'tool-calls', function_call: 'tool-calls', content_filter: 'content-filter' } as const;

/** Language models over Chat Completions, which most servers besides the vendor's own speak too. */
export async function openLlm(context: PluginContext): Promise<LlmProvider> {
  const settings = llmSettings.parse(context.settings);
  const connection = connect(settings, context);
  return {
    spec: LLM_SPEC,
    abilities: { hasTools: true, takesDocuments: false, isLanguageModel: true, languages: ['*'] },
    // The way to the vendor is open when the first answer is wanted.
    prepare: async ({ signal }) => { await connection.client.models.retrieve(settings.model, { signal }).catch(() => {}); },
    generate: (request) => generate(request, settings, connection),
    close: () => connection.close(),
  };
}

function bodyOf(request: LlmRequest, settings: LlmSettings): OpenAI.Chat.Completions.ChatCompletionCreateParamsStreaming {
  return {
    model: settings.model, messages: messagesOf(request.instructions, request.messages), stream: true, stream_options: { include_usage: true },
    ...(request.tools.length === 0 ? {} : { tools: toolsOf(request.tools) }),
    ...(request.outputTokensMax === undefined ? {} : { max_completion_tokens: request.outputTokensMax }),
    ...(settings.temperature === undefined ? {} : { temperature: settings.temperature }),
    ...(settings.reasoningEffort === undefined ? {} : { reasoning_effort: settings.reasoningEffort }),
  };
}

/** Calls of tools come in pieces, each with the place of its call. */
function createToolCalls() {
  const calls = new Map<number, { id: string; name: string; argumentsJson: string }>();
  return {
    add({ index, id, function: part }: ToolDelta): void {
      const call = calls.get(index) ?? { id: '', name: '', argumentsJson: '' };
      calls.set(index, { id: id ?? call.id, name: call.name + (part?.name ?? ''), argumentsJson: call.argumentsJson + (part?.arguments ?? '') });
    },
    /** Some servers leave the arguments of a tool without any empty. */
    all: (): LlmToolCall[] => [...calls.values()].map((call, index) => ({ id: call.id || `call_${index}`, name: call.name, argumentsJson: call.argumentsJson || '{}' })),
  };
}

function usageOf(usage: Chunk['usage']): ProviderUsage {
  if (!usage) return { requests: 1 };
  const cached = usage.prompt_tokens_details?.cached_tokens;
  return { requests: 1, inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens, ...(cached === undefined ? {} : { cachedInputTokens: cached }) };
}

async function* generate(request: LlmRequest, settings: LlmSettings, connection: Connection): AsyncGenerator<LlmEvent> {
  const deadline = connection.startDeadline(request.signal);
  try {
    const stream = await deadline.race(connection.client.chat.completions.create(bodyOf(request, settings), { signal: deadline.signal }));
    const toolCalls = createToolCalls();
    let end: keyof typeof ENDS | undefined;
    let usage: Chunk['usage'];
    for await (const chunk of readUnder(deadline, stream)) {
      const choice = chunk.choices?.[0];
      if (choice?.delta?.content) yield { type: 'text-delta', text: choice.delta.content };
      for (const part of choice?.delta?.tool_calls ?? []) toolCalls.add(part);
      if (choice?.finish_reason) end = choice.finish_reason;
      if (chunk.usage) usage = chunk.usage;
    }
    if (!end) throw brokenOff('The answer broke off before its end.');
    const calls = request.tools.length === 0 ? [] : toolCalls.all();
    for (const call of calls) yield { type: 'tool-call', call };
    yield { type: 'usage', usage: usageOf(usage) };
    // Some servers end with `stop` after a call of a tool.
    yield { type: 'end', reason: calls.length > 0 ? 'tool-calls' : ENDS[end] === 'tool-calls' ? 'stop' : ENDS[end] };
  } finally { deadline.end(); }
}

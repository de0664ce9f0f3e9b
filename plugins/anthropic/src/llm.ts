import Anthropic from '@anthropic-ai/sdk';
import {
  LLM_SPEC, openClientConnections, ProviderError, readUnder, type Deadline, type LlmEvent, type LlmProvider, type LlmRequest, type LlmToolCall, type PluginContext, type ProviderUsage,
} from '@parley/plugin-sdk';
import { asProviderError } from './errors.js';
import { messagesOf, systemOf, toolsOf } from './messages.js';
import { llmSettings, type LlmSettings } from './settings.js';

type Event = Anthropic.RawMessageStreamEvent;
type Usage = Anthropic.MessageDeltaUsage | Anthropic.Usage;

const ENDS: Readonly<Record<string, 'stop' | 'length' | 'tool-calls' | 'content-filter'>> = {
  end_turn: 'stop', stop_sequence: 'stop', pause_turn: 'stop', max_tokens: 'length', model_context_window_exceeded: 'length', tool_use: 'tool-calls', refusal: 'content-filter',
};

/** Language models over the Messages API, with the vendor's own client; it tries nothing twice. */
export async function openLlm({ settings: given, secrets, clock }: PluginContext): Promise<LlmProvider> {
  const settings = llmSettings.parse(given);
  const secret = secrets['apiKey'] ?? '';
  const connections = openClientConnections({ timeoutMs: settings.timeoutMs, clock, asProviderError: (error) => asProviderError(error, secret) });
  const client = new Anthropic({ ...connections.options, apiKey: secret, authToken: null, baseURL: settings.baseUrl });
  return {
    spec: LLM_SPEC,
    abilities: { hasTools: true, takesDocuments: false, isLanguageModel: true, languages: ['*'] },
    // The way to the vendor is open when the first answer is wanted.
    prepare: async ({ signal }) => { await client.models.retrieve(settings.model, undefined, { signal }).catch(() => {}); },
    generate: (request) => generate(request, settings, client, (signal) => connections.startDeadline(signal)),
    close: () => connections.close(),
  };
}

function bodyOf(request: LlmRequest, settings: LlmSettings): Anthropic.MessageCreateParamsStreaming {
  const cache = settings.cacheTtl === 'off' ? {} : { cache_control: { type: 'ephemeral' as const, ttl: settings.cacheTtl } };
  return {
    model: settings.model, max_tokens: request.outputTokensMax ?? settings.outputTokensMax, stream: true, system: systemOf(request.instructions, cache), messages: messagesOf(request.messages),
    ...(request.tools.length === 0 ? {} : { tools: toolsOf(request.tools) }), ...(settings.temperature === undefined ? {} : { temperature: settings.temperature }),
  };
}

/** Figures of the beginning and of the end together; the vendor counts what it kept read apart from the rest. */
function usageOf(start: Usage | undefined, end: Usage | undefined): ProviderUsage {
  const figure = (name: 'input_tokens' | 'cache_creation_input_tokens' | 'cache_read_input_tokens' | 'output_tokens') => end?.[name] ?? start?.[name] ?? 0;
  const cachedInputTokens = figure('cache_read_input_tokens');
  return { requests: 1, inputTokens: figure('input_tokens') + figure('cache_creation_input_tokens') + cachedInputTokens, cachedInputTokens, outputTokens: figure('output_tokens') };
}

/** Calls of tools as they come in, each in the block of its number. */
function createToolCalls() {
  const calls = new Map<number, LlmToolCall>();
  return {
    add(event: Event): void {
      if (event.type === 'content_block_start' && event.content_block.type === 'tool_use') calls.set(event.index, { id: event.content_block.id, name: event.content_block.name, argumentsJson: '' });
      if (event.type !== 'content_block_delta' || event.delta.type !== 'input_json_delta') return;
      const call = calls.get(event.index);
      if (call) calls.set(event.index, { ...call, argumentsJson: call.argumentsJson + event.delta.partial_json });
    },
    all: (): LlmToolCall[] => [...calls.values()].map((call) => ({ ...call, argumentsJson: call.argumentsJson || '{}' })),
  };
}

async function* generate(request: LlmRequest, settings: LlmSettings, client: Anthropic, begin: (signal: AbortSignal) => Deadline): AsyncGenerator<LlmEvent> {
  const deadline = begin(request.signal);
  try {
    const stream = await deadline.race(client.messages.create(bodyOf(request, settings), { signal: deadline.signal }));
    const toolCalls = createToolCalls();
    let [start, end]: (Usage | undefined)[] = [];
    let reason: string | null = null;
    let isWhole = false;
    for await (const event of readUnder(deadline, stream)) {
      toolCalls.add(event);
      if (event.type === 'message_start') start = event.message.usage;
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta' && event.delta.text !== '') yield { type: 'text-delta', text: event.delta.text };
      if (event.type === 'message_delta') { end = event.usage; reason = event.delta.stop_reason; }
      if (event.type === 'message_stop') isWhole = true;
    }
    if (!isWhole) throw new ProviderError('vendor-fault', 'The answer broke off before its end.');
    const calls = request.tools.length === 0 ? [] : toolCalls.all();
    for (const call of calls) yield { type: 'tool-call', call };
    yield { type: 'usage', usage: usageOf(start, end) };
    const ended = ENDS[reason ?? ''] ?? 'stop';
    yield { type: 'end', reason: calls.length > 0 ? 'tool-calls' : ended === 'tool-calls' ? 'stop' : ended };
  } finally { deadline.end(); }
}

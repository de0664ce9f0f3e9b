import type { LlmMessage, LlmRequest, LlmTool } from './kinds/llm.js';

interface ChatToolCall { id: string; type: 'function'; function: { name: string; arguments: string } }
interface ChatTool { type: 'function'; function: { name: string; description: string; parameters: Record<string, unknown> } }
type ChatMessage =
  | { role: 'system'; content: string }
  | { role: 'user'; content: string }
  | { role: 'assistant'; content: string | null; tool_calls?: ChatToolCall[] }
  | { role: 'tool'; tool_call_id: string; content: string };

export interface ChatSettings {
  readonly model: string;
  readonly temperature?: number | undefined;
  readonly reasoningEffort?: 'none' | 'minimal' | 'low' | 'medium' | 'high' | undefined;
}

/** The body of a request, as every client of Chat Completions takes it. */
export interface ChatBody {
  model: string;
  messages: ChatMessage[];
  stream: true;
  stream_options: { include_usage: true };
  tools?: ChatTool[];
  max_completion_tokens?: number;
  temperature?: number;
  reasoning_effort?: NonNullable<ChatSettings['reasoningEffort']>;
}

/**
 * The conversation in the words of Chat Completions, which refuses a call of a tool without its result and a result without its
 * call, both of which an interruption leaves behind: such ones are left out, and so is an answer of which nothing was heard.
 */
function messagesOf(instructions: string, messages: readonly LlmMessage[]): ChatMessage[] {
  const results = new Set(messages.flatMap((message) => (message.role === 'tool' ? [message.toolCallId] : [])));
  const called = new Set<string>();
  return [{ role: 'system', content: instructions }, ...messages.flatMap((message): ChatMessage[] => {
    if (message.role === 'user') return [{ role: 'user', content: message.text }];
    if (message.role === 'tool') return called.delete(message.toolCallId) ? [{ role: 'tool', tool_call_id: message.toolCallId, content: message.resultJson }] : [];
    const toolCalls = (message.toolCalls ?? []).filter(({ id }) => results.has(id));
    for (const { id } of toolCalls) called.add(id);
    if (toolCalls.length === 0) return message.text === '' ? [] : [{ role: 'assistant', content: message.text }];
    return [{ role: 'assistant', content: message.text || null, tool_calls: toolCalls.map(({ id, name, argumentsJson }): ChatToolCall => ({ id, type: 'function', function: { name, arguments: argumentsJson } })) }];
  })];
}

const toolsOf = (tools: readonly LlmTool[]): ChatTool[] => tools.map(({ name, description, parameters }) => ({ type: 'function', function: { name, description, parameters: parameters as Record<string, unknown> } }));

/** What is asked for, with only what was set. */
export function chatBodyOf(request: LlmRequest, { model, temperature, reasoningEffort }: ChatSettings): ChatBody {
  return {
    model, messages: messagesOf(request.instructions, request.messages), stream: true, stream_options: { include_usage: true },
    ...(request.tools.length === 0 ? {} : { tools: toolsOf(request.tools) }),
    ...(request.outputTokensMax === undefined ? {} : { max_completion_tokens: request.outputTokensMax }),
    ...(temperature === undefined ? {} : { temperature }), ...(reasoningEffort === undefined ? {} : { reasoning_effort: reasoningEffort }),
  };
}

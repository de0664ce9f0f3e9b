import type { LlmMessage, LlmTool } from '@parley/plugin-sdk';
import type OpenAI from 'openai';

type Message = OpenAI.Chat.Completions.ChatCompletionMessageParam;
type ToolCall = OpenAI.Chat.Completions.ChatCompletionMessageFunctionToolCall;

/**
 * The conversation in the vendor's words. It refuses a call of a tool without its result and a result without its call,
 * both of which an interruption leaves behind: such ones are left out, and so is an answer of which nothing was heard.
 */
export function messagesOf(instructions: string, messages: readonly LlmMessage[]): Message[] {
  const results = new Set(messages.flatMap((message) => (message.role === 'tool' ? [message.toolCallId] : [])));
  const called = new Set<string>();
  return [{ role: 'system', content: instructions }, ...messages.flatMap((message): Message[] => {
    if (message.role === 'user') return [{ role: 'user', content: message.text }];
    if (message.role === 'tool') return called.delete(message.toolCallId) ? [{ role: 'tool', tool_call_id: message.toolCallId, content: message.resultJson }] : [];
    const toolCalls = (message.toolCalls ?? []).filter(({ id }) => results.has(id));
    for (const { id } of toolCalls) called.add(id);
    if (toolCalls.length === 0) return message.text === '' ? [] : [{ role: 'assistant', content: message.text }];
    return [{ role: 'assistant', content: message.text || null, tool_calls: toolCalls.map(({ id, name, argumentsJson }): ToolCall => ({ id, type: 'function', function: { name, arguments: argumentsJson } })) }];
  })];
}

export const toolsOf = (tools: readonly LlmTool[]): OpenAI.Chat.Completions.ChatCompletionFunctionTool[] => (
  tools.map(({ name, description, parameters }) => ({ type: 'function', function: { name, description, parameters: parameters as Record<string, unknown> } })));

import type Anthropic from '@anthropic-ai/sdk';
import type { LlmMessage, LlmTool } from '@parley/plugin-sdk';

type Message = Anthropic.MessageParam;
type Block = Anthropic.ContentBlockParam;
type Cache = { cache_control?: Anthropic.CacheControlEphemeral };

/** Stands before an agent that speaks first: the vendor wants a conversation to begin with the other side. */
const CALL_BEGINS = '(The call begins.)';

/** Arguments as they were written; an object in any case, as the vendor wants them. */
function objectOf(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : {};
  } catch { return {}; }
}

/**
 * The conversation in the vendor's words: the two sides take turns, results of tools stand first in what follows their
 * calls. A call without its result, a result without its call and an answer of which nothing was heard, all of which an
 * interruption leaves behind, are left out, since the vendor refuses them.
 */
export function messagesOf(messages: readonly LlmMessage[]): Message[] {
  const results = new Set(messages.flatMap((message) => (message.role === 'tool' ? [message.toolCallId] : [])));
  const called = new Set<string>();
  const turns: { role: 'user' | 'assistant'; content: Block[] }[] = [{ role: 'user', content: [] }];
  const add = (role: 'user' | 'assistant', ...blocks: Block[]) => {
    if (blocks.length === 0) return;
    if (turns.at(-1)!.role === role) turns.at(-1)!.content.push(...blocks); else turns.push({ role, content: blocks });
  };
  for (const message of messages) {
    if (message.role === 'tool') { if (called.delete(message.toolCallId)) add('user', { type: 'tool_result', tool_use_id: message.toolCallId, content: message.resultJson }); continue; }
    const words: Block[] = message.text.trim() === '' ? [] : [{ type: 'text', text: message.text }];
    if (message.role === 'user') { add('user', ...words); continue; }
    const toolCalls = (message.toolCalls ?? []).filter(({ id }) => results.has(id));
    for (const { id } of toolCalls) called.add(id);
    add('assistant', ...words, ...toolCalls.map(({ id, name, argumentsJson }): Block => ({ type: 'tool_use', id, name, input: objectOf(argumentsJson) })));
  }
  if (turns[0]!.content.length === 0) turns[0]!.content.push({ type: 'text', text: CALL_BEGINS });
  return turns;
}

export const toolsOf = (tools: readonly LlmTool[]): Anthropic.Tool[] => (
  tools.map(({ name, description, parameters }) => ({ name, description, input_schema: parameters as Anthropic.Tool.InputSchema })));

/** Instructions, which the vendor keeps read together with the tools before them. */
export const systemOf = (instructions: string, cache: Cache): Anthropic.TextBlockParam[] => (instructions === '' ? [] : [{ type: 'text', text: instructions, ...cache }]);

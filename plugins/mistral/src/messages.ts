import { createHash } from 'node:crypto';
import type { LlmMessage, LlmTool } from '@parley/plugin-sdk';

interface ToolCall { readonly id: string; readonly type: 'function'; readonly function: { readonly name: string; readonly arguments: string } }
export type Message =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string }
  | { readonly role: 'assistant'; readonly tool_calls: readonly ToolCall[] }
  | { readonly role: 'tool'; readonly tool_call_id: string; readonly content: string };

/** Stands before an agent that speaks first, or goes on: the vendor wants the last word to be the other side's. */
const CALL_BEGINS = '(The call begins.)';
const NOTHING_SAID = '(The caller says nothing.)';
/** Stands for an answer that was interrupted before any of it was heard: after a tool the vendor wants one. */
const NOTHING_HEARD = '…';

/** Calls of tools are named by nine letters and digits; those of other vendors are given such a name, always the same. */
const idOf = (id: string): string => (/^[a-zA-Z0-9]{9}$/.test(id) ? id : createHash('sha256').update(id).digest('hex').slice(0, 9));

/**
 * The conversation in the vendor's words. It refuses an answer with both words and calls, which is told as two, a call
 * without its result and a result without its call, which an interruption leaves behind and which are left out, and a
 * caller who speaks right after a result.
 */
export function messagesOf(instructions: string, messages: readonly LlmMessage[]): Message[] {
  const results = new Set(messages.flatMap((message) => (message.role === 'tool' ? [message.toolCallId] : [])));
  const called = new Set<string>();
  const told: Message[] = [];
  for (const message of messages) {
    if (message.role === 'tool') {
      if (called.delete(message.toolCallId)) told.push({ role: 'tool', tool_call_id: idOf(message.toolCallId), content: message.resultJson });
    } else if (message.role === 'user') {
      if (told.at(-1)?.role === 'tool') told.push({ role: 'assistant', content: NOTHING_HEARD });
      told.push({ role: 'user', content: message.text });
    } else {
      const toolCalls = (message.toolCalls ?? []).filter(({ id }) => results.has(id));
      for (const { id } of toolCalls) called.add(id);
      if (message.text.trim() !== '') told.push({ role: 'assistant', content: message.text });
      if (toolCalls.length > 0) told.push({ role: 'assistant', tool_calls: toolCalls.map(({ id, name, argumentsJson }) => ({ id: idOf(id), type: 'function', function: { name, arguments: argumentsJson } })) });
    }
  }
  const last = told.at(-1)?.role;
  if (last === undefined || last === 'assistant') told.push({ role: 'user', content: last === undefined ? CALL_BEGINS : NOTHING_SAID });
  return instructions === '' ? told : [{ role: 'system', content: instructions }, ...told];
}

export const toolsOf = (tools: readonly LlmTool[]) => tools.map(({ name, description, parameters }) => ({ type: 'function', function: { name, description, parameters } }));

import type { LlmMessage, LlmTool } from '@parley/plugin-sdk';
import type { Signatures } from './signatures.js';

interface FunctionCall { readonly id: string; readonly name: string; readonly args: Readonly<Record<string, unknown>> }
interface FunctionResponse { readonly id: string; readonly name: string; readonly response: Readonly<Record<string, unknown>> }
export type Part = { readonly text: string } | { readonly functionCall: FunctionCall; readonly thoughtSignature?: string } | { readonly functionResponse: FunctionResponse };
export interface Content { readonly role: 'user' | 'model'; readonly parts: Part[] }

/** Stands before an agent that speaks first: the vendor wants a conversation to begin with the other side. */
const CALL_BEGINS = '(The call begins.)';

/** An object in any case, as the vendor wants arguments and results. */
function objectOf(json: string, name: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : { [name]: value };
  } catch { return name === 'result' ? { result: json } : {}; }
}

/**
 * The conversation in the vendor's words: calls of an answer stand together, and so do their results, right after them.
 * A call without its result, a result without its call and an answer of which nothing was heard, all of which an
 * interruption leaves behind, are left out, since the vendor refuses them.
 */
export function contentsOf(messages: readonly LlmMessage[], signatures: Pick<Signatures, 'partOf'>): Content[] {
  const results = new Map(messages.flatMap((message) => (message.role === 'tool' ? [[message.toolCallId, message.resultJson] as const] : [])));
  const contents: Content[] = [];
  const add = (role: 'user' | 'model', parts: Part[]) => {
    const last = contents.at(-1);
    const isResults = parts.some((part) => 'functionResponse' in part);
    // Results stand by themselves: what is said after them is another content.
    if (last?.role === role && !isResults && !last.parts.some((part) => 'functionResponse' in part)) last.parts.push(...parts); else contents.push({ role, parts });
  };
  for (const message of messages) {
    if (message.role === 'tool') continue;
    const words: Part[] = message.text.trim() === '' ? [] : [{ text: message.text }];
    if (message.role === 'user') { if (words.length > 0) add('user', words); continue; }
    const calls = (message.toolCalls ?? []).filter(({ id }) => results.has(id));
    if (contents.length === 0 && words.length + calls.length > 0) add('user', [{ text: CALL_BEGINS }]);
    if (words.length + calls.length > 0) add('model', [...words, ...calls.map(({ id, name, argumentsJson }, index): Part => ({ functionCall: { id, name, args: objectOf(argumentsJson, 'value') }, ...signatures.partOf(id, index) }))]);
    if (calls.length === 0) continue;
    add('user', calls.map(({ id, name }): Part => ({ functionResponse: { id, name, response: objectOf(results.get(id)!, 'result') } })));
  }
  if (contents.length === 0) add('user', [{ text: CALL_BEGINS }]);
  return contents;
}

export const toolsOf = (tools: readonly LlmTool[]) => [{ functionDeclarations: tools.map(({ name, description, parameters }) => ({ name, description, parametersJsonSchema: parameters })) }];

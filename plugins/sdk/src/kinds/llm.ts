import type { ProviderUsage } from './usage.js';

/** Language model (or anything that answers in words), version 1. */
export const LLM_SPEC = 'llm/v1';

export interface LlmAbilities {
  readonly hasTools: boolean;
  /** Takes `documents` as they are; where false, the host's caller writes them into the instructions. */
  readonly takesDocuments: boolean;
  /** False for answerers that follow rules and no language model; shown to people wherever the provider is named. */
  readonly isLanguageModel: boolean;
  readonly languages: readonly string[];
}

export interface LlmToolCall {
  readonly id: string;
  readonly name: string;
  /** The arguments as JSON text, as the model wrote them. */
  readonly argumentsJson: string;
}

export type LlmMessage =
  | { readonly role: 'user'; readonly text: string }
  /** `text` is what the caller heard, not what was generated. */
  | { readonly role: 'assistant'; readonly text: string; readonly toolCalls?: readonly LlmToolCall[]; readonly isInterrupted?: boolean }
  | { readonly role: 'tool'; readonly toolCallId: string; readonly resultJson: string };

export interface LlmTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema 2020-12 of the arguments. */
  readonly parameters: unknown;
}

export interface LlmDocument {
  readonly title: string;
  readonly text: string;
}

export interface LlmRequest {
  /** Who the agent is and how it behaves. */
  readonly instructions: string;
  readonly agentName: string;
  readonly language: string;
  readonly messages: readonly LlmMessage[];
  readonly tools: readonly LlmTool[];
  readonly documents: readonly LlmDocument[];
  readonly outputTokensMax?: number;
  /** True where the caller may still go on speaking: the answer may be thrown away. */
  readonly isSpeculative: boolean;
  readonly signal: AbortSignal;
}

export type LlmEvent =
  /** Never empty. */
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'tool-call'; readonly call: LlmToolCall }
  /** Once, before the end. */
  | { readonly type: 'usage'; readonly usage: ProviderUsage }
  /** The last event of a stream that did not fail. `goodbye`: the agent has closed the conversation. */
  | { readonly type: 'end'; readonly reason: 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'goodbye' };

/** What stays the same for all requests of a call. */
export type LlmPreparation = Pick<LlmRequest, 'instructions' | 'agentName' | 'language' | 'tools' | 'documents' | 'signal'>;

export interface LlmProvider {
  readonly spec: typeof LLM_SPEC;
  readonly abilities: LlmAbilities;
  /**
   * Told once when a call starts, seconds before its first request: time to read the documents or to fill a prompt
   * cache. Optional; a failure is no failure of the call, and `generate` must not depend on it.
   */
  prepare?(preparation: LlmPreparation): Promise<void>;
  /** Rejects with a `ProviderError`; aborting ends the iteration within 100 ms. */
  generate(request: LlmRequest): AsyncIterable<LlmEvent>;
  close(): Promise<void>;
}

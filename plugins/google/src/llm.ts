import { randomUUID } from 'node:crypto';
import {
  isProviderError, LLM_SPEC, openVendorHttp, readServerEvents, readUnder, type LlmEvent, type LlmProvider, type LlmRequest, type LlmToolCall, type PluginContext, type ProviderUsage, type VendorHttp,
} from '@parley/plugin-sdk';
import { z } from 'zod';
import { brokenOff, refusal, refusedRequest } from './errors.js';
import { contentsOf, toolsOf } from './messages.js';
import { llmSettings, type LlmSettings } from './settings.js';
import { createSignatures, type Signatures } from './signatures.js';

/** What is read of an answer; the rest is the vendor's own. */
const part = z.looseObject({ text: z.string().nullish(), thought: z.boolean().nullish(), thoughtSignature: z.string().nullish(), functionCall: z.looseObject({ id: z.string().nullish(), name: z.string(), args: z.record(z.string(), z.unknown()).nullish() }).nullish() });
const chunk = z.looseObject({
  candidates: z.array(z.looseObject({ content: z.looseObject({ parts: z.array(part).nullish() }).nullish(), finishReason: z.string().nullish() })).nullish(),
  promptFeedback: z.looseObject({ blockReason: z.string().nullish() }).nullish(),
  usageMetadata: z.looseObject({ promptTokenCount: z.int().nullish(), candidatesTokenCount: z.int().nullish(), thoughtsTokenCount: z.int().nullish(), cachedContentTokenCount: z.int().nullish() }).nullish(),
});
type Chunk = z.output<typeof chunk>;
type Part = z.output<typeof part>;

const ENDS: Readonly<Record<string, 'stop' | 'length' | 'content-filter'>> = {
  STOP: 'stop', MAX_TOKENS: 'length', SAFETY: 'content-filter', RECITATION: 'content-filter', BLOCKLIST: 'content-filter', PROHIBITED_CONTENT: 'content-filter', SPII: 'content-filter', LANGUAGE: 'content-filter',
};

interface Parts { readonly settings: LlmSettings; readonly vendor: VendorHttp; readonly signatures: Signatures; readonly secret: string }

/** Gemini models over `streamGenerateContent`. */
export async function openLlm({ settings: given, secrets, clock }: PluginContext): Promise<LlmProvider> {
  const settings = llmSettings.parse(given);
  const secret = secrets['apiKey'] ?? '';
  const vendor = openVendorHttp({ baseUrl: settings.baseUrl, headers: { 'x-goog-api-key': secret }, timeoutMs: settings.timeoutMs, clock, asRefusal: (answer) => refusedRequest(answer, secret) });
  const parts: Parts = { settings, vendor, signatures: createSignatures(), secret };
  return {
    spec: LLM_SPEC,
    abilities: { hasTools: true, takesDocuments: false, isLanguageModel: true, languages: ['*'] },
    // The way to the vendor is open when the first answer is wanted.
    prepare: async ({ signal }) => {
      const deadline = vendor.startDeadline(signal);
      try { await (await vendor.ask(`/v1beta/models/${settings.model}`, { method: 'GET' }, deadline)).text(); } catch (error) { if (!isProviderError(error)) throw error; } finally { deadline.end(); }
    },
    generate: (request) => generate(request, parts),
    close: () => vendor.close(),
  };
}

function bodyOf(request: LlmRequest, { temperature, thinkingLevel, thinkingBudgetTokens }: LlmSettings, signatures: Signatures): object {
  const thinking = { ...(thinkingLevel === undefined ? {} : { thinkingLevel: thinkingLevel.toUpperCase() }), ...(thinkingBudgetTokens === undefined ? {} : { thinkingBudget: thinkingBudgetTokens }) };
  const config = {
    ...(temperature === undefined ? {} : { temperature }), ...(request.outputTokensMax === undefined ? {} : { maxOutputTokens: request.outputTokensMax }),
    ...(Object.keys(thinking).length === 0 ? {} : { thinkingConfig: thinking }),
  };
  return {
    contents: contentsOf(request.messages, signatures), ...(request.instructions === '' ? {} : { systemInstruction: { parts: [{ text: request.instructions }] } }),
    ...(request.tools.length === 0 ? {} : { tools: toolsOf(request.tools) }), ...(Object.keys(config).length === 0 ? {} : { generationConfig: config }),
  };
}

function read(data: string, secret: string): Chunk {
  let body: unknown;
  try { body = JSON.parse(data); } catch { throw brokenOff('The vendor answered with something that is no JSON.'); }
  if (typeof body === 'object' && body !== null && 'error' in body) throw refusal(body, secret);
  const { data: told } = chunk.safeParse(body);
  if (!told) throw brokenOff('The vendor answered with something that cannot be read.');
  return told;
}

/** As the vendor counts, which counts what it thought apart from what it said, though at one price. */
function usageOf(usage: Chunk['usageMetadata']): ProviderUsage {
  if (!usage) return { requests: 1 };
  const { promptTokenCount: inputTokens, candidatesTokenCount: said, thoughtsTokenCount: thought, cachedContentTokenCount: cached } = usage;
  return { requests: 1, inputTokens: inputTokens ?? 0, outputTokens: (said ?? 0) + (thought ?? 0), ...(typeof cached === 'number' ? { cachedInputTokens: cached } : {}) };
}

function callOf({ functionCall, thoughtSignature }: Part, signatures: Signatures): LlmToolCall | undefined {
  if (!functionCall) return undefined;
  // Older models name no call.
  const id = functionCall.id || `call_${randomUUID()}`;
  signatures.keep(id, thoughtSignature ?? undefined);
  return { id, name: functionCall.name, argumentsJson: JSON.stringify(functionCall.args ?? {}) };
}

async function* generate(request: LlmRequest, { settings, vendor, signatures, secret }: Parts): AsyncGenerator<LlmEvent> {
  const deadline = vendor.startDeadline(request.signal);
  try {
    const response = await vendor.ask(`/v1beta/models/${settings.model}:streamGenerateContent?alt=sse`, { method: 'POST', body: bodyOf(request, settings, signatures) }, deadline);
    const calls: LlmToolCall[] = [];
    let end: string | undefined;
    let usage: Chunk['usageMetadata'];
    for await (const data of readServerEvents(readUnder(deadline, response.body as unknown as AsyncIterable<Uint8Array>))) {
      const { candidates, promptFeedback, usageMetadata } = read(data, secret);
      const [candidate] = candidates ?? [];
      for (const each of candidate?.content?.parts ?? []) {
        if (each.text && !each.thought) yield { type: 'text-delta', text: each.text };
        const call = request.tools.length === 0 ? undefined : callOf(each, signatures);
        if (call) calls.push(call);
      }
      end = candidate?.finishReason ?? (promptFeedback?.blockReason ? 'SAFETY' : end);
      usage = usageMetadata ?? usage;
    }
    if (!end) throw brokenOff('The answer broke off before its end.');
    const ended = ENDS[end];
    if (!ended) throw brokenOff(`The vendor ended its answer as ${end.slice(0, 60)}.`);
    for (const call of calls) yield { type: 'tool-call', call };
    yield { type: 'usage', usage: usageOf(usage) };
    yield { type: 'end', reason: calls.length > 0 ? 'tool-calls' : ended };
  } finally { deadline.end(); }
}

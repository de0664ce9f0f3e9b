import { LLM_SPEC, ProviderError, type LlmAbilities, type LlmEvent, type LlmPreparation, type LlmProvider, type LlmRequest, type LlmTool } from '@parley/plugin-sdk';
import type { ProviderRoute, RouteStep } from './attempts.js';
import type { StreamGate } from './contender.js';
import { RoutedStream } from './race.js';

/** A provider's own usual slowness, times this, is when it counts as late. */
const HEDGE_FACTOR = 1.5;
const HEDGE_MS_MIN = 300;
const HEDGE_MS_MAX = 3_000;
/** Documents written into the instructions for a provider that takes none, in characters; about 12,000 tokens. */
const DOCUMENT_CHARACTERS_MAX = 48_000;
const DEFAULT_ABILITIES: LlmAbilities = { hasTools: true, takesDocuments: true, isLanguageModel: true, languages: ['*'] };

class LlmGate implements StreamGate<LlmEvent> {
  readonly #tools: readonly LlmTool[];
  #hasResult = false;
  #hasEnded = false;

  constructor(tools: readonly LlmTool[]) {
    this.#tools = tools;
  }

  take(event: LlmEvent): 'hold' | 'deliver' | 'drop' {
    switch (event.type) {
      case 'text-delta':
        if (typeof event.text !== 'string') throw new ProviderError('vendor-fault', 'The answer holds text that is no text.');
        if (event.text === '') return 'drop';
        if (this.#hasResult || event.text.trim() !== '') return this.#result();
        return 'hold';
      case 'tool-call':
        if (!this.#hasResult) this.#checkCall(event.call);
        return this.#result();
      case 'end':
        this.#hasEnded = true;
        if (!this.#hasResult && (event.reason === 'stop' || event.reason === 'length')) throw new ProviderError('vendor-fault', 'The answer holds no words.');
        return 'deliver';
      case 'usage': return this.#hasResult ? 'deliver' : 'hold';
      default: return 'drop';
    }
  }

  end(): void {
    if (!this.#hasEnded) throw new ProviderError('vendor-fault', 'The answer stopped before its end.');
  }

  usageOf(event: LlmEvent) {
    return event.type === 'usage' ? event.usage : undefined;
  }

  isTerminal(event: LlmEvent): boolean {
    return event.type === 'end';
  }

  measured() {
    return {};
  }

  #result(): 'deliver' {
    this.#hasResult = true;
    return 'deliver';
  }

  /** Only while nothing has been heard: then another provider may do better. Later the call decides what to make of it. */
  #checkCall(call: { readonly name: string; readonly argumentsJson: string }): void {
    if (!this.#tools.some((tool) => tool.name === call.name)) throw new ProviderError('vendor-fault', 'The answer calls a tool that was not offered.');
    if (call.argumentsJson === '') return;
    try {
      JSON.parse(call.argumentsJson);
    } catch (error) {
      throw new ProviderError('vendor-fault', 'The answer calls a tool with arguments that are no JSON.', { reason: error });
    }
  }
}

/** The request as this provider can take it. */
function fitted(request: LlmRequest, abilities: LlmAbilities, signal: AbortSignal): LlmRequest {
  const base = { ...request, signal, ...(abilities.hasTools ? {} : { tools: [] }) };
  if (abilities.takesDocuments || request.documents.length === 0) return base;
  let room = DOCUMENT_CHARACTERS_MAX;
  const parts: string[] = [];
  for (const document of request.documents) {
    const part = `## ${document.title}\n${document.text}`.slice(0, room);
    if (part === '') break;
    parts.push(part);
    room -= part.length;
  }
  return { ...base, documents: [], instructions: `${request.instructions}\n\n# What you know\n${parts.join('\n\n')}` };
}

/**
 * An `llm` provider out of a route; see {@link RoutedStream} for what it does about failures. An answer that breaks off
 * after its first words rejects with the `ProviderError` of the break: the reader already holds the words until there.
 */
export function wrapLlm(route: ProviderRoute<'llm'>): LlmProvider {
  const { limits, latencies } = route.context;
  const hedgeMs = (step: RouteStep<'llm'>): number => {
    const p95Ms = latencies.p95Ms(step.key);
    return p95Ms === undefined ? limits.llmHedgeMs : Math.min(HEDGE_MS_MAX, Math.max(HEDGE_MS_MIN, p95Ms * HEDGE_FACTOR));
  };
  return {
    spec: LLM_SPEC,
    // Documents are always taken: for a provider that cannot, they are written into the instructions here.
    get abilities() { return { ...(route.first?.abilities ?? DEFAULT_ABILITIES), takesDocuments: true }; },
    generate: (request) => new RoutedStream<'llm', LlmEvent>({
      route, signal: request.signal, hedgeMs, firstResultTimeoutMs: limits.llmFirstTokenTimeoutMs, stallTimeoutMs: limits.llmStallTimeoutMs,
      gate: () => new LlmGate(request.tools),
      start: (step, signal) => {
        const provider = step.provider!;
        return provider.generate(fitted(request, provider.abilities, signal));
      },
    }),
    prepare: (preparation) => prepareFirst(route, preparation),
    close: async () => undefined,
  };
}

/** Prepares the provider that will most likely be asked. What goes wrong shows when it is asked; here it is only noted. */
async function prepareFirst(route: ProviderRoute<'llm'>, preparation: LlmPreparation): Promise<void> {
  const [step] = route.candidates();
  try {
    const provider = await step?.open();
    await provider?.prepare?.(preparation);
  } catch (error) {
    route.context.logger.debug('A provider was not prepared.', { connection: step?.connectionId, error: String(error) });
  }
}

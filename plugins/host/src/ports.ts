import type { HealthBoard } from './wrap/health-board.js';
import type { Clock, LlmProvider, PluginLogger, ProviderErrorCause, ProviderKind, ProviderUsage, SttProvider, TtsProvider, TurnProvider, VadProvider, EmbeddingProvider } from '@parley/plugin-sdk';

/** One provider of a route, as the call plan names it. */
export interface HostRouteStep {
  readonly connectionId: string;
  readonly pluginId: string;
  readonly model?: string | undefined;
  readonly voice?: string | undefined;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** Changes when the connection was tried anew: what calls have learnt of it before no longer counts. */
  readonly revision?: string | undefined;
}

/** Providers of one kind in the order they are tried. */
export interface HostRoute { readonly steps: readonly HostRouteStep[] }

export type CallKind = 'vad' | 'stt' | 'turn' | 'llm' | 'tts';

/** What one request cost, told once per request, losers included. */
export interface UsageRecord extends ProviderUsage {
  readonly kind: ProviderKind;
  readonly connectionId: string;
  readonly requestId: string;
  readonly outcome: 'served' | 'lost-hedge' | 'failed' | 'aborted';
  readonly costMicroUsd?: number;
  /** From the request to its first result (token, sample, transcript), where there was one. */
  readonly firstResultMs?: number;
}

export type HostEvent =
  | { readonly type: 'provider-failed'; readonly kind: ProviderKind; readonly connectionId: string; readonly cause: ProviderErrorCause; readonly message: string; /** The vendor's own words, without credentials. */ readonly vendorMessage?: string; readonly next: 'RETRY' | 'FALLBACK' | 'GIVE_UP' }
  | { readonly type: 'provider-hedged'; readonly kind: ProviderKind; readonly slowConnectionId: string; readonly hedgeConnectionId: string; readonly winnerConnectionId?: string };

export interface OpenCallRequest {
  readonly callId: string;
  readonly organizationId: string;
  readonly routes: Readonly<Record<CallKind, HostRoute>> & { readonly embedding?: HostRoute | undefined };
  /** Told as it happens; must not throw. */
  readonly onEvent: (event: HostEvent) => void;
  readonly onUsage: (usage: UsageRecord) => void;
}

/** Providers of one call. Each looks like a plain provider; the wrapping is inside. */
export interface OpenedCall {
  readonly vad: VadProvider;
  readonly stt: SttProvider;
  readonly turn: TurnProvider;
  readonly llm: LlmProvider;
  readonly tts: TtsProvider;
  readonly embedding: EmbeddingProvider | undefined;
  /** Ends what the call opened; adapters shared by calls stay open. */
  close(): Promise<void>;
}

export interface ProviderHost {
  openCall(request: OpenCallRequest): Promise<OpenedCall>;
  /** Loads the adapters of these routes and keeps them open, so that no call pays for it. Never rejects; what fails is logged. */
  warm(routes: readonly { readonly kind: ProviderKind; readonly step: HostRouteStep }[]): Promise<void>;
  close(): Promise<void>;
}

export interface HostOptions {
  readonly clock: Clock;
  readonly logger: PluginLogger;
  /** Overrides of the wrapping's numbers, in milliseconds; defaults are those of docs/voice defaults in `limits.ts`. */
  readonly limits?: Partial<HostLimits>;
  /** Shares the health of connections with other processes; absent, each process learns by itself. Whoever made it closes it. */
  readonly health?: HealthBoard | undefined;
}

export interface HostLimits {
  /** Opening an adapter (loading a local model included). */
  readonly openTimeoutMs: number;
  /** LLM: no first token after this starts the next provider beside it. */
  readonly llmHedgeMs: number;
  /** LLM: an attempt without first token after this has failed. */
  readonly llmFirstTokenTimeoutMs: number;
  /** TTS: no first audio after this is a failure. */
  readonly ttsFirstAudioTimeoutMs: number;
  /** STT: no final after `commit` for this long is a failure. */
  readonly sttFinalTimeoutMs: number;
  /** Turn detector: no verdict after this, and the plain delay decides. */
  readonly turnTimeoutMs: number;
  /** Audio kept to replay into another STT provider, in milliseconds. */
  readonly sttReplayMsMax: number;
  /** LLM: no further event for this long in the middle of an answer is a failure. */
  readonly llmStallTimeoutMs: number;
  /** TTS: no further event for this long in the middle of an utterance, while the caller of the wrapper waits, is a failure. */
  readonly ttsStallTimeoutMs: number;
  /** STT: opening a session. */
  readonly sttOpenTimeoutMs: number;
  /** VAD: windows were due and none came for this long: the session is dead. */
  readonly vadStallMs: number;
  /** Embedding: one request. */
  readonly embeddingTimeoutMs: number;
  /** Mail: one try at one provider. */
  readonly mailTimeoutMs: number;
  /** Data source: one request, its second try included, whatever it asks for. */
  readonly dataSourceTimeoutMsMax: number;
  /** Storage: no answer for this long, or no further bytes while they are waited for. */
  readonly storageTimeoutMs: number;
  /** Storage: what is put is not taken on for this long. */
  readonly storagePutStallTimeoutMs: number;
  /** A rate limit is waited for, where there is no other provider, if the vendor asks for no more than this. */
  readonly rateLimitWaitMsMax: number;
  /** Pause before the same provider is tried again. */
  readonly retryPauseMs: number;
  /** Failures in a row, over all calls of the process, that take a connection out of the routes. */
  readonly breakerFailuresMax: number;
  /** How long it stays out before one request may try it again. */
  readonly breakerOpenMs: number;
  /** Requests and sessions under way at one connection, over all calls of the process; one more goes to the next step. */
  readonly connectionRequestsMax: number;
  /** A connection that is out is tried out in the background so long before a call's request would be, while a call names it. */
  readonly probeLeadMs: number;
  /** Longest wait for the result of such a trial. */
  readonly probeTimeoutMs: number;
  /** An adapter that no call uses is closed after this. */
  readonly adapterIdleMsMax: number;
}

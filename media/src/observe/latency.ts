import type { TurnLatency } from '@parley/media-contract';
import type { UtteranceTimes } from '../stages/utterance.js';

const rounded = (ms: number): number => Math.round(Math.max(0, ms) * 10) / 10;

/**
 * Where the time of an answer went. Own share is what remains of the response when the wait on purpose and the providers'
 * time are taken away: late timers, queues, conversions. Time in which the model was still writing the first clause is the
 * provider's.
 */
export function latencyOf(times: UtteranceTimes): TurnLatency {
  const { speechEndMs, endpointWaitMs, sttFinalMs, thinkStartMs, firstTokenMs, firstPieceMs, firstAudioMs, firstSentMs } = times;
  const latency: { -readonly [Key in keyof TurnLatency]: TurnLatency[Key] } = {};
  if (endpointWaitMs !== undefined) latency.endpointWaitMs = rounded(endpointWaitMs);
  if (sttFinalMs !== undefined) latency.sttFinalMs = rounded(sttFinalMs);
  if (firstTokenMs !== undefined && thinkStartMs !== undefined) latency.llmFirstTokenMs = rounded(firstTokenMs - thinkStartMs);
  if (firstAudioMs !== undefined && firstPieceMs !== undefined) latency.ttsFirstAudioMs = rounded(firstAudioMs - firstPieceMs);
  if (firstSentMs !== undefined && firstAudioMs !== undefined) latency.transportMs = rounded(firstSentMs - firstAudioMs);
  if (firstSentMs === undefined || speechEndMs === undefined) return latency;
  const responseMs = firstSentMs - speechEndMs;
  const clauseMs = firstPieceMs !== undefined && firstTokenMs !== undefined ? Math.max(0, firstPieceMs - firstTokenMs) : 0;
  const providerMs = (latency.sttFinalMs ?? 0) + (latency.llmFirstTokenMs ?? 0) + clauseMs + (latency.ttsFirstAudioMs ?? 0);
  latency.responseMs = rounded(responseMs);
  latency.ownShareMs = rounded(responseMs - (latency.endpointWaitMs ?? 0) - providerMs);
  return latency;
}

/** The value below which 99 of 100 lie; undefined without values. */
export function percentile99(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.99) - 1)];
}

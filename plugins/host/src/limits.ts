import type { HostLimits } from './ports.js';

/**
 * The wrapping's numbers. They serve one rule: under any fault of a provider the caller never hears more than 4 s of
 * nothing, so a failure has to be noticed while there is still time for another provider to answer.
 */
export const DEFAULT_LIMITS: HostLimits = {
  openTimeoutMs: 15_000,
  llmHedgeMs: 1_200,
  llmFirstTokenTimeoutMs: 4_000,
  llmStallTimeoutMs: 4_000,
  ttsFirstAudioTimeoutMs: 3_000,
  ttsStallTimeoutMs: 3_000,
  sttOpenTimeoutMs: 3_000,
  sttFinalTimeoutMs: 3_000,
  turnTimeoutMs: 300,
  vadStallMs: 2_000,
  embeddingTimeoutMs: 10_000,
  mailTimeoutMs: 30_000,
  dataSourceTimeoutMsMax: 30_000,
  storageTimeoutMs: 15_000,
  storagePutStallTimeoutMs: 60_000,
  sttReplayMsMax: 30_000,
  rateLimitWaitMsMax: 1_000,
  retryPauseMs: 100,
  breakerFailuresMax: 3,
  breakerOpenMs: 15_000,
  connectionRequestsMax: 1_000,
  probeLeadMs: 2_000,
  probeTimeoutMs: 4_000,
  adapterIdleMsMax: 300_000,
};

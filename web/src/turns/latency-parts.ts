import type { LatencyStep, ResponseRating } from './latency.js';

/** The color of a step, the same wherever it is drawn. */
export const STEP_FILLS: Record<LatencyStep, string> = {
  endpointWaitMs: 'fill-wait', sttFinalMs: 'fill-hear', llmFirstTokenMs: 'fill-think', firstClauseMs: 'fill-think', ttsFirstAudioMs: 'fill-speak', transportMs: 'fill-travel', ownShareMs: 'fill-edge',
};

/** How quick it was, as text and as a bar. */
export const RATING_TEXTS: Record<ResponseRating, string> = { good: 'text-accent', fair: 'text-warning', slow: 'text-danger' };
export const RATING_FILLS: Record<ResponseRating, string> = { good: 'fill-speak', fair: 'fill-think', slow: 'fill-danger' };

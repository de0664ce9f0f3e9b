/** Where the time before an answer went; as `TurnLatency` of the contract. */
export interface Latency {
  readonly endpointWaitMs: number | null;
  readonly sttFinalMs: number | null;
  readonly llmFirstTokenMs: number | null;
  readonly ttsFirstAudioMs: number | null;
  readonly transportMs: number | null;
  readonly ownShareMs: number | null;
  readonly responseMs: number | null;
}

/** The rows of a waterfall, in the order of the sound. `firstClauseMs` is what the others leave: the model writes on until there is something to say. */
export const LATENCY_STEPS = ['endpointWaitMs', 'sttFinalMs', 'llmFirstTokenMs', 'firstClauseMs', 'ttsFirstAudioMs', 'transportMs', 'ownShareMs'] as const;
export type LatencyStep = (typeof LATENCY_STEPS)[number];

export interface LatencyPiece { readonly startMs: number; readonly lengthMs: number }

export interface LatencyRow {
  readonly step: LatencyStep;
  /** Null where the step did not run, e.g. no transcript of what was typed. */
  readonly lengthMs: number | null;
  /** Where it lies between the end of the caller's speech and the first sound of the answer. */
  readonly pieces: readonly LatencyPiece[];
}

/**
 * The steps on one axis: 0 is the end of the caller's speech, `totalMs` the first sound of the answer. The wait and the
 * transcript are placed from the beginning, everything of the answer from its end, so that work done ahead of the
 * decision lies under the wait where it happened. Parley's own share is what lies between: before the model was asked,
 * and on the way to the socket. Undefined for words that answer nothing, as a greeting.
 */
export function timelineOf(latency: Latency): { readonly rows: readonly LatencyRow[]; readonly totalMs: number } | undefined {
  const totalMs = latency.responseMs;
  if (totalMs === null || totalMs <= 0) return undefined;
  const length = (step: keyof Latency) => latency[step] ?? 0;
  const decidedMs = length('endpointWaitMs') + length('sttFinalMs');
  const clauseMs = Math.max(0, totalMs - decidedMs - length('llmFirstTokenMs') - length('ttsFirstAudioMs') - length('ownShareMs'));
  const soundMs = Math.max(0, totalMs - length('transportMs'));
  const pieceMs = Math.max(0, soundMs - length('ttsFirstAudioMs'));
  const tokenMs = Math.max(0, pieceMs - clauseMs);
  const askedMs = Math.max(0, tokenMs - length('llmFirstTokenMs'));
  const between = (startMs: number, endMs: number): LatencyPiece[] => (endMs > startMs ? [{ startMs, lengthMs: Math.min(endMs, totalMs) - startMs }] : []);
  const row = (step: LatencyStep, lengthMs: number | null, pieces: readonly LatencyPiece[]): LatencyRow => ({ step, lengthMs, pieces });
  return {
    totalMs,
    rows: [
      row('endpointWaitMs', latency.endpointWaitMs, between(0, length('endpointWaitMs'))),
      row('sttFinalMs', latency.sttFinalMs, between(length('endpointWaitMs'), decidedMs)),
      row('llmFirstTokenMs', latency.llmFirstTokenMs, between(askedMs, tokenMs)),
      row('firstClauseMs', latency.llmFirstTokenMs === null ? null : clauseMs, between(tokenMs, pieceMs)),
      row('ttsFirstAudioMs', latency.ttsFirstAudioMs, between(pieceMs, soundMs)),
      row('transportMs', latency.transportMs, between(soundMs, totalMs)),
      row('ownShareMs', latency.ownShareMs, [...between(decidedMs, askedMs), ...between(soundMs, totalMs)]),
    ],
  };
}

export type ResponseRating = 'good' | 'fair' | 'slow';

/** Up to here an answer feels immediate; up to the second it is still a conversation. */
export const GOOD_RESPONSE_MS_MAX = 800;
export const FAIR_RESPONSE_MS_MAX = 1_500;

export function ratingOf(responseMs: number): ResponseRating {
  if (responseMs <= GOOD_RESPONSE_MS_MAX) return 'good';
  return responseMs <= FAIR_RESPONSE_MS_MAX ? 'fair' : 'slow';
}

const AXIS_STEPS_MS = [50, 100, 200, 250, 500, 1_000, 2_000, 5_000, 10_000];
const AXIS_MARKS_MAX = 5;

/** Round places on an axis of this length, at most five besides its beginning. */
export function axisMarks(totalMs: number): number[] {
  const stepMs = AXIS_STEPS_MS.find((candidate) => totalMs / candidate <= AXIS_MARKS_MAX) ?? totalMs;
  return Array.from({ length: Math.floor(totalMs / stepMs) }, (_none, index) => (index + 1) * stepMs);
}

/** The middle value; undefined where there is none. */
export function medianOf(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return undefined;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

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

export const LATENCY_STEPS = ['endpointWaitMs', 'sttFinalMs', 'llmFirstTokenMs', 'ttsFirstAudioMs', 'transportMs'] as const;
export type LatencyStep = (typeof LATENCY_STEPS)[number];

export interface LatencySegment { readonly step: LatencyStep | 'ownShareMs'; readonly startMs: number; readonly lengthMs: number }

/**
 * The steps one behind the other, as a waterfall shows them; steps that did not run are left out. What the steps leave
 * of the whole is Parley's own part. Where work overlaps (an answer prepared while one waits), the steps add up to more
 * than the whole: the whole is then as long as they are.
 */
export function waterfall(latency: Latency): { segments: LatencySegment[]; totalMs: number } {
  const segments: LatencySegment[] = [];
  let endMs = 0;
  for (const step of LATENCY_STEPS) {
    const lengthMs = latency[step];
    if (lengthMs === null || lengthMs <= 0) continue;
    segments.push({ step, startMs: endMs, lengthMs });
    endMs += lengthMs;
  }
  const restMs = (latency.responseMs ?? 0) - endMs;
  if (restMs >= 1 && segments.length > 0) { segments.push({ step: 'ownShareMs', startMs: endMs, lengthMs: restMs }); endMs += restMs; }
  return { segments, totalMs: endMs };
}

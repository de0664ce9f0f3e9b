import type { UsageLine } from '@parley/media-contract';

const QUANTITIES = ['inputTokens', 'cachedInputTokens', 'outputTokens', 'characters', 'audioMs'] as const;
type Quantity = (typeof QUANTITIES)[number];

/** What one connection did of one kind in a call; null where its provider does not count in that unit. */
export interface CostLine extends Readonly<Record<Quantity, number | null>> {
  readonly kind: UsageLine['kind'];
  readonly connectionId: string;
  readonly requests: number;
  readonly failedRequests: number;
  /** Null where no price is known. */
  readonly costMicroUsd: bigint | null;
}

type Growing = { -readonly [Name in keyof CostLine]: CostLine[Name] };

/** The order in which a call uses them. */
const KINDS: readonly UsageLine['kind'][] = ['vad', 'stt', 'turn', 'embedding', 'llm', 'tts'];

/**
 * Requests to providers, added up by kind and connection. The end of a call tells again what its turns have told: each
 * request counts once, as it does in the cost of the call.
 */
export function costLines(told: readonly UsageLine[]): CostLine[] {
  const requests = new Map<string, UsageLine>();
  for (const line of told) {
    const known = requests.get(line.requestId);
    if (!known || (line.costMicroUsd ?? Number.POSITIVE_INFINITY) < (known.costMicroUsd ?? Number.POSITIVE_INFINITY)) requests.set(line.requestId, line);
  }
  const lines = new Map<string, Growing>();
  for (const request of requests.values()) {
    const { kind, connectionId } = request;
    const key = `${kind} ${connectionId}`;
    const line = lines.get(key) ?? { kind, connectionId, requests: 0, failedRequests: 0, inputTokens: null, cachedInputTokens: null, outputTokens: null, characters: null, audioMs: null, costMicroUsd: null };
    lines.set(key, line);
    add(line, request);
  }
  return Array.from(lines.values()).sort((one, other) => KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind) || (one.connectionId < other.connectionId ? -1 : 1));
}

function add(line: Growing, request: UsageLine): void {
  const count = request.requests ?? 1;
  line.requests += count;
  if (request.outcome === 'failed') line.failedRequests += count;
  for (const quantity of QUANTITIES) {
    const amount = request[quantity];
    if (amount !== undefined) line[quantity] = (line[quantity] ?? 0) + amount;
  }
  if (request.costMicroUsd !== undefined) line.costMicroUsd = (line.costMicroUsd ?? 0n) + BigInt(request.costMicroUsd);
}

import type { StatisticsFields } from './home-documents.js';

/** How a figure stands to that of the range before. `isGood` is undefined where more is neither good nor bad. */
export interface Comparison {
  readonly direction: 'more' | 'less' | 'same';
  /** By how much, never negative, in the unit of the figure. */
  readonly difference: number;
  readonly isGood: boolean | undefined;
}

/** `undefined` where there is nothing to compare with. Differences below `noise` count as none. */
export function compare(now: number | null, before: number | null, { noise = 0, moreIs }: { noise?: number; moreIs?: 'good' | 'bad' } = {}): Comparison | undefined {
  if (now === null || before === null) return undefined;
  const difference = Math.abs(now - before);
  if (difference <= noise) return { direction: 'same', difference: 0, isGood: undefined };
  const direction = now > before ? 'more' : 'less';
  return { direction, difference, isGood: moreIs === undefined ? undefined : (direction === 'more') === (moreIs === 'good') };
}

/** The part of calls that was answered, 0 to 1; null where nobody called. */
export function answeredShare({ calls, answeredCalls }: Pick<StatisticsFields, 'calls' | 'answeredCalls'>): number | null {
  return calls === 0 ? null : answeredCalls / calls;
}

/** Ways in which calls ended, most frequent first; the same way counts once, whoever it came from. */
export function endedCounts(reasons: StatisticsFields['endedReasons']): { code: StatisticsFields['endedReasons'][number]['code']; calls: number }[] {
  const counts = new Map<StatisticsFields['endedReasons'][number]['code'], number>();
  for (const { code, calls } of reasons) counts.set(code, (counts.get(code) ?? 0) + calls);
  return [...counts].map(([code, calls]) => ({ code, calls })).toSorted((a, b) => b.calls - a.calls);
}

/** Ends that nobody wanted: something of ours or of a provider broke. */
export const FAILED_CODES = ['INTERNAL_ERROR', 'MEDIA_LOST', 'PROVIDERS_DOWN', 'PROTOCOL_ERROR', 'CONNECTION_LOST', 'SHUTDOWN'] as const;

export const isFailure = (code: string): boolean => (FAILED_CODES as readonly string[]).includes(code);

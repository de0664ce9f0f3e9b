import type { ProviderUsage } from './kinds/usage.js';

/** Audio that a vendor hears as one, and answers with one transcript: a segment, or what of it lies between two pauses. */
export interface Stretch {
  readonly segment: StretchedSegment;
  readonly audio: Buffer[];
  /** `cleared`: the vendor was asked to forget it. `settled`: its transcript is there. */
  state: 'open' | 'committed' | 'cleared' | 'settled';
  /** The words so far; all of them once it is settled. */
  text: string;
  durationMs: number;
}

export interface StretchedSegment {
  readonly id: number;
  readonly stretches: Stretch[];
  state: 'open' | 'committed' | 'discarded';
  /** A transcript was asked for ahead of time, and no audio came since. */
  isSpeculated: boolean;
  isSpeculationTold: boolean;
  /** The partial transcript told last. */
  toldText: string;
}

const isSettled = ({ stretches }: StretchedSegment): boolean => stretches.every(({ state }) => state === 'settled' || state === 'cleared');

/** The words of a segment so far. */
export const textOf = ({ stretches }: StretchedSegment): string => stretches.filter(({ state }) => state !== 'cleared').map(({ text }) => text.trim()).filter((text) => text !== '').join(' ');

/**
 * The segments of a call that wait for an answer, oldest first, each in stretches. It knows neither connections nor clocks.
 */
export class Stretches {
  readonly #waiting: StretchedSegment[] = [];

  /** The segment that is not over yet. */
  get current(): StretchedSegment | undefined {
    const last = this.#waiting.at(-1);
    return last?.state === 'open' ? last : undefined;
  }

  /** The open segment, made where there is none. */
  open(id: number): StretchedSegment {
    if (this.current) return this.current;
    const segment: StretchedSegment = { id, stretches: [], state: 'open', isSpeculated: false, isSpeculationTold: false, toldText: '' };
    this.#waiting.push(segment);
    return segment;
  }

  /** The stretch that audio goes to. */
  openStretch(segment: StretchedSegment): { readonly stretch: Stretch; readonly isNew: boolean } {
    const last = segment.stretches.at(-1);
    if (last?.state === 'open') return { stretch: last, isNew: false };
    const stretch: Stretch = { segment, audio: [], state: 'open', text: '', durationMs: 0 };
    segment.stretches.push(stretch);
    return { stretch, isNew: true };
  }

  /** Stretches whose audio no transcript is there for, in the order of the call. */
  unsettled(): Stretch[] {
    return this.#waiting.flatMap(({ stretches }) => stretches.filter(({ state }) => state === 'open' || state === 'committed'));
  }

  /** Whether a transcript is owed. */
  get isOwing(): boolean {
    return this.#waiting.some(({ stretches }) => stretches.some(({ state }) => state === 'committed'));
  }

  /** The oldest segment that is over and settled, which waits no longer. */
  next(): StretchedSegment | undefined {
    const [first] = this.#waiting;
    return first && first.state !== 'open' && isSettled(first) ? this.#waiting.shift() : undefined;
  }

  /** The open segment whose transcript was asked for ahead of time, and is there. */
  speculation(): StretchedSegment | undefined {
    const { current } = this;
    return current && current.isSpeculated && !current.isSpeculationTold && isSettled(current) ? current : undefined;
  }
}

/** Sums of what several answers used; a figure that none of them gives is left out. */
export function addUsage(one: ProviderUsage, other: ProviderUsage): ProviderUsage {
  const sums: Record<string, number> = { ...one };
  for (const [name, amount] of Object.entries(other) as [string, number][]) sums[name] = (sums[name] ?? 0) + amount;
  return sums;
}

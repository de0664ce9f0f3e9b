import type { ProviderKind, ProviderUsage, Timer } from '@parley/plugin-sdk';
import type { ProviderRoute, RouteStep } from './attempts.js';
import type { Meter } from './meter.js';

/** Reads the events of one attempt. `take` and `end` throw a `ProviderError` for what no healthy provider would send. */
export interface StreamGate<Event> {
  /** `hold`: not a result yet, keep it back; `deliver`: a result (all that was held goes first); `drop`: nothing anyone needs. */
  take(event: Event): 'hold' | 'deliver' | 'drop';
  /** The stream ended by itself. */
  end(): void;
  usageOf(event: Event): ProviderUsage | undefined;
  /** After this event the request is served, whether or not the reader asks for more. */
  isTerminal(event: Event): boolean;
  /** What the host measured itself, told where the provider reports nothing. */
  measured(): ProviderUsage;
}

export interface StreamPolicy<Kind extends ProviderKind, Event> {
  readonly route: ProviderRoute<Kind>;
  readonly signal: AbortSignal;
  readonly firstResultTimeoutMs: number;
  readonly stallTimeoutMs: number;
  /** After this without result the next step starts beside this one; undefined: never. */
  hedgeMs?(step: RouteStep<Kind>): number;
  /** Asked only after all others: they have failed at what this request goes on with. Those that fail are added. */
  readonly broken?: Set<RouteStep<Kind>>;
  start(step: RouteStep<Kind>, signal: AbortSignal): AsyncIterable<Event>;
  gate(): StreamGate<Event>;
}

/** One attempt of a race. */
export class Contender<Kind extends ProviderKind, Event> {
  readonly controller = new AbortController();
  readonly held: Event[] = [];
  iterator: AsyncIterator<Event> | undefined;
  firstTimer: Timer | undefined;
  /** Gives its place at the connection back. */
  leave: (() => void) | undefined;
  isOver = false;
  readonly step: RouteStep<Kind>;
  readonly gate: StreamGate<Event>;
  readonly meter: Meter;
  /** Bound once, so that a frame costs no closure. */
  readonly onResult: (result: IteratorResult<Event>) => void;
  readonly onError: (error: unknown) => void;

  constructor(step: RouteStep<Kind>, gate: StreamGate<Event>, meter: Meter, owner: {
    readonly onResult: (contender: Contender<Kind, Event>, result: IteratorResult<Event>) => void;
    readonly onError: (contender: Contender<Kind, Event>, error: unknown) => void;
  }) {
    this.step = step;
    this.gate = gate;
    this.meter = meter;
    this.onResult = (result) => owner.onResult(this, result);
    this.onError = (error) => owner.onError(this, error);
  }
}

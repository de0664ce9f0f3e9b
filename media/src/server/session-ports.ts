import type { CallPlan, PlanRefusal } from '@parley/media-contract';
import type { Clock, PluginLogger } from '@parley/plugin-host';
import type { CallInput, CallLine } from '../call/line.js';
import type { ServerCounters } from './counters.js';
import type { SessionLimits } from './limits.js';
import type { Refusal } from './refusals.js';
import type { Session } from './session.js';

export type TakenPlan = { readonly plan: CallPlan } | { readonly plan: undefined; readonly refusal: PlanRefusal | 'PLAN_UNAVAILABLE' };

/** What a session needs of the house. */
export interface SessionPorts {
  readonly clock: Clock;
  readonly logger: PluginLogger & { error(message: string, fields?: Readonly<Record<string, unknown>>): void };
  readonly counters: ServerCounters;
  readonly limits: SessionLimits;
  /** Exchanges a call's token for its plan, once. A rejection counts as `PLAN_UNAVAILABLE`. */
  takePlan(token: string, transport: CallPlan['transport']): Promise<TakenPlan>;
  /** Builds the call. It may use the line at once, before it has answered. */
  openCall(request: { readonly plan: CallPlan; readonly line: CallLine }): CallInput | Promise<CallInput>;
  /** False where another socket has the call. */
  claimCall(callId: string, session: Session): boolean;
  /** A live call is about to lose its socket because of what its far end, or its own code, did; `onClosed` follows. */
  onRefused?(callId: string, why: Refusal): void;
  /** The session is over; it holds nothing any more. */
  onEnded(session: Session): void;
}

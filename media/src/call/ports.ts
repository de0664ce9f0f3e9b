import type { CallPlan, EndedReason } from '@parley/media-contract';
import type { Clock, HostEvent, OpenedCall, PluginLogger, UsageRecord } from '@parley/plugin-host';
import type { CallRecorder } from '../observe/recorder-port.js';
import type { CallReport } from '../report/reporter.js';
import type { Phrases } from '../stages/phrases.js';
import type { ToolRunner } from '../stages/tools.js';
import type { CallInput, CallLine } from './line.js';
import type { AgentState, CallState } from './state.js';
import type { Ticker } from './ticker.js';

export interface CallOptions {
  readonly plan: CallPlan;
  readonly line: CallLine;
  /** Opens the plan's providers; a rejection ends the call with an apology tone. */
  readonly openProviders: (hooks: { readonly onEvent: (event: HostEvent) => void; readonly onUsage: (usage: UsageRecord) => void }) => Promise<OpenedCall>;
  readonly clock: Clock;
  /** Milliseconds since the epoch, for log fields only: everything on the call's path uses `clock`. */
  readonly wallClock: () => number;
  readonly report: CallReport;
  readonly recorder: CallRecorder | undefined;
  /** One per process. */
  readonly ticker: Ticker;
  /** One per process. */
  readonly phrases: Phrases;
  readonly logger: PluginLogger;
  /** Default: every tool answers that it is not available. */
  readonly tools?: ToolRunner;
  /** Names this media server in `call-started`. Default `media`. */
  readonly mediaId?: string;
  /** Told of every send of agent audio: how long after it was due, in milliseconds. */
  readonly onSend?: (lateMs: number) => void;
}

export interface CallSnapshot {
  readonly callId: string;
  readonly state: CallState;
  readonly agentState: AgentState;
  /** Wall time of the start, milliseconds since the epoch. */
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly turnCount: number;
  readonly unplayedMs: number;
  readonly isInterrupted: boolean;
  readonly isHeld: boolean;
}

/** A running call: the line feeds it, whoever is responsible for it may end it. */
export interface Call extends CallInput {
  /** Ends at once. Later reasons are ignored. */
  end(reason: EndedReason): void;
  /** Resolves when everything is closed and reported; never rejects. */
  readonly done: Promise<EndedReason>;
  snapshot(): CallSnapshot;
}

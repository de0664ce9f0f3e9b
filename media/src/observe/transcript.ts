import type { CallEventPayload, CallEventType } from '@parley/media-contract';
import { CALL_LIMITS } from '../call/limits.js';
import type { CallLine } from '../call/line.js';
import type { AgentState } from '../call/state.js';
import type { CallReport } from '../report/reporter.js';
import { heardOf } from '../stages/heard.js';
import type { CallerTurn } from '../stages/open-turn.js';
import type { WaitDecision } from '../stages/turn-rules.js';
import type { Utterance } from '../stages/utterance.js';
import { latencyOf, percentile99 } from './latency.js';
import { openSlot, type UsageBook, type UsageSlot } from './usage.js';

export interface TranscriptOptions {
  readonly line: CallLine;
  readonly report: CallReport;
  readonly usage: UsageBook;
  readonly nowMs: () => number;
  readonly callStartMs: number;
}

/** How often the words that the agent is saying are worked out. */
const AGENT_WORDS_MS = 300;

interface Interim { readonly turnIndex: number; readonly speaker: 'CALLER' | 'AGENT'; readonly text: string }

/** Writes down what happens, for the record and for whoever watches. Changes nothing. */
export class Transcript {
  readonly #options: TranscriptOptions;
  readonly #slots = new WeakMap<Utterance, UsageSlot>();
  #interim: Interim | undefined;
  #interimSentMs = -Infinity;
  #agentWordsMs = -Infinity;
  #agentState: AgentState | undefined;
  /** What was begun last and is not reported yet, fillers beside it not counted. */
  #making: Utterance | undefined;

  constructor(options: TranscriptOptions) {
    this.#options = options;
  }

  event<Type extends CallEventType>(type: Type, payload: CallEventPayload<Type>, atMs: number = this.#options.nowMs()): void {
    this.#options.report.append(type, payload, this.#callMs(atMs));
  }

  agentState(state: AgentState): void {
    if (state === this.#agentState) return;
    this.#agentState = state;
    this.event('agent-state', { state });
    this.#options.line.sendNotice({ type: 'state', state });
  }

  /** Words of a running turn; the latest are told at most ten times a second. */
  interim(interim: Interim): void {
    if (interim.text === '') return;
    this.#interim = interim;
    this.tick(this.#options.nowMs());
  }

  tick(nowMs: number): void {
    if (!this.#interim || nowMs - this.#interimSentMs < CALL_LIMITS.interimMs) return;
    this.#interimSentMs = nowMs;
    this.#options.report.interim({ ...this.#interim, atMs: this.#callMs(nowMs) });
    this.#options.line.sendNotice({ type: 'transcript', ...this.#interim, isFinal: false });
    this.#interim = undefined;
  }

  decided(turnIndex: number, decision: WaitDecision, waitedMs: number, isSpeculationHit: boolean): void {
    const { verdict } = decision;
    this.event('turn-decided', {
      turnIndex, waitMs: Math.round(waitedMs), reason: decision.reason, isSpeculationHit, isFallback: decision.isFallback,
      ...(verdict ? { completeProbability: verdict.completeProbability, threshold: verdict.threshold } : {}),
      ...(verdict?.expectation === undefined ? {} : { expectation: verdict.expectation }),
    });
  }

  callerTurn(turn: CallerTurn): void {
    this.#dropInterim(turn.turnIndex);
    // What was written went through no provider; what hearing cost meanwhile is the next spoken turn's.
    const { lines, providers } = turn.isTyped ? openSlot() : this.#options.usage.takeCallerSlot();
    this.event('caller-turn', {
      turnIndex: turn.turnIndex, text: turn.text, startedAtMs: this.#callMs(turn.startedMs), endedAtMs: this.#callMs(turn.speechEndMs),
      ...(turn.confidence === undefined ? {} : { confidence: turn.confidence }), ...(turn.isTyped ? { isTyped: true } : {}), usage: lines, providers,
    });
    this.#options.line.sendNotice({ type: 'transcript', speaker: 'CALLER', turnIndex: turn.turnIndex, text: turn.text, isFinal: true });
  }

  agentTurnStarted(utterance: Utterance): void {
    const slot = openSlot();
    this.#slots.set(utterance, slot);
    // A filler is spoken while an answer is being made: what is asked of providers meanwhile is the answer's.
    if (utterance.purpose !== 'FILLER' || !this.#making) {
      this.#making = utterance;
      this.#options.usage.agentSlot = slot;
    }
    this.event('agent-turn-started', { turnIndex: utterance.turnIndex, epoch: utterance.epoch.id, purpose: utterance.purpose });
  }

  /** The words of the agent turn that is playing, as they are being heard. */
  agentWords(utterances: readonly Utterance[]): void {
    const nowMs = this.#options.nowMs();
    if (nowMs - this.#agentWordsMs < AGENT_WORDS_MS) return;
    this.#agentWordsMs = nowMs;
    const utterance = utterances.find((candidate) => candidate.state === 'PLAYING');
    if (!utterance) return;
    const { text } = heardOf(utterance, this.#options.line.sampleRateHz);
    this.interim({ turnIndex: utterance.turnIndex, speaker: 'AGENT', text });
  }

  agentTurn(utterance: Utterance): void {
    const nowMs = this.#options.nowMs();
    if (this.#making === utterance) this.#making = undefined;
    this.#dropInterim(utterance.turnIndex);
    utterance.times.endedMs ??= nowMs;
    const heard = heardOf(utterance, this.#options.line.sampleRateHz);
    const slot = this.#slots.get(utterance) ?? openSlot();
    const lateness = percentile99(utterance.latenessMs);
    const isInterrupted = utterance.state === 'CUT' && !(utterance.isComplete && utterance.playedSamples >= utterance.totalSamples);
    this.event('agent-turn', {
      turnIndex: utterance.turnIndex, epoch: utterance.epoch.id, purpose: utterance.purpose, generatedText: utterance.generatedText.trim(),
      spokenText: utterance.spokenText, heardText: heard.text, heardEvidence: heard.evidence, isInterrupted,
      startedAtMs: this.#callMs(utterance.times.firstSentMs ?? utterance.times.startedMs), endedAtMs: this.#callMs(utterance.times.endedMs),
      latency: latencyOf(utterance.times), providers: { ...slot.providers }, usage: [...slot.lines],
      ...(lateness === undefined ? {} : { sendLatenessP99Ms: Math.round(lateness * 10) / 10 }),
    });
    this.#options.line.sendNotice({ type: 'transcript', speaker: 'AGENT', turnIndex: utterance.turnIndex, text: heard.text, isFinal: true });
  }

  #dropInterim(turnIndex: number): void {
    if (this.#interim?.turnIndex === turnIndex) this.#interim = undefined;
  }

  #callMs(atMs: number): number {
    return Math.max(0, Math.round((atMs - this.#options.callStartMs) * 10) / 10);
  }
}

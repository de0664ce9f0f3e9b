import type { Words } from './hearing.js';
import type { WaitDecision } from './turn-rules.js';

/** The caller's turn, complete. Times in milliseconds of the process clock. */
export interface CallerTurn {
  readonly turnIndex: number;
  readonly text: string;
  readonly confidence: number | undefined;
  readonly startedMs: number;
  readonly speechEndMs: number;
  readonly speechMs: number;
  readonly decidedMs: number;
  /** When it would have been decided had nothing been late. */
  readonly decisionDueMs: number;
  readonly waitMs: number;
  readonly finalMs: number;
  readonly isSpeculationHit: boolean;
  /** There were words at some time, though the final transcript may be empty. */
  readonly hadWords: boolean;
  /** Keys were pressed in it. */
  readonly hasKeys: boolean;
  /** It was written: `startedMs` and `speechEndMs` are when it arrived. */
  readonly isTyped: boolean;
}

/** A turn that is not over, or whose last words have not come. */
export interface OpenTurn {
  readonly turnIndex: number;
  readonly startedMs: number;
  speechEndMs: number;
  speechMs: number;
  /** Words by segment, in the order of speech. */
  readonly texts: Map<number, string>;
  readonly finals: Set<number>;
  isSpeaking: boolean;
  hadWords: boolean;
  isSpeculationHit: boolean;
  confidence: number | undefined;
  decision: WaitDecision | undefined;
  decisionDueMs: number;
  decidedMs: number | undefined;
  speechRun: number;
}

export function openTurn(turnIndex: number, startedMs: number): OpenTurn {
  return {
    turnIndex, startedMs, speechEndMs: startedMs, speechMs: 0, texts: new Map(), finals: new Set(), isSpeaking: false, hadWords: false, isSpeculationHit: false,
    confidence: undefined, decision: undefined, decisionDueMs: 0, decidedMs: undefined, speechRun: 0,
  };
}

/** Its words so far, in the order of speech. */
export function joined(turn: OpenTurn): string {
  let text = '';
  for (const part of turn.texts.values()) if (part !== '') text += text === '' ? part : ` ${part}`;
  return text;
}

export function asCallerTurn(turn: OpenTurn, nowMs: number): CallerTurn {
  const decidedMs = turn.decidedMs ?? nowMs;
  return {
    turnIndex: turn.turnIndex, text: joined(turn), confidence: turn.confidence, startedMs: turn.startedMs, speechEndMs: turn.speechEndMs,
    speechMs: turn.speechMs, decidedMs, decisionDueMs: Math.min(turn.decisionDueMs, decidedMs), waitMs: turn.decision?.waitMs ?? 0,
    finalMs: nowMs, isSpeculationHit: turn.isSpeculationHit, hadWords: turn.hadWords, hasKeys: Array.from(turn.texts.keys()).some((key) => key < 0), isTyped: false,
  };
}

/** Nothing more has to be waited for. */
export function hasAllWords(turn: OpenTurn): boolean {
  for (const segmentId of turn.texts.keys()) if (!turn.finals.has(segmentId)) return false;
  return true;
}

/** Takes what the recogniser says of one of its segments. */
export function noteWords(turn: OpenTurn, words: Words): void {
  if (words.kind === 'LOST') {
    turn.finals.add(words.segmentId);
    return;
  }
  turn.texts.set(words.segmentId, words.text.trim());
  if (words.text.trim() !== '') turn.hadWords = true;
  if (words.confidence !== undefined) turn.confidence = words.confidence;
  if (words.kind !== 'FINAL') return;
  turn.finals.add(words.segmentId);
  turn.isSpeculationHit = words.isSpeculationHit === true;
}

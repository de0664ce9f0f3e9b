import type { EndedReason } from '@parley/media-contract';
import type { OpenedCall } from '@parley/plugin-host';
import { AudioRing } from '../stages/audio-ring.js';
import { Listening } from '../stages/listening.js';
import type { PhraseKey } from '../stages/phrase-texts.js';
import type { Saying } from '../stages/saying.js';
import { SilenceWatch } from '../stages/silence.js';
import type { Purpose, Utterance } from '../stages/utterance.js';
import { createVoice } from '../stages/voice.js';
import { CallCore } from './core.js';
import { createSaying } from './create-saying.js';
import { DigitInput } from './digits.js';
import { finishCall, writeOpenTurns } from './finish.js';
import { CALL_LIMITS } from './limits.js';
import { Greeting } from './greeting.js';
import { Hold } from './hold.js';
import { LineUp } from './line-up.js';
import type { Call, CallOptions, CallSnapshot } from './ports.js';
import { agentStateOf, isDeaf, Quiet } from './quiet.js';
import { ENDED } from './reasons.js';
import type { AgentState } from './state.js';
import { TypedTurns } from './typed.js';

const RING_MS = CALL_LIMITS.preRollMs + 1_000;

/** Starts a call at once; providers open behind it, and the greeting is spoken as soon as there is a voice. */
export function createCall(options: CallOptions): Call {
  return new RunningCall(options);
}

class RunningCall implements Call {
  readonly done: Promise<EndedReason>;
  readonly #options: CallOptions;
  readonly #core: CallCore;
  readonly #listening: Listening;
  readonly #ring: AudioRing;
  readonly #silence: SilenceWatch;
  readonly #startedAtMs: number;
  readonly #removeTick: () => void;
  #resolveDone!: (reason: EndedReason) => void;
  #lineUp: LineUp | undefined;
  #saying: Saying | undefined;
  #opened: OpenedCall | undefined;
  #greeting: Greeting | undefined;
  #hasFailed = false;
  readonly #quiet: Quiet;
  #warning: Utterance | undefined;
  #pendingEnd: EndedReason | undefined;
  readonly #digits: DigitInput;
  readonly #typed: TypedTurns;
  readonly #hold: Hold;
  #agentState: AgentState = 'LISTENING';

  constructor(options: CallOptions) {
    this.#options = options;
    this.done = new Promise((resolve) => { this.#resolveDone = resolve; });
    this.#core = new CallCore(options, (error) => this.#fail(error), (utterance) => this.#onHeard(utterance));
    const core = this.#core;
    const { plan, line, clock, recorder, logger } = options;
    this.#startedAtMs = options.wallClock();
    this.#digits = new DigitInput((delayMs, callback) => core.after(delayMs, callback), (digits) => this.#lineUp?.turnTaking.digits(digits));
    this.#quiet = new Quiet(core);
    this.#ring = new AudioRing((RING_MS * line.sampleRateHz) / 1000);
    this.#listening = new Listening({
      callId: plan.callId, sampleRateHz: line.sampleRateHz, clock, callStartMs: core.startMs, ring: this.#ring, recorder, logger,
      guard: (run) => core.guard(run),
      onAudio: (samples) => this.#lineUp?.audio(samples),
      onSpeechStarted: (position, onsetMs) => { if (!isDeaf(this.#core)) this.#lineUp?.speechStarted(position, onsetMs); },
      onSpeechProgress: (speechMs) => { if (!isDeaf(this.#core)) this.#lineUp?.speechProgress(speechMs); },
      onSpeechPaused: (endMs, speechMs) => {
        this.#quiet.callerPaused(endMs);
        if (!isDeaf(this.#core)) this.#lineUp?.speechPaused(endMs, speechMs);
      },
    });
    this.#typed = new TypedTurns(core, this.#quiet, () => this.#lineUp);
    this.#hold = new Hold({
      core, listening: this.#listening, lineUp: () => this.#lineUp, onLimit: () => this.end(ENDED.holdLimit),
      onChanged: () => {
        if (this.#pendingEnd === ENDED.callerSilent) this.#pendingEnd = undefined;
        this.#silence.callerSpoke(core.nowMs());
        this.#typed.flush(core.nowMs());
      },
    });
    this.#silence = new SilenceWatch({
      numbers: plan.agent.turnTaking, callStartMs: core.startMs,
      onDeadAir: (action, silenceMs) => this.#onDeadAir(action, silenceMs),
      onIdle: (_count, isLast) => this.#onIdle(isLast),
      onDurationWarning: () => { this.#warning = this.#saying?.phrase('WARNING', 'durationWarning', true); },
      onDurationLimit: () => this.#lastWords('GOODBYE', 'durationGoodbye', ENDED.durationLimit),
    });
    this.#removeTick = options.ticker.add((nowMs) => this.#tick(nowMs), (error) => this.#fail(error));
    core.guard(() => core.transcript.event('call-started', {
      transport: line.transport, mediaId: options.mediaId ?? 'media', codec: line.transport === 'TWILIO' ? 'mulaw/8000' : `pcm16/${line.sampleRateHz}`,
      ...(line.carrierCallId === undefined ? {} : { carrierCallId: line.carrierCallId }),
    }))();
    this.onMark = core.guard((name) => core.playout.onMark(name));
    this.onPlayed = core.guard((samplesTotal) => core.playout.onPlayed(samplesTotal));
    this.onDrain = core.guard(() => core.playout.onDrain());
    this.onDtmf = core.guard((digit) => this.#onDigit(digit));
    this.onHold = core.guard((isHeld) => this.#hold.set(isHeld));
    this.onAudioProblem = core.guard((problem, count) => core.transcript.event('audio-problem', { problem, count }));
    this.#open().catch((error: unknown) => this.#fail(error));
  }

  readonly onMark: Call['onMark'];
  readonly onPlayed: Call['onPlayed'];
  readonly onDrain: Call['onDrain'];
  readonly onDtmf: Call['onDtmf'];
  readonly onHold: Call['onHold'];
  readonly onAudioProblem: Call['onAudioProblem'];

  /** Guarded as the others are, without the array that a guard makes of its arguments. */
  onAudio(samples: Int16Array): void {
    if (this.#core.isClosed) return;
    try {
      // On hold the line is silent: recogniser, detector and recording go on in step.
      if (this.#core.isHeld) samples.fill(0);
      this.#listening.audio(samples);
    } catch (error) {
      this.#core.fail(error);
    }
  }

  onText(text: string): boolean {
    let isTaken = true;
    this.#core.guard(() => { isTaken = this.#typed.push(text); })();
    return isTaken;
  }

  onClosed(how: 'stopped' | 'lost'): void {
    this.end(how === 'stopped' ? ENDED.hungUp : ENDED.connectionLost);
  }

  snapshot(): CallSnapshot {
    const core = this.#core;
    return {
      callId: this.#options.plan.callId, state: core.state, agentState: this.#agentState, startedAtMs: this.#startedAtMs,
      durationMs: core.nowMs() - core.startMs, turnCount: core.turnCount,
      unplayedMs: core.playout.utterances.reduce((sum, utterance) => sum + core.playout.unplayedMs(utterance), 0),
      isInterrupted: this.#lineUp?.interruption.isOpen ?? false, isHeld: core.isHeld,
    };
  }

  async #open(): Promise<void> {
    const core = this.#core;
    const { openProviders, plan, line, logger } = this.#options;
    let opened: OpenedCall;
    try {
      opened = await openProviders({
        onEvent: core.guard(({ type, ...event }) => core.transcript.event(type, event as never)),
        onUsage: (usage) => core.usage.add(usage),
      });
    } catch (error) {
      logger.warn('the providers of a call could not be opened', { callId: plan.callId, error: error instanceof Error ? error.message : String(error) });
      if (core.isClosed) return;
      this.#saying = createSaying(this.#core, undefined);
      this.#lastWords('APOLOGY', 'apology', ENDED.providersDown);
      return;
    }
    if (core.isClosed) {
      await opened.close();
      return;
    }
    this.#opened = opened;
    if (core.state !== 'OPENING') return;
    core.move('ACTIVE');
    const voice = createVoice(opened.tts, { sampleRateHz: line.sampleRateHz, language: plan.agent.language, voice: plan.agent.voice });
    this.#saying = createSaying(this.#core, voice);
    this.#greeting = new Greeting(core, this.#saying, () => this.#lastWords('APOLOGY', 'apology', ENDED.providersDown));
    this.#greeting.speak();
    this.#lineUp = new LineUp({
      core, opened, ring: this.#ring, listening: this.#listening, saying: this.#saying, voice, lastAudibleMs: () => this.#quiet.lastAudibleMs,
      onCallerSpoke: () => {
        this.#pendingEnd = undefined;
        // Also where a goodbye was heard to its end, and only its proof is missing.
        core.endings.clear();
        this.#silence.callerSpoke(core.nowMs());
      }, onHopeless: () => this.#lastWords('APOLOGY', 'apology', ENDED.providersDown),
    });
    await this.#listening.open(opened.vad);
  }

  #tick(nowMs: number): void {
    const core = this.#core;
    core.playout.tick(nowMs);
    core.waiters.tick();
    if (this.#typed.isWaiting) this.#typed.flush(nowMs);
    const isAudible = core.playout.isAudible(nowMs);
    this.#quiet.tick(nowMs, isAudible, this.#lineUp);
    const stages = this.#lineUp;
    if (stages && core.state === 'ACTIVE') {
      stages.interruption.tick(nowMs, stages.turnTaking.text, stages.turnTaking.decidedMs);
      // Speech that began under protected words counts from their end.
      if (this.#listening.isSpeaking && stages.isMissingSpeech && !isDeaf(this.#core)) stages.speechStarted(this.#ring.end, nowMs);
    }
    if (this.#warning?.state === 'CUT') {
      this.#warning = undefined;
      this.#silence.warnAgain();
    }
    if (this.#pendingEnd && !this.#isCallerInTurn()) this.end(this.#pendingEnd);
    if (core.state === 'ACTIVE' || core.state === 'OPENING') this.#silence.tick(nowMs, this.#quiet.facts(isAudible, this.#listening.isSpeaking, this.#lineUp, this.#greeting?.utterance));
    if (core.state === 'CLOSED') return;
    if (isAudible) core.transcript.agentWords(core.playout.utterances);
    core.transcript.tick(nowMs);
    this.#agentState = agentStateOf(core, this.#lineUp, nowMs);
    core.transcript.agentState(this.#agentState);
  }

  /** The caller is in the middle of something that has not been answered or dropped. */
  #isCallerInTurn(): boolean {
    return this.#listening.isSpeaking || this.#lineUp?.turnTaking.turnIndex !== undefined || this.#lineUp?.turnTaking.isFinishing === true;
  }

  #onHeard(utterance: Utterance): void {
    this.#core.transcript.agentTurn(utterance);
    const reason = this.#core.endings.get(utterance);
    // A caller who has just begun to speak over the goodbye is heard out first.
    if (reason && this.#core.state === 'ACTIVE' && this.#isCallerInTurn()) this.#pendingEnd = reason;
    else if (reason) this.end(reason);
  }

  #onDeadAir(action: 'FILLER' | 'FAIL_OVER' | 'APOLOGY', silenceMs: number): void {
    const stages = this.#lineUp;
    const turnIndex = stages?.answering.utterance?.turnIndex ?? stages?.turnTaking.turnIndex ?? this.#greeting?.utterance?.turnIndex ?? 0;
    this.#core.transcript.event('dead-air', { turnIndex, silenceMs: Math.round(silenceMs), action });
    if (action === 'APOLOGY') this.#lastWords('APOLOGY', 'apology', ENDED.providersDown);
    else if (action === 'FILLER') (this.#saying ??= createSaying(this.#core, undefined)).phrase('FILLER', 'filler');
    else if (stages?.answering.isActive) stages.answering.failOver();
    else if (stages?.turnTaking.isDecided) stages.turnTaking.complete();
  }

  #onIdle(isLast: boolean): void {
    if (!isLast) {
      this.#saying?.phrase('IDLE_PROMPT', 'idlePrompt');
      return;
    }
    const utterance = this.#saying?.phrase('GOODBYE', 'idleGoodbye');
    if (utterance) this.#core.endings.set(utterance, ENDED.callerSilent);
  }

  #onDigit(digit: string): void {
    this.#core.transcript.event('dtmf-received', { digit });
    if (this.#core.state !== 'ACTIVE' || isDeaf(this.#core)) return;
    this.#lineUp?.interruption.keyPressed(this.#core.nowMs());
    this.#digits.press(digit);
  }

  /** The last thing the caller hears; then the call ends, whether or not it could be played. */
  #lastWords(purpose: Purpose, key: PhraseKey, reason: EndedReason): void {
    const core = this.#core;
    if (core.state === 'ENDING' || core.isClosed) return;
    // Nobody is there to hear them.
    if (core.isHeld) return this.end(reason);
    core.move('ENDING');
    this.#lineUp?.answering.abort();
    this.#lineUp?.turnTaking.drop();
    this.#lineUp?.interruption.reset();
    core.cutAll(core.nowMs());
    core.after(CALL_LIMITS.farewellMsMax, () => this.end(reason));
    const utterance = (this.#saying ??= createSaying(this.#core, undefined)).phrase(purpose, key, true);
    core.endings.set(utterance, reason);
  }

  /** The boundary: whatever went wrong ends this call, with an apology where there is still somebody to hear it. */
  #fail(error: unknown): void {
    const { logger, plan } = this.#options;
    if (this.#core.isClosed) return;
    logger.warn('an unexpected error ended a call', { callId: plan.callId, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    if (this.#hasFailed || this.#core.state === 'ENDING') {
      this.end(ENDED.internalError);
      return;
    }
    this.#hasFailed = true;
    try {
      this.#lastWords('APOLOGY', 'apologyInternal', ENDED.internalError);
    } catch {
      this.end(ENDED.internalError);
    }
  }

  end(reason: EndedReason): void {
    const core = this.#core;
    if (core.isClosed) return;
    const stages = this.#lineUp;
    writeOpenTurns(core, stages, this.#typed);
    core.move('CLOSED');
    core.playout.close();
    this.#removeTick();
    core.cancelTimers();
    core.waiters.close();
    stages?.turnTaking.close();
    this.#listening.close();
    finishCall(core, reason, stages, this.#opened)
      .catch((error: unknown) => this.#options.logger.warn('a call could not be closed cleanly', { callId: this.#options.plan.callId, error: String(error) }))
      .finally(() => this.#resolveDone(reason));
  }
}

import type { CallInput, LineCloseCode } from '../call/line.js';
import type { WireCodec, WireFault, WireMessage } from '../wire/codec.js';
import { ReorderBuffer } from '../wire/reorder.js';
import { FloodGuard } from './flood-guard.js';
import { HeldMessages } from './held-messages.js';
import { faultRefusal, LINE_CLOSE_CODES, refusal, TEXT_FLOOD, type Refusal, type RefusalCode } from './refusals.js';
import type { SessionPorts, TakenPlan } from './session-ports.js';
import { moveSession, type SessionState } from './session-state.js';
import type { SocketListener, WireSocket } from './socket-server.js';
import { WireLine } from './wire-line.js';

type Problem = Parameters<CallInput['onAudioProblem']>[0];

/**
 * One socket's life, from its first byte to the end of its call. Whatever goes wrong in here or in the call ends this
 * socket and this call, and is never seen by another.
 */
export class Session implements SocketListener {
  callId: string | undefined;
  readonly #socket: WireSocket;
  readonly #codec: WireCodec;
  readonly #ports: SessionPorts;
  readonly #flood: FloodGuard;
  readonly #reorder: ReorderBuffer;
  readonly #problems = new Map<Problem, number>();
  readonly #openedAtMs: number;
  #state: SessionState = { name: 'AWAITING_START' };
  #line: WireLine | undefined;
  #startedAtMs = 0;
  #heardAtMs: number;
  #pingedAtMs: number;
  #faults = 0;
  /** The call used its line before it could be told anything. */
  #isDrainOwed = false;

  constructor(socket: WireSocket, codec: WireCodec, ports: SessionPorts, seed: number) {
    const nowMs = ports.clock.nowMs();
    this.#socket = socket;
    this.#codec = codec;
    this.#ports = ports;
    this.#openedAtMs = this.#heardAtMs = this.#pingedAtMs = nowMs;
    this.#flood = new FloodGuard(ports.limits, nowMs);
    this.#reorder = new ReorderBuffer({
      onAudio: (samples) => { this.#hear(samples); },
      onLost: (count) => { ports.counters.framesLost += count; this.#note('LOST_FRAMES', count); },
      onJump: (count) => { ports.counters.framesJumped += count; this.#note('SEQUENCE_JUMP', count); },
    }, seed);
  }

  get isLive(): boolean {
    return this.#state.name === 'LIVE';
  }

  onMessage(data: Uint8Array, isBinary: boolean): void {
    if (this.#state.name === 'CLOSED') return;
    this.#heardAtMs = this.#ports.clock.nowMs();
    const message = this.#codec.decode(data, isBinary);
    const verdict = this.#flood.take(message.type === 'audio' ? (message.samples.length * 1000) / this.#codec.sampleRateHz : 0, this.#heardAtMs);
    if (verdict === 'pass') return this.#receive(message);
    this.#ports.counters.framesFlooded++;
    this.#note('FLOOD', 1);
    if (verdict === 'close') this.refuse(refusal('FLOOD'));
  }

  onPong(): void {
    this.#heardAtMs = this.#ports.clock.nowMs();
  }

  onDrain(): void {
    this.#isDrainOwed = this.#state.name === 'TAKING_PLAN';
    this.#toCall((input) => { input.onDrain(); });
  }

  onClose(): void {
    this.#end('lost');
  }

  /** Looks at everything that depends on time; called every `sweepMs`. */
  sweep(nowMs: number): void {
    const { limits } = this.#ports;
    if (this.#state.name === 'CLOSED') return;
    this.#tellProblems();
    if (this.#state.name === 'AWAITING_START' && nowMs - this.#openedAtMs > limits.startMsMax) return this.refuse(refusal('START_TIMEOUT'));
    if (this.#state.name === 'TAKING_PLAN' && nowMs - this.#startedAtMs > limits.openingMsMax) return this.refuse(refusal('OPENING_TIMEOUT'));
    if (nowMs - this.#heardAtMs > limits.silenceMsMax) {
      this.#ports.logger.warn('socket lost: neither frames nor pongs', { callId: this.callId, silenceMs: Math.round(nowMs - this.#heardAtMs) });
      this.#end('lost');
      return this.#socket.terminate();
    }
    if (nowMs - this.#heardAtMs >= limits.pingMs && nowMs - this.#pingedAtMs >= limits.pingMs) {
      this.#pingedAtMs = nowMs;
      this.#socket.ping();
    }
  }

  /** Turns the far end away, saying why in its own protocol where that has words for it. A live call is told. */
  refuse(why: Refusal): void {
    if (this.#state.name === 'CLOSED') return;
    this.#ports.counters.countRefusal(why.code);
    this.#ports.logger.info('socket refused', { code: why.code, callId: this.callId, transport: this.#codec.transport });
    this.#sendError(why.code, why.message);
    this.#tellRefused(why);
    this.#end('lost');
    this.#socket.close(why.closeCode, `${why.code}: ${why.message}`);
  }

  #tellRefused(why: Refusal): void {
    if (this.#state.name !== 'LIVE' || this.callId === undefined) return;
    // Whatever the call answers, the close code is that of the refusal.
    this.#line?.die();
    try {
      this.#ports.onRefused?.(this.callId, why);
    } catch (error) {
      this.#ports.logger.error('a call failed while it was refused', { callId: this.callId, err: error });
    }
  }

  #receive(message: WireMessage): void {
    if (message.type === 'none') return;
    if (message.type === 'fault') return this.#fault(message);
    switch (this.#state.name) {
      case 'AWAITING_START': return message.type === 'start' ? this.#start(message.token, message.carrierCallId) : undefined;
      case 'TAKING_PLAN': return this.#hold(this.#state.held, message);
      case 'LIVE': return this.#deliver(message);
      case 'CLOSED': return undefined;
    }
  }

  #start(token: string, carrierCallId: string | undefined): void {
    this.#startedAtMs = this.#heardAtMs;
    this.#state = moveSession(this.#state, { name: 'TAKING_PLAN', held: new HeldMessages(this.#ports.limits, this.#codec.sampleRateHz) });
    this.#open(token, carrierCallId).catch((error: unknown) => { this.#fail(error); });
  }

  async #open(token: string, carrierCallId: string | undefined): Promise<void> {
    const taken = await this.#takePlan(token);
    if (taken.plan === undefined) return this.refuse(refusal(taken.refusal));
    const { plan } = taken;
    if (plan.transport !== this.#codec.transport) return this.refuse(refusal('TRANSPORT_MISMATCH'));
    if (this.#how === undefined && !this.#ports.claimCall(plan.callId, this)) return this.refuse(refusal('CALL_ALREADY_CONNECTED'));
    this.callId = plan.callId;
    this.#line = new WireLine({
      socket: this.#socket, codec: this.#codec, counters: this.#ports.counters, callId: plan.publicCallId ?? plan.callId, carrierCallId, onClose: (code, reason) => { this.#hangUp(code, reason); },
    });
    // A far end that left meanwhile still makes a call: its token is spent, and what became of it must be recorded.
    if (this.#how !== undefined) this.#line.die();
    const input = await this.#ports.openCall({ plan, line: this.#line });
    this.#ports.counters.callsOpened++;
    if (this.#how !== undefined) return this.#how === 'by-us' ? undefined : input.onClosed(this.#how);
    if (this.#state.name !== 'TAKING_PLAN') return;
    const { held } = this.#state;
    this.#state = moveSession(this.#state, { name: 'LIVE', input });
    this.#line.ready();
    for (const message of held.take()) this.#deliver(message);
    if (this.#isDrainOwed) this.onDrain();
  }

  async #takePlan(token: string): Promise<TakenPlan> {
    try {
      return await this.#ports.takePlan(token, this.#codec.transport);
    } catch (error) {
      this.#ports.logger.error('the call plan could not be taken', { err: error });
      return { plan: undefined, refusal: 'PLAN_UNAVAILABLE' };
    }
  }

  /** How the session closed, if it has. */
  get #how(): 'stopped' | 'lost' | 'by-us' | undefined {
    return this.#state.name === 'CLOSED' ? this.#state.how : undefined;
  }

  #hold(held: HeldMessages, message: WireMessage): void {
    if (message.type === 'stop') return this.#stop();
    const forgotten = held.push(message);
    if (forgotten === undefined) this.#refuseText();
    else if (forgotten > 0) this.#note('LOST_FRAMES', forgotten);
  }

  #deliver(message: WireMessage): void {
    switch (message.type) {
      case 'audio':
        this.#ports.counters.framesIn++;
        if (message.chunk !== undefined) return this.#reorder.push(message.chunk, message.samples);
        return this.#hear(message.samples);
      case 'mark': return this.#toCall((input) => { input.onMark(message.name); });
      // A client may claim anything; it cannot have played what it was never sent.
      case 'played': return this.#toCall((input) => { input.onPlayed(Math.min(message.samplesTotal, this.#line?.samplesSent ?? 0)); });
      case 'dtmf': return this.#toCall((input) => { input.onDtmf(message.digit); });
      case 'text': return this.#toCall((input) => { if (!input.onText(message.text)) this.#refuseText(); });
      case 'hold': return this.#toCall((input) => { input.onHold(message.isHeld); });
      case 'stop':
        this.#reorder.flush();
        return this.#stop();
      case 'start': case 'none': case 'fault': return undefined;
    }
  }

  #fault(fault: WireFault): void {
    this.#ports.counters.countFault(fault.code);
    if (this.#state.name === 'AWAITING_START') return this.refuse(faultRefusal(fault.code, fault.message));
    this.#faults++;
    if (fault.code === 'ODD_FRAME') this.#note('ODD_FRAME', 1);
    if (this.#faults === 1) this.#ports.logger.warn('unreadable message', { code: fault.code, callId: this.callId, transport: this.#codec.transport });
    if (this.#faults <= this.#ports.limits.faultAnswersMax) this.#sendError(fault.code, fault.message);
    if (this.#faults > this.#ports.limits.faultsMax) this.refuse(refusal('TOO_MANY_FAULTS'));
  }

  /** Nothing is wrong with it but that there is too much: it is no fault, and the call goes on. */
  #refuseText(): void {
    this.#ports.counters.countFault(TEXT_FLOOD.code);
    this.#sendError(TEXT_FLOOD.code, TEXT_FLOOD.message);
  }

  #sendError(code: RefusalCode, message: string): void {
    const words = this.#codec.encodeError(code, message);
    if (words !== undefined) this.#ports.counters.sends[this.#socket.send(words, false)]++;
  }

  #hear(samples: Int16Array): void {
    if (this.#state.name !== 'LIVE') return;
    try {
      this.#state.input.onAudio(samples);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The error boundary: a call that throws ends, alone. */
  #toCall(run: (input: CallInput) => void): void {
    if (this.#state.name !== 'LIVE') return;
    try {
      run(this.#state.input);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#ports.counters.callFaults++;
    this.#ports.logger.error('a call failed', { callId: this.callId, err: error });
    this.refuse(refusal('INTERNAL_ERROR'));
  }

  #note(problem: Problem, count: number): void {
    this.#problems.set(problem, (this.#problems.get(problem) ?? 0) + count);
  }

  #tellProblems(): void {
    if (this.#state.name !== 'LIVE' || this.#problems.size === 0) return;
    const problems = [...this.#problems];
    this.#problems.clear();
    for (const [problem, count] of problems) this.#toCall((input) => { input.onAudioProblem(problem, count); });
  }

  #stop(): void {
    this.#end('stopped');
    this.#socket.close(LINE_CLOSE_CODES.ended, 'stopped');
  }

  #hangUp(code: LineCloseCode, reason: string): void {
    this.#end('by-us');
    this.#socket.close(LINE_CLOSE_CODES[code], reason);
  }

  /** Ends this side; the call is told unless it hung up by itself. */
  #end(how: 'stopped' | 'lost' | 'by-us'): void {
    if (this.#state.name === 'CLOSED') return;
    this.#tellProblems();
    const state: SessionState = this.#state;
    // Telling problems may have ended it already.
    if (this.#how !== undefined) return;
    this.#state = moveSession(state, { name: 'CLOSED', how });
    this.#line?.die();
    try {
      if (state.name === 'LIVE' && how !== 'by-us') state.input.onClosed(how);
    } catch (error) {
      this.#ports.counters.callFaults++;
      this.#ports.logger.error('a call failed while it was told of its end', { callId: this.callId, err: error });
    } finally {
      this.#ports.onEnded(this);
    }
  }
}

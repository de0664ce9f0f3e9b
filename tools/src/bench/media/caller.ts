import { randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';

/** Frames of one utterance and of silence, already written as Twilio payloads, shared by all callers. */
export interface Frames { readonly speech: readonly string[]; readonly silence: string }

export interface CallerFigures {
  /** From the start of interrupting speech to the `clear`, in milliseconds. */
  readonly bargeInClearMs: number[];
  /** From the end of speech to the agent's first audio, in milliseconds. */
  readonly responseMs: number[];
  /** How long the loudspeaker ran dry in the middle of agent speech, in milliseconds, one figure per agent turn. */
  readonly underrunMs: number[];
  turns: number;
  dropped: number;
}

type Phase = { readonly name: 'greeting' | 'listening' } | { readonly name: 'speaking'; at: number; readonly isInterruption: boolean } | { readonly name: 'pausing'; untilMs: number };

const FRAME_MS = 20;

/** One caller: speaks, listens, now and then interrupts. Driven by the tick of the whole load; it has no timer of its own. */
export class Caller {
  readonly #socket: WebSocket;
  readonly #streamSid = `MZ${randomBytes(16).toString('hex')}`;
  #prefix = '';
  #sequence = 2;
  #phase: Phase = { name: 'greeting' };
  #playedUntilMs = 0;
  #marks: { name: string; atMs: number }[] = [];
  #speechEndedMs = 0;
  #speechStartedMs = 0;
  #interruptAtMs = Number.POSITIVE_INFINITY;
  #turnUnderrunMs = 0;
  isLive = false;

  constructor(url: string, token: string, readonly frames: Frames, readonly figures: CallerFigures, readonly interruptShare: number) {
    this.#socket = new WebSocket(url, { perMessageDeflate: false });
    this.#socket.on('open', () => {
      const streamSid = this.#streamSid;
      this.#socket.send('{"event":"connected","protocol":"Call","version":"1.0.0"}');
      this.#socket.send(JSON.stringify({ event: 'start', sequenceNumber: '1', streamSid, start: { accountSid: 'AC0', streamSid, callSid: `CA${streamSid.slice(2)}`, tracks: ['inbound'], mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 }, customParameters: { token } } }));
      this.#prefix = `{"event":"media","streamSid":"${streamSid}","sequenceNumber":"`;
      this.isLive = true;
    });
    this.#socket.on('message', (data: Buffer) => this.#receive(data.toString('latin1')));
    this.#socket.on('close', () => { if (this.isLive) { this.isLive = false; figures.dropped += 1; } });
    this.#socket.on('error', () => { /* 'close' follows and counts it */ });
  }

  /** Sends one frame and does what is due at `nowMs` (performance.now()). */
  tick(nowMs: number): void {
    if (!this.isLive) return;
    const chunk = this.#sequence - 1;
    this.#socket.send(`${this.#prefix}${this.#sequence++}","media":{"track":"inbound","chunk":"${chunk}","timestamp":"${chunk * FRAME_MS}","payload":"${this.#nextPayload(nowMs)}"}}`);
    while (this.#marks[0] && this.#marks[0].atMs <= nowMs) this.#echo(this.#marks.shift()!.name);
  }

  hangUp(): void {
    if (!this.isLive) return;
    this.isLive = false;
    this.#socket.send(`{"event":"stop","sequenceNumber":"${this.#sequence}","streamSid":"${this.#streamSid}","stop":{"accountSid":"AC0","callSid":"CA0"}}`);
    this.#socket.close(1000);
  }

  #nextPayload(nowMs: number): string {
    const phase = this.#phase;
    if (phase.name === 'speaking') {
      const payload = this.frames.speech[phase.at++];
      if (payload !== undefined) return payload;
      this.#speechEndedMs = nowMs;
      this.#phase = { name: 'listening' };
    } else if (phase.name === 'pausing') {
      if (nowMs >= phase.untilMs) this.#speak(nowMs, false);
    } else if (nowMs >= this.#interruptAtMs) {
      this.#interruptAtMs = Number.POSITIVE_INFINITY;
      this.#speak(nowMs, true);
    } else if (this.#playedUntilMs > 0 && nowMs > this.#playedUntilMs + 800) {
      this.figures.underrunMs.push(this.#turnUnderrunMs);
      this.#playedUntilMs = 0;
      this.#phase = { name: 'pausing', untilMs: nowMs + 500 + Math.random() * 1_500 };
    }
    return this.frames.silence;
  }

  #speak(nowMs: number, isInterruption: boolean): void {
    this.#speechStartedMs = nowMs;
    this.#speechEndedMs = 0;
    this.#phase = { name: 'speaking', at: 0, isInterruption };
    this.figures.turns += 1;
  }

  #receive(text: string): void {
    const nowMs = performance.now();
    if (text.startsWith('{"event":"media"')) { this.#audio(text, nowMs); return; }
    const message = JSON.parse(text) as { event: string; mark?: { name: string } };
    if (message.event === 'mark') {
      if (nowMs >= this.#playedUntilMs) this.#echo(message.mark!.name);
      else this.#marks.push({ name: message.mark!.name, atMs: this.#playedUntilMs });
    } else if (message.event === 'clear') {
      if (this.#phase.name === 'speaking' && this.#phase.isInterruption) this.figures.bargeInClearMs.push(nowMs - this.#speechStartedMs);
      this.#playedUntilMs = Math.min(this.#playedUntilMs, nowMs);
      for (const { name } of this.#marks.splice(0)) this.#echo(name);
    }
  }

  #audio(text: string, nowMs: number): void {
    const start = text.indexOf('"payload":"') + 11;
    const durationMs = ((text.indexOf('"', start) - start) * 3) / 4 / 8;
    const isFirst = this.#playedUntilMs === 0;
    if (isFirst) {
      this.#turnUnderrunMs = 0;
      if (this.#speechEndedMs > 0) this.figures.responseMs.push(nowMs - this.#speechEndedMs);
      this.#speechEndedMs = 0;
      if (this.#phase.name === 'listening' && Math.random() < this.interruptShare) this.#interruptAtMs = nowMs + 1_500;
    } else if (nowMs > this.#playedUntilMs && nowMs < this.#playedUntilMs + 700) {
      this.#turnUnderrunMs += nowMs - this.#playedUntilMs;
    }
    this.#playedUntilMs = Math.max(nowMs, this.#playedUntilMs) + durationMs;
  }

  #echo(name: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(`{"event":"mark","sequenceNumber":"${this.#sequence++}","streamSid":"${this.#streamSid}","mark":{"name":"${name}"}}`);
  }
}

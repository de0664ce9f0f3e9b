import { randomBytes } from 'node:crypto';
import { WireClient } from './wire-client.js';

/** Frames of one utterance and of silence, already written as Twilio payloads, shared by all callers. */
export interface Frames { readonly speech: readonly string[]; readonly silence: string }

export interface CallerFigures {
  /** From the first frame of interrupting speech to the `clear`, in milliseconds. */
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
const MEDIA_EVENT = Buffer.from('{"event":"media"');
const PAYLOAD = Buffer.from('"payload":"');

/** One caller: speaks, listens, now and then interrupts. Driven by the tick of the whole load; it has no timer of its own. */
export class Caller {
  readonly #client: WireClient;
  readonly #streamSid = `MZ${randomBytes(16).toString('hex')}`;
  readonly #prefix = `{"event":"media","streamSid":"${this.#streamSid}","sequenceNumber":"`;
  #sequence = 2;
  #chunk = 0;
  #phase: Phase = { name: 'greeting' };
  #playedUntilMs = 0;
  #marks: { name: string; atMs: number }[] = [];
  #speechEndedMs = 0;
  #speechStartedMs = 0;
  #interruptAtMs = Number.POSITIVE_INFINITY;
  #turnUnderrunMs = 0;
  isLive = false;

  constructor(url: string, token: string, readonly frames: Frames, readonly figures: CallerFigures, readonly interruptShare: number) {
    const streamSid = this.#streamSid;
    this.#client = new WireClient(url, {
      onOpen: () => {
        this.#client.send('{"event":"connected","protocol":"Call","version":"1.0.0"}');
        this.#client.send(JSON.stringify({ event: 'start', sequenceNumber: '1', streamSid, start: { accountSid: 'AC0', streamSid, callSid: `CA${streamSid.slice(2)}`, tracks: ['inbound'], mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 }, customParameters: { token } } }));
        this.isLive = true;
      },
      onText: (data, start, end) => { this.#receive(data, start, end, performance.now()); },
      onClose: () => { if (this.isLive) { this.isLive = false; figures.dropped += 1; } },
    });
  }

  /** Sends one frame and does what is due at `nowMs` (performance.now()). */
  tick(nowMs: number): void {
    if (!this.isLive) return;
    const chunk = ++this.#chunk;
    this.#client.send(`${this.#prefix}${this.#sequence++}","media":{"track":"inbound","chunk":"${chunk}","timestamp":"${chunk * FRAME_MS}","payload":"${this.#nextPayload(nowMs)}"}}`);
    while (this.#marks[0] && this.#marks[0].atMs <= nowMs) this.#echo(this.#marks.shift()!.name);
  }

  hangUp(): void {
    if (!this.isLive) return;
    this.isLive = false;
    this.#client.send(`{"event":"stop","sequenceNumber":"${this.#sequence}","streamSid":"${this.#streamSid}","stop":{"accountSid":"AC0","callSid":"CA0"}}`);
    this.#client.close();
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

  #receive(data: Buffer, start: number, end: number, nowMs: number): void {
    if (data.compare(MEDIA_EVENT, 0, MEDIA_EVENT.length, start, start + MEDIA_EVENT.length) === 0) {
      const payload = data.indexOf(PAYLOAD, start + MEDIA_EVENT.length) + PAYLOAD.length;
      this.#audio((((data.indexOf(0x22, payload) - payload) * 3) / 4 / 8), nowMs);
      return;
    }
    const message = JSON.parse(data.toString('latin1', start, end)) as { event: string; mark?: { name: string } };
    if (message.event === 'mark') {
      if (nowMs >= this.#playedUntilMs) this.#echo(message.mark!.name);
      else this.#marks.push({ name: message.mark!.name, atMs: this.#playedUntilMs });
    } else if (message.event === 'clear') {
      if (this.#phase.name === 'speaking' && this.#phase.isInterruption) this.figures.bargeInClearMs.push(nowMs - this.#speechStartedMs);
      this.#playedUntilMs = Math.min(this.#playedUntilMs, nowMs);
      for (const { name } of this.#marks.splice(0)) this.#echo(name);
    }
  }

  #audio(durationMs: number, nowMs: number): void {
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
    if (this.isLive) this.#client.send(`{"event":"mark","sequenceNumber":"${this.#sequence++}","streamSid":"${this.#streamSid}","mark":{"name":"${name}"}}`);
  }
}

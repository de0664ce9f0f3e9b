import { randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import { decodeMuLaw, encodeMuLaw } from './mu-law.js';
import { Speaker } from './speaker.js';

export type Transport = 'TWILIO' | 'BROWSER';

/** What differs between the two ways in: the words on the wire. */
interface Protocol {
  hello(token: string): (string | Buffer)[];
  audio(samples: Int16Array): string | Buffer;
  mark(name: string): string;
  /** Text for "so many samples have been played", where the protocol has it. */
  played(samplesTotal: number): string | undefined;
  /** A turn in writing, and the call put on hold or taken off it, where the protocol has them. */
  text(text: string): string | undefined;
  hold(isHeld: boolean): string | undefined;
  goodbye(): string;
  receive(data: Buffer, isBinary: boolean, handlers: { audio(samples: Int16Array): void; mark(name: string): void; clear(): void; notice(message: Record<string, unknown>): void }): void;
}

function twilio(): Protocol {
  const streamSid = `MZ${randomBytes(16).toString('hex')}`;
  const callSid = `CA${randomBytes(16).toString('hex')}`;
  const accountSid = `AC${'0'.repeat(32)}`;
  let sequence = 1;
  let chunk = 0;
  const next = () => String(sequence++);
  return {
    hello: (token) => [
      JSON.stringify({ event: 'connected', protocol: 'Call', version: '1.0.0' }),
      JSON.stringify({ event: 'start', sequenceNumber: next(), streamSid, start: { accountSid, streamSid, callSid, tracks: ['inbound'], mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 }, customParameters: { token } } }),
    ],
    audio(samples) {
      const bytes = Buffer.allocUnsafe(samples.length);
      for (let index = 0; index < samples.length; index++) bytes[index] = encodeMuLaw(samples[index]!);
      const timestamp = String(chunk * 20);
      chunk += 1;
      return JSON.stringify({ event: 'media', sequenceNumber: next(), streamSid, media: { track: 'inbound', chunk: String(chunk), timestamp, payload: bytes.toString('base64') } });
    },
    mark: (name) => JSON.stringify({ event: 'mark', sequenceNumber: next(), streamSid, mark: { name } }),
    played: () => undefined,
    text: () => undefined,
    hold: () => undefined,
    goodbye: () => JSON.stringify({ event: 'stop', sequenceNumber: next(), streamSid, stop: { accountSid, callSid } }),
    receive(data, isBinary, handlers) {
      if (isBinary) throw new Error('the server sent a binary message on a text-only protocol');
      const message = JSON.parse(data.toString('utf8')) as { event: string; media?: { payload: string }; mark?: { name: string } };
      if (message.event === 'media') handlers.audio(Int16Array.from(Buffer.from(message.media!.payload, 'base64'), decodeMuLaw));
      else if (message.event === 'mark') handlers.mark(message.mark!.name);
      else if (message.event === 'clear') handlers.clear();
      else throw new Error(`the server sent an unknown event: ${message.event}`);
    },
  };
}

function browser(): Protocol {
  return {
    hello: (token) => [JSON.stringify({ type: 'start', token })],
    audio: (samples) => Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength),
    mark: (name) => JSON.stringify({ type: 'mark', name }),
    played: (samplesTotal) => JSON.stringify({ type: 'played', samples: samplesTotal }),
    text: (text) => JSON.stringify({ type: 'text', text }),
    hold: (isHeld) => JSON.stringify({ type: 'hold', isHeld }),
    goodbye: () => JSON.stringify({ type: 'stop' }),
    receive(data, isBinary, handlers) {
      if (isBinary) { handlers.audio(new Int16Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength))); return; }
      const message = JSON.parse(data.toString('utf8')) as { type: string; name?: string };
      if (message.type === 'mark') handlers.mark(message.name!);
      else if (message.type === 'clear') handlers.clear();
      else handlers.notice(message);
    },
  };
}

/** Samples a second that a line of this transport carries. */
export const sampleRateOf = (transport: Transport): 8000 | 16000 => (transport === 'TWILIO' ? 8000 : 16000);

/** The media server could not be reached; the message is made for people. */
export class PhoneError extends Error {}

const FRAME_MS = 20;
const PLAYED_EVERY_FRAMES = 5;

export interface PhoneOptions {
  readonly transport: Transport;
  readonly url: string;
  readonly token: string;
  /** Without one, no audio is sent at all. Default true. */
  readonly hasMicrophone?: boolean;
  /** Messages of the browser protocol that are not audio: ready, state, transcript, ended, error. */
  readonly onNotice?: (message: Record<string, unknown>) => void;
}

/** A phone in real time: sends 20 ms frames by the wall clock, silence where nobody speaks, and plays the agent. */
export class Phone {
  readonly sampleRateHz: number;
  /** Resolves when the socket is closed, with its code and reason; rejects with {@link PhoneError} when it never opened. */
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #protocol: Protocol;
  readonly #hasMicrophone: boolean;
  readonly #socket: WebSocket;
  readonly #speaker: Speaker;
  #speech: { samples: Int16Array; at: number; done: () => void } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #startedAt = 0;
  #frames = 0;
  #agentSpokeAt: number | undefined;
  #agentBursts = 0;
  #quietFrames = Number.MAX_SAFE_INTEGER;

  constructor(options: PhoneOptions) {
    this.#protocol = options.transport === 'TWILIO' ? twilio() : browser();
    this.sampleRateHz = sampleRateOf(options.transport);
    this.#hasMicrophone = options.hasMicrophone !== false;
    this.#speaker = new Speaker((name) => this.#send(this.#protocol.mark(name)));
    this.#socket = new WebSocket(options.url, { handshakeTimeout: 10_000 });
    this.closed = new Promise((resolve, reject) => {
      this.#socket.on('error', (error) => { reject(new PhoneError(`${options.url} does not answer (${error.message || (error as NodeJS.ErrnoException).code})`)); });
      this.#socket.once('close', (code, reason) => { clearInterval(this.#timer); this.#speech?.done(); resolve({ code, reason: reason.toString('utf8') }); });
    });
    this.#socket.on('open', () => {
      for (const message of this.#protocol.hello(options.token)) this.#socket.send(message);
      this.#startedAt = performance.now();
      this.#timer = setInterval(() => this.#tick(), FRAME_MS);
    });
    this.#socket.on('message', (data, isBinary) => this.#protocol.receive(data as Buffer, isBinary, {
      audio: (samples) => this.#speaker.push(samples),
      mark: (name) => this.#speaker.mark(name),
      clear: () => this.#speaker.clear(),
      notice: (message) => options.onNotice?.(message),
    }));
  }

  /** Speaks; resolves when the last sample has been sent, or the line is gone. */
  say(samples: Int16Array): Promise<void> {
    if (!this.isOpen) return Promise.resolve();
    return new Promise((resolve) => { this.#speech = { samples, at: 0, done: resolve }; });
  }

  /** Writes instead of speaking. Throws where the protocol has no words for it. */
  write(text: string): void {
    this.#sendIfKnown(this.#protocol.text(text));
  }

  hold(isHeld: boolean): void {
    this.#sendIfKnown(this.#protocol.hold(isHeld));
  }

  hangUp(): void {
    clearInterval(this.#timer);
    this.#send(this.#protocol.goodbye());
    this.#socket.close(1000);
  }

  /** How often the agent has begun to speak after at least 600 ms of quiet. */
  get agentBursts(): number { return this.#agentBursts; }
  /** How long the agent has been quiet by now. */
  get agentQuietMs(): number { return this.#quietFrames * FRAME_MS; }
  /** Wall time (performance.now) at which the agent's current burst began. */
  get agentSpokeAt(): number | undefined { return this.#agentSpokeAt; }
  get isOpen(): boolean { return this.#socket.readyState <= WebSocket.OPEN; }

  /** The agent's side as heard at this phone. */
  heard(): Int16Array { return this.#speaker.heard(); }

  /** Sends and plays everything that is due by the wall clock, so that a late timer loses nothing. */
  #tick(): void {
    const due = Math.floor((performance.now() - this.#startedAt) / FRAME_MS);
    const size = (this.sampleRateHz * FRAME_MS) / 1000;
    for (; this.#frames < due; this.#frames++) {
      if (this.#hasMicrophone) this.#send(this.#protocol.audio(this.#nextFrame(size)));
      const isPlaying = this.#speaker.play(size);
      if (isPlaying && this.#quietFrames * FRAME_MS >= 600) { this.#agentBursts += 1; this.#agentSpokeAt = performance.now(); }
      this.#quietFrames = isPlaying ? 0 : this.#quietFrames + 1;
      const played = this.#frames % PLAYED_EVERY_FRAMES === 0 ? this.#protocol.played(this.#speaker.playedSamples) : undefined;
      if (played) this.#send(played);
    }
  }

  #nextFrame(size: number): Int16Array {
    const frame = new Int16Array(size);
    const speech = this.#speech;
    if (speech) {
      frame.set(speech.samples.subarray(speech.at, speech.at + size));
      speech.at += size;
      if (speech.at >= speech.samples.length) { this.#speech = undefined; speech.done(); }
    }
    return frame;
  }

  #sendIfKnown(message: string | undefined): void {
    if (message === undefined) throw new PhoneError('a telephone can neither write nor hold');
    this.#send(message);
  }

  #send(message: string | Buffer): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(message);
  }
}

// Clients and calls for tests of the server: real sockets, and an echo in the place of the conversation.
import type { CallPlan } from '@parley/media-contract';
import { WebSocket } from 'ws';
import { encodeMulaw } from '../audio/g711.js';
import type { CallInput, CallLine } from '../call/line.js';

export const STREAM_SID = 'MZ0123456789abcdef0123456789abcdef';

/** As much of a plan as a server looks at. */
export function planFor(callId: string, transport: CallPlan['transport']): CallPlan {
  return { callId, transport, organizationId: 'org_1' } as CallPlan;
}

/** A far end that writes down all it is sent. */
export class TestClient {
  readonly texts: Readonly<Record<string, unknown>>[] = [];
  readonly audio: Buffer[] = [];
  readonly socket: WebSocket;
  readonly opened: Promise<void>;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;

  constructor(port: number, path: '/v1/twilio' | '/v1/browser', options: { readonly autoPong?: boolean } = {}) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, options);
    this.opened = new Promise((resolve, reject) => { this.socket.once('open', () => { resolve(); }).once('error', reject); });
    this.socket.on('error', () => { /* `closed` tells */ });
    this.closed = new Promise((resolve) => { this.socket.once('close', (code, reason) => { resolve({ code, reason: reason.toString() }); }); });
    this.socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.audio.push(data);
      else this.texts.push(JSON.parse(data.toString()) as Record<string, unknown>);
    });
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' || message instanceof Uint8Array ? message : JSON.stringify(message));
  }
}

export const twilioStart = (token: string, changes: object = {}): object => ({
  event: 'start', sequenceNumber: '1', streamSid: STREAM_SID,
  start: {
    accountSid: 'AC0', streamSid: STREAM_SID, callSid: 'CA0', tracks: ['inbound'], mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
    customParameters: { token }, ...changes,
  },
});

export const twilioMedia = (chunk: number, level: number, changes: object = {}): object => ({
  event: 'media', sequenceNumber: String(chunk + 1),
  media: { track: 'inbound', chunk: String(chunk), timestamp: String(chunk * 20), payload: Buffer.from(encodeMulaw(new Int16Array(160).fill(level))).toString('base64') },
  streamSid: STREAM_SID, ...changes,
});

export const browserFrame = (level: number): Uint8Array => new Uint8Array(new Int16Array(320).fill(level).buffer);

/** Sends back what it hears; keeps a record of everything it is told. */
export class EchoCall implements CallInput {
  readonly told: unknown[] = [];
  readonly outcomes: string[] = [];
  readonly line: CallLine;

  constructor(line: CallLine) {
    this.line = line;
  }

  onAudio(samples: Int16Array): void {
    this.told.push(['audio', samples[0], samples.length]);
    this.outcomes.push(this.line.sendAudio(samples));
  }

  onMark(name: string): void { this.told.push(['mark', name]); }
  onPlayed(samplesTotal: number): void { this.told.push(['played', samplesTotal]); }
  onDtmf(digit: string): void { this.told.push(['dtmf', digit]); }
  onText(text: string): boolean { this.told.push(['text', text]); return text !== 'too much'; }
  onHold(isHeld: boolean): void { this.told.push(['hold', isHeld]); }
  onAudioProblem(problem: string, count: number): void { this.told.push([problem, count]); }
  onClosed(how: string): void { this.told.push(['closed', how]); }
  onDrain(): void { this.told.push(['drain']); }
}

// The vendor's live transcription, as strict as the vendor about what it is sent.
import { createEar } from '@parley/plugin-sdk/testing';
import type { WebSocket } from 'ws';
import { z } from 'zod';

const flag = z.enum(['true', 'false']).optional();
export const listenQuery = z.strictObject({
  model: z.string().regex(/^nova-[\w-]+$/), encoding: z.enum(['linear16', 'mulaw', 'alaw', 'opus']), sample_rate: z.coerce.number().int().min(8_000).max(48_000),
  channels: z.literal('1').optional(), interim_results: flag, smart_format: flag, punctuate: flag, vad_events: flag, language: z.string().regex(/^(multi|[a-z]{2}(-[A-Za-z0-9]+)*)$/).optional(),
  endpointing: z.union([z.literal('false'), z.coerce.number().int().min(10)]).optional(), keyterm: z.array(z.string().min(1)).max(100).optional(), keywords: z.array(z.string().min(1)).max(100).optional(),
  utterance_end_ms: z.coerce.number().int().min(1_000).optional(),
});
export type ListenQuery = z.output<typeof listenQuery>;
const control = z.strictObject({ type: z.enum(['KeepAlive', 'Finalize', 'CloseStream']) });

const INTERIM_MS = 200;
/** With less left to settle the vendor does not answer a request to do so. */
const NOTICEABLE_MS = 40;

export interface Connection {
  readonly query: ListenQuery;
  /** Messages other than audio, in order. */
  readonly controls: string[];
  readonly received: Buffer[];
}

export interface ListenPlan {
  /** Connections that are cut once so much audio has come, in milliseconds; one is taken off at each cut. */
  cutAtMs: number[];
}

/** Plays the vendor's part of one connection. */
export function listen(socket: WebSocket, connection: Connection, failure: string | undefined, plan: ListenPlan): void {
  const { query: { encoding, sample_rate: rateHz, endpointing = 10, interim_results: interim } } = connection;
  const ear = createEar(encoding, rateHz);
  const pauseMs = endpointing === 'false' ? Infinity : endpointing;
  const cutAtMs = plan.cutAtMs[0];
  let [settledMs, toldMs, toldWords] = [0, 0, 0];
  let isCut = false;
  const send = (message: object) => { if (failure !== 'mute') socket.send(JSON.stringify(message)); };
  function results(isFinal: boolean, isFlush: boolean, isPause: boolean): void {
    const words = ear.words.slice(toldWords);
    const transcript = words.map(({ word }) => word).join(' ');
    send({
      type: 'Results', channel_index: [0, 1], start: settledMs / 1_000, duration: (ear.heardMs - settledMs) / 1_000, is_final: isFinal, speech_final: isPause, from_finalize: isFlush,
      channel: { alternatives: [{ transcript, confidence: words.length > 0 ? 0.98 : 0, words: words.map(({ word, startMs, endMs }) => ({ word, start: startMs / 1_000, end: endMs / 1_000, confidence: 0.98, punctuated_word: word })) }] },
      metadata: { request_id: 'b3c1', model_info: { name: 'general-nova-3', version: '2025-04-17.21547', arch: 'nova-3' }, model_uuid: '40bd' },
    });
    toldMs = ear.heardMs;
    if (isFinal) { settledMs = ear.heardMs; toldWords = ear.words.length; }
  }
  function hear(bytes: Buffer): void {
    if (encoding === 'linear16' && bytes.length % 2 === 1) { socket.close(1008, 'DATA-0000'); return; }
    connection.received.push(bytes);
    // As it would hear it: in small portions, whatever the portions were that it was sent in.
    const portion = (rateHz / 50) * (encoding === 'mulaw' ? 1 : 2);
    for (let at = 0; at < bytes.length; at += portion) {
      ear.take(bytes.subarray(at, at + portion));
      if (cutAtMs !== undefined && ear.heardMs >= cutAtMs) { isCut = true; plan.cutAtMs.shift(); socket.terminate(); return; }
      const lastEndMs = ear.words.length > toldWords ? ear.words.at(-1)!.endMs : undefined;
      if (!ear.isSpeech && lastEndMs !== undefined && ear.heardMs - lastEndMs >= pauseMs) results(true, false, true);
      else if (interim === 'true' && ear.heardMs - toldMs >= INTERIM_MS) results(false, false, false);
    }
  }
  socket.on('message', (data, isBinary) => {
    if (isCut) return;
    if (failure === 'garbage') { socket.send('{"type":"Resul'); return; }
    if (failure === 'no-times') { socket.send('{"type":"Results","is_final":true}'); return; }
    if (failure === 'error-message') { send({ type: 'Error', description: 'An internal error.', message: 'Failed to recognize.', variant: 'INTERNAL' }); return; }
    if (failure === 'bad-audio') { socket.close(1008, 'DATA-0000'); return; }
    if (isBinary) { hear(data as Buffer); return; }
    const { data: message } = control.safeParse(JSON.parse(String(data as Buffer)));
    if (!message) { send({ type: 'Error', description: 'Unparsable client message', message: 'Unknown message.', variant: 'SCHEMA-0000' }); socket.close(1008, 'DATA-0000'); return; }
    connection.controls.push(message.type);
    if (message.type === 'KeepAlive') return;
    ear.endRun();
    if (ear.heardMs - settledMs >= NOTICEABLE_MS) results(true, message.type === 'Finalize', false);
    if (message.type === 'Finalize') return;
    send({ type: 'Metadata', transaction_key: 'deprecated', request_id: 'b3c1', sha256: 'e3b0', created: '2026-11-21T12:00:00.000Z', duration: ear.heardMs / 1_000, channels: 1 });
    socket.close(1000);
  });
}

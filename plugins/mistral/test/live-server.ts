// The vendor's live transcription, as strict as the vendor about what it is sent.
import { createEar } from '@parley/plugin-sdk/testing';
import type { WebSocket } from 'ws';
import { z } from 'zod';

const session = z.strictObject({
  audio_format: z.strictObject({ encoding: z.enum(['pcm_s16le', 'pcm_s32le', 'pcm_f16le', 'pcm_f32le', 'pcm_mulaw', 'pcm_alaw']), sample_rate: z.int().min(8_000).max(48_000) }),
  target_streaming_delay_ms: z.int().min(80).max(2_400).optional(),
});
const clientMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('session.update'), session }),
  z.strictObject({ type: z.literal('input_audio.append'), audio: z.base64().min(1) }),
  z.strictObject({ type: z.literal('input_audio.flush') }),
  z.strictObject({ type: z.literal('input_audio.end') }),
]);
type Session = z.output<typeof session>;

/** Decoded, in bytes. */
const APPEND_BYTES_MAX = 262_144;

export interface LiveConnection {
  session: Session;
  /** Messages other than audio and settings, in order. */
  readonly controls: string[];
  readonly received: Buffer[];
  isClosed: boolean;
  /** Ends it, as the vendor does where nobody speaks. */
  readonly end: () => void;
}

export interface LivePlan {
  /** Connections that are cut once so much audio has come, in milliseconds; one is taken off at each cut. */
  cutAtMs: number[];
}

/** Plays the vendor's part of one connection, which has one transcript. */
export function hearLive(socket: WebSocket, model: string, live: LiveConnection[], failure: string | undefined, plan: LivePlan): void {
  const connection: LiveConnection = { session: { audio_format: { encoding: 'pcm_s16le', sample_rate: 16_000 } }, controls: [], received: [], isClosed: false, end: () => { socket.close(1_000); } };
  const send = (message: object) => { if (failure !== 'mute' && socket.readyState === socket.OPEN) socket.send(JSON.stringify(message)); };
  const refuse = (code: number, words: string | object) => { send({ type: 'error', error: { message: words, code } }); socket.close(1_008); };
  const sessionOf = () => ({ request_id: 'ws_1', model, audio_format: connection.session.audio_format, target_streaming_delay_ms: connection.session.target_streaming_delay_ms ?? null });
  let ear: ReturnType<typeof createEar> | undefined;
  let [toldWords, heardMs] = [0, 0];
  let isOver = false;
  const [cutAtMs] = plan.cutAtMs;
  live.push(connection);
  socket.on('close', () => { connection.isClosed = true; });
  if (failure === 'closed-at-once') { socket.close(1_011); return; }

  function tell(): void {
    for (; toldWords < ear!.words.length; toldWords += 1) send({ type: 'transcription.text.delta', text: `${toldWords === 0 ? '' : ' '}${ear!.words[toldWords]!.word}` });
  }
  function append(audio: Buffer): void {
    const { encoding, sample_rate: rateHz } = connection.session.audio_format;
    if (audio.length > APPEND_BYTES_MAX) { refuse(400, 'Audio chunk is too large.'); return; }
    connection.received.push(audio);
    ear ??= createEar(encoding === 'pcm_mulaw' ? 'mulaw' : 'linear16', rateHz);
    ear.take(audio);
    heardMs += (audio.length * 1_000) / rateHz / (encoding === 'pcm_mulaw' ? 1 : 2);
    if (cutAtMs !== undefined && heardMs >= cutAtMs) { isOver = true; plan.cutAtMs.shift(); socket.terminate(); return; }
    tell();
  }
  function finish(): void {
    isOver = true;
    ear?.endRun();
    if (ear) tell();
    const text = (ear?.words ?? []).map(({ word }) => word).join(' ');
    // A longer stretch takes longer, so that a short one may be done before the one before it.
    setTimeout(() => {
      send({ type: 'transcription.done', model, text, segments: [], language: null, usage: { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13, prompt_audio_seconds: Math.ceil(heardMs / 1_000) } });
      socket.close(1_000);
    }, Math.min(20, heardMs / 60));
  }
  send({ type: 'session.created', session: sessionOf() });
  socket.on('message', (data) => {
    if (isOver) return;
    const { data: message, error } = clientMessage.safeParse(JSON.parse(String(data as Buffer)));
    if (!message) { refuse(422, { detail: error!.issues.map(({ path, message: msg }) => ({ loc: path, msg, type: 'value_error' })) }); return; }
    if (message.type === 'session.update') {
      if (ear) { refuse(400, 'The session cannot be updated once audio has come.'); return; }
      connection.session = message.session;
      send({ type: 'session.updated', session: sessionOf() });
    } else if (failure === 'garbage') socket.send('{"type":"transc');
    else if (failure === 'error-event') refuse(3_000, 'EngineDeadError');
    else if (failure === 'busy-event') refuse(429, { detail: 'Too many requests.' });
    else if (message.type === 'input_audio.append') append(Buffer.from(message.audio, 'base64'));
    else {
      connection.controls.push(message.type.slice('input_audio.'.length));
      if (message.type === 'input_audio.end') finish();
    }
  });
}

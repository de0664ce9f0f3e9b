// The vendor's live transcription, as strict as the vendor about what it is sent.
import { createEar } from '@parley/plugin-sdk/testing';
import type { WebSocket } from 'ws';
import { z } from 'zod';

export const scribeQuery = z.strictObject({
  model_id: z.literal('scribe_v2_realtime'), audio_format: z.enum(['pcm_8000', 'pcm_16000', 'pcm_22050', 'pcm_24000', 'pcm_44100', 'pcm_48000', 'ulaw_8000']), commit_strategy: z.enum(['manual', 'vad']).optional(),
  language_code: z.string().regex(/^[a-z]{2,3}$/).optional(), keyterms: z.array(z.string().min(1).max(20)).max(50).optional(),
});
export type ScribeQuery = z.output<typeof scribeQuery>;
const chunk = z.strictObject({ message_type: z.literal('input_audio_chunk'), audio_base_64: z.base64().or(z.literal('')), commit: z.boolean(), sample_rate: z.int() });

/** With less to settle the vendor does not take an end. */
const STRETCH_MS_MIN = 300;

export interface ScribeConnection {
  readonly query: ScribeQuery;
  /** How much audio each stretch had that was ended, in milliseconds. */
  readonly stretchesMs: number[];
  readonly received: Buffer[];
}

export interface ScribePlan {
  /** Connections that are cut once so much audio has come, in milliseconds; one is taken off at each cut. */
  cutAtMs: number[];
  /** Audio after which its time is over, in milliseconds; taken off when it is. */
  expireAtMs: number[];
}

/** Plays the vendor's part of one connection. */
export function scribe(socket: WebSocket, connection: ScribeConnection, failure: string | undefined, plan: ScribePlan): void {
  const { audio_format: format } = connection.query;
  const [isMulaw, rateHz] = [format === 'ulaw_8000', Number(format.split('_')[1])];
  const bytesPerMs = (rateHz * (isMulaw ? 1 : 2)) / 1_000;
  const earOf = () => createEar(isMulaw ? 'mulaw' : 'linear16', rateHz);
  const [cutAtMs, expireAtMs] = [plan.cutAtMs[0], plan.expireAtMs[0]];
  let ear = earOf();
  let [stretchMs, heardMs, toldWords] = [0, 0, 0];
  let isOver = false;
  const send = (message: object) => { if (failure !== 'mute' && socket.readyState === socket.OPEN) socket.send(JSON.stringify(message)); };
  const refuse = (type: string, error: string) => { isOver = true; send({ message_type: type, error }); socket.close(1_008); };
  const wordsOf = ({ words }: typeof ear) => words.map(({ word }) => word).join(' ');

  function end(): void {
    if (stretchMs < STRETCH_MS_MIN || failure === 'throttled') {
      send({ message_type: 'commit_throttled', error: `Commit request ignored: only ${stretchMs / 1_000}s of uncommitted audio. You need at least 0.3s of uncommitted audio before committing.` });
      return;
    }
    const ended = ear;
    connection.stretchesMs.push(Math.round(stretchMs));
    ended.endRun();
    ear = earOf();
    [stretchMs, toldWords] = [0, 0];
    setTimeout(() => { send({ message_type: 'committed_transcript', ...(failure === 'no-text' ? {} : { text: wordsOf(ended) }) }); }, 10);
  }
  function hear(audio: Buffer): void {
    connection.received.push(audio);
    ear.take(audio);
    stretchMs += audio.length / bytesPerMs;
    heardMs += audio.length / bytesPerMs;
    if (cutAtMs !== undefined && heardMs >= cutAtMs) { isOver = true; plan.cutAtMs.shift(); socket.terminate(); return; }
    if (expireAtMs !== undefined && heardMs >= expireAtMs) { plan.expireAtMs.shift(); refuse('session_time_limit_exceeded', 'The session has reached its time limit.'); return; }
    if (ear.words.length === toldWords) return;
    toldWords = ear.words.length;
    send({ message_type: 'partial_transcript', text: wordsOf(ear) });
  }
  const BROKEN: Readonly<Record<string, () => void>> = {
    garbage: () => { socket.send('{"message_ty'); },
    'error-message': () => { refuse('transcriber_error', 'The transcriber failed.'); },
    spent: () => { refuse('quota_exceeded', 'You have insufficient quota for this request.'); },
    busy: () => { refuse('rate_limited', 'Too many requests.'); },
  };
  send({ message_type: 'session_started', session_id: 's1', config: { ...connection.query, sample_rate: rateHz } });
  socket.on('message', (data) => {
    if (isOver) return;
    const { data: message, error } = chunk.safeParse(JSON.parse(String(data as Buffer)));
    if (!message) { refuse('input_error', z.prettifyError(error!)); return; }
    if (message.sample_rate !== rateHz) { refuse('input_error', 'The sample rate is not that of the audio format.'); return; }
    if (failure && failure in BROKEN) { BROKEN[failure]!(); return; }
    if (message.audio_base_64 !== '') hear(Buffer.from(message.audio_base_64, 'base64'));
    if (message.commit && !isOver) end();
  });
}

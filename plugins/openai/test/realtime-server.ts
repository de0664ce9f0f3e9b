// The vendor's live transcription, as strict as the vendor about what it is sent.
import { createEar } from '@parley/plugin-sdk/testing';
import type OpenAI from 'openai';
import type { WebSocket } from 'ws';
import { z } from 'zod';

const event = { event_id: z.string().optional() };
const format = z.discriminatedUnion('type', [z.strictObject({ type: z.literal('audio/pcm'), rate: z.literal(24_000) }), z.strictObject({ type: z.literal('audio/pcmu') })]);
const transcription = z.strictObject({
  model: z.enum(['gpt-live-transcribe', 'gpt-transcribe', 'gpt-4o-transcribe', 'gpt-realtime-whisper']), language: z.string().regex(/^[a-z]{2}$/).optional(),
  delay: z.enum(['minimal', 'low', 'medium', 'high', 'xhigh']).optional(), keywords: z.array(z.string().min(1)).optional(), prompt: z.string().min(1).optional(),
});
const clientEvent = z.discriminatedUnion('type', [
  z.strictObject({ ...event, type: z.literal('session.update'), session: z.strictObject({ type: z.literal('transcription'), audio: z.strictObject({ input: z.strictObject({
    format, transcription, turn_detection: z.null(), noise_reduction: z.strictObject({ type: z.enum(['near_field', 'far_field']) }).optional(),
  }) }) }) }),
  z.strictObject({ ...event, type: z.literal('input_audio_buffer.append'), audio: z.base64().min(1) }),
  z.strictObject({ ...event, type: z.literal('input_audio_buffer.commit') }),
  z.strictObject({ ...event, type: z.literal('input_audio_buffer.clear') }),
]);
type Input = Extract<z.output<typeof clientEvent>, { type: 'session.update' }>['session']['audio']['input'];

export interface RealtimeConnection {
  input: Input | undefined;
  /** Ends of stretches, in order. */
  readonly controls: string[];
  readonly received: Buffer[];
}

export interface RealtimePlan {
  /** Connections that are cut once so much audio has come, in milliseconds; one is taken off at each cut. */
  cutAtMs: number[];
  /** Audio after which an hour is over, in milliseconds; taken off when it is. */
  expireAtMs: number[];
}

const BROKEN: Readonly<Record<string, (socket: WebSocket) => void>> = {
  garbage: (socket) => { socket.send('{"type":"conver'); },
  'error-event': (socket) => { socket.send(JSON.stringify({ type: 'error', event_id: 'event_1', error: { type: 'server_error', code: null, message: 'The server had an error.', param: null, event_id: null } })); },
  'spent-event': (socket) => { socket.send(JSON.stringify({ type: 'error', event_id: 'event_1', error: { type: 'insufficient_quota', code: 'insufficient_quota', message: 'You exceeded your current quota.', param: null, event_id: null } })); socket.close(4_000); },
};

/** One stretch of audio as the vendor hears it. */
interface Item { readonly id: string; readonly ear: ReturnType<typeof createEar>; toldWords: number }

/** Plays the vendor's part of one connection. */
export function transcribe(socket: WebSocket, connection: RealtimeConnection, failure: string | undefined, plan: RealtimePlan): void {
  const [cutAtMs, expireAtMs] = [plan.cutAtMs[0], plan.expireAtMs[0]];
  let [count, heardMs] = [0, 0];
  let isOver = false;
  let previous: string | null = null;
  let item: Item | undefined;
  const eventId = () => `event_${(count += 1)}`;
  const send = (message: OpenAI.Realtime.RealtimeServerEvent) => { if (failure !== 'mute') socket.send(JSON.stringify(message)); };
  const refuse = (code: string, message: string) => { send({ type: 'error', event_id: eventId(), error: { type: 'invalid_request_error', code, message, param: null, event_id: null } }); };
  const isLive = () => /live|realtime/.test(connection.input!.transcription.model);
  const durationMs = ({ ear }: Item) => ear.heardMs;

  function tell(heard: Item): void {
    for (; heard.toldWords < heard.ear.words.length; heard.toldWords += 1) {
      send({ type: 'conversation.item.input_audio_transcription.delta', event_id: eventId(), item_id: heard.id, content_index: 0, delta: `${heard.toldWords === 0 ? '' : ' '}${heard.ear.words[heard.toldWords]!.word}` });
    }
  }
  function append(audio: Buffer): void {
    const isMulaw = connection.input!.format.type === 'audio/pcmu';
    if (!isMulaw && audio.length % 2 === 1) { refuse('invalid_value', 'Invalid \'audio\': samples are cut in two.'); return; }
    connection.received.push(audio);
    item ??= { id: `item_${(count += 1)}`, ear: createEar(isMulaw ? 'mulaw' : 'linear16', isMulaw ? 8_000 : 24_000), toldWords: 0 };
    item.ear.take(audio);
    heardMs += audio.length / (isMulaw ? 8 : 48);
    if (cutAtMs !== undefined && heardMs >= cutAtMs) { isOver = true; plan.cutAtMs.shift(); socket.terminate(); return; }
    if (expireAtMs !== undefined && heardMs >= expireAtMs) { isOver = true; plan.expireAtMs.shift(); refuse('session_expired', 'Your session hit the maximum duration of 60 minutes.'); socket.close(1_001); return; }
    if (isLive()) tell(item);
  }
  function complete(heard: Item): void {
    const transcript = heard.ear.words.map(({ word }) => word).join(' ');
    const seconds = durationMs(heard) / 1_000;
    tell(heard);
    if (failure === 'item-failed') { send({ type: 'conversation.item.input_audio_transcription.failed', event_id: eventId(), item_id: heard.id, content_index: 0, error: { type: 'rate_limit_error', code: 'rate_limit_exceeded', message: 'Rate limit reached.' } }); return; }
    const usage = isLive() ? { type: 'duration' as const, seconds } : { type: 'tokens' as const, input_tokens: 30, output_tokens: 7, total_tokens: 37, input_token_details: { audio_tokens: 28, text_tokens: 2 } };
    send({ type: 'conversation.item.input_audio_transcription.completed', event_id: eventId(), item_id: heard.id, content_index: 0, transcript, usage });
  }
  function end(type: 'commit' | 'clear'): void {
    connection.controls.push(type);
    const ended = item;
    item = undefined;
    if (type === 'clear') { send({ type: 'input_audio_buffer.cleared', event_id: eventId() }); return; }
    if (!ended || durationMs(ended) < 100) { refuse('input_audio_buffer_commit_empty', `Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but buffer only has ${ended ? durationMs(ended) : 0}ms of audio.`); return; }
    ended.ear.endRun();
    send({ type: 'input_audio_buffer.committed', event_id: eventId(), item_id: ended.id, previous_item_id: previous });
    previous = ended.id;
    // Those that are longer take longer, so that a short one may be done before the one before it.
    setTimeout(() => { if (socket.readyState === socket.OPEN) complete(ended); }, Math.min(20, durationMs(ended) / 60));
  }

  const session = (input: Input | undefined) => ({ type: 'transcription', object: 'realtime.transcription_session', id: 'sess_1', ...(input === undefined ? {} : { audio: { input } }) }) as unknown as OpenAI.Realtime.SessionUpdatedEvent['session'];
  send({ type: 'session.created', event_id: eventId(), session: session(undefined) });
  socket.on('message', (data) => {
    if (isOver) return;
    const { data: message, error } = clientEvent.safeParse(JSON.parse(String(data as Buffer)));
    if (!message) { refuse(error!.issues.some(({ path }) => path.includes('model')) ? 'invalid_model' : 'invalid_value', z.prettifyError(error!)); return; }
    if (message.type === 'session.update') {
      connection.input = message.session.audio.input;
      const { model, keywords, prompt } = connection.input.transcription;
      if ((keywords && !/^gpt-(live-)?transcribe/.test(model)) || (prompt && model.includes('realtime'))) { refuse('invalid_value', `The model ${model} takes no such hints.`); return; }
      send({ type: 'session.updated', event_id: eventId(), session: session(connection.input) });
    } else if (!connection.input) refuse('invalid_value', 'Input audio transcription is off.');
    else if (failure && failure in BROKEN) BROKEN[failure]!(socket);
    else if (message.type === 'input_audio_buffer.append') append(Buffer.from(message.audio, 'base64'));
    else end(message.type === 'input_audio_buffer.commit' ? 'commit' : 'clear');
  });
}

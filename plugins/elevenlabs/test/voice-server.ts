// The vendor's voices over a connection with several contexts, and the making of voices, as strict as the vendor about what it is sent.
import type { WebSocket } from 'ws';
import { z } from 'zod';

const share = z.number().min(0).max(1).optional();
export const voiceSettings = z.strictObject({ stability: share, similarity_boost: share, style: share, use_speaker_boost: z.boolean().optional(), speed: z.number().min(0.7).max(1.2).optional() });
export const multiQuery = z.strictObject({
  model_id: z.string().regex(/^eleven_(?!v3)/), output_format: z.enum(['pcm_8000', 'pcm_16000', 'pcm_22050', 'pcm_24000', 'pcm_44100', 'ulaw_8000', 'alaw_8000']), language_code: z.string().regex(/^[a-z]{2}$/).optional(),
  auto_mode: z.enum(['true', 'false']).optional(), sync_alignment: z.enum(['true', 'false']).optional(), inactivity_timeout: z.coerce.number().int().min(1).max(180).optional(), apply_text_normalization: z.enum(['auto', 'on', 'off']).optional(),
});
export type MultiQuery = z.output<typeof multiQuery>;
const clientMessage = z.union([
  z.strictObject({ context_id: z.string().min(1), close_context: z.literal(true) }),
  z.strictObject({ context_id: z.string().min(1), text: z.string(), voice_settings: voiceSettings.optional(), flush: z.boolean().optional() }),
]);

/** Contexts that the vendor takes at once. */
const CONTEXTS_MAX = 5;
/** Characters in one message of the vendor's. */
const PIECE = 9;

export interface MultiConnection {
  readonly query: MultiQuery;
  readonly voice: string;
  /** What was asked to be spoken, in order. */
  readonly texts: string[];
  readonly settings: unknown[];
  contextsAtOnce: number;
}

interface Speaker { readonly msPerCharacter: number; readonly soundOf: (fromMs: number, toMs: number, rateHz: number, isMulaw: boolean) => Buffer }
interface Context { isClosed: boolean; isSpeaking: boolean }

const pause = (delayMs: number) => new Promise((resolve) => { setTimeout(resolve, delayMs); });

/** Plays the vendor's part of one connection. */
export function speakContexts(socket: WebSocket, connection: MultiConnection, { msPerCharacter, soundOf }: Speaker, failure: string | undefined): void {
  const { query: { output_format: format, sync_alignment: hasAlignment } } = connection;
  const [isMulaw, rateHz] = [format.startsWith('ulaw'), Number(format.split('_')[1])];
  const contexts = new Map<string, Context>();
  const send = (message: object) => { if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message)); };
  const refuse = (error: string, message: string) => { send({ message, error, code: 1_008 }); socket.close(1_008, message.slice(0, 120)); };
  const end = (id: string, context: Context) => { if (context.isClosed && !context.isSpeaking) { contexts.delete(id); send({ isFinal: true, contextId: id }); } };

  async function speak(id: string, context: Context, text: string): Promise<void> {
    context.isSpeaking = true;
    if (failure === 'slow') await pause(60);
    const spoken = failure === 'empty' ? '' : text.trimEnd();
    for (let from = 0; from < spoken.length; from += PIECE) {
      if (from >= 2 * PIECE && failure === 'silence') return;
      if (from >= 2 * PIECE && failure === 'cut') { socket.terminate(); return; }
      if (from >= 2 * PIECE && failure === 'garbage') { socket.send('{"audio": "AAA'); return; }
      if (from >= 2 * PIECE && failure === 'error-item') { refuse('quota_exceeded', 'This request exceeds your quota.'); return; }
      const chars = spoken.slice(from, from + PIECE).split('');
      const alignment = hasAlignment === 'true' ? { chars, charStartTimesMs: chars.map((_char, index) => index * msPerCharacter), charDurationsMs: chars.map(() => msPerCharacter) } : null;
      send({ audio: soundOf(from * msPerCharacter, (from + chars.length) * msPerCharacter, rateHz, isMulaw).toString('base64'), alignment, normalizedAlignment: alignment, contextId: id });
      await pause(1);
    }
    context.isSpeaking = false;
    end(id, context);
  }
  socket.on('message', (data) => {
    const { data: message } = clientMessage.safeParse(JSON.parse(String(data as Buffer)));
    if (!message) { refuse('invalid_message', 'The message cannot be read.'); return; }
    const known = contexts.get(message.context_id);
    if ('close_context' in message) { if (known) { known.isClosed = true; end(message.context_id, known); } return; }
    if (!known) {
      if (message.text !== ' ') { refuse('invalid_message', 'The first message of a context has one blank.'); return; }
      if (contexts.size === CONTEXTS_MAX) { refuse('max_active_contexts_exceeded', 'Maximum simultaneous contexts exceeded (5).'); return; }
      contexts.set(message.context_id, { isClosed: false, isSpeaking: false });
      connection.contextsAtOnce = Math.max(connection.contextsAtOnce, contexts.size);
      connection.settings.push(message.voice_settings);
      return;
    }
    if (message.voice_settings || !message.text.endsWith(' ') || known.isClosed) { refuse('invalid_message', 'The text of a context ends with a blank, and its settings come first.'); return; }
    connection.texts.push(message.text);
    if (message.flush && failure !== 'timeout') void speak(message.context_id, known, message.text);
  });
}

export interface MadeVoice { readonly name: string; readonly description: string | null; readonly labels: string | null; readonly files: { readonly name: string; readonly type: string; readonly size: number }[] }

/** Reads a form of a voice to be made; undefined where the vendor would not take it. */
export async function readVoiceForm(contentType: string, body: Buffer): Promise<MadeVoice | undefined> {
  let form: FormData;
  try { form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData(); } catch { return undefined; }
  const [name, files] = [form.get('name'), form.getAll('files').filter((file) => typeof file !== 'string')];
  if (typeof name !== 'string' || name === '' || files.length === 0 || files.some(({ size, type }) => size === 0 || !type.startsWith('audio/'))) return undefined;
  const text = (key: string) => { const value = form.get(key); return typeof value === 'string' ? value : null; };
  return { name, description: text('description'), labels: text('labels'), files: files.map(({ name: fileName, type, size }) => ({ name: fileName, type, size })) };
}

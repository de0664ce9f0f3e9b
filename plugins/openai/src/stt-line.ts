import {
  failureOnTheWay, openLiveSocket, startDeadline, type AudioFormat, type Clock, type LiveSocket, type ProviderError, type ProviderUsage, type StretchLine, type StretchListener,
} from '@parley/plugin-sdk';
import type OpenAI from 'openai';
import { brokenOff, liveRefusal, refusedConnection, told } from './errors.js';

/** The vendor ends no stretch that is shorter. */
const STRETCH_MS_MIN = 100;

export interface LineParts {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly secret: string;
  readonly session: OpenAI.Realtime.SessionUpdateEvent;
  readonly format: AudioFormat;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly listener: StretchListener;
}

type Message = Record<string, unknown>;
const PREFIX = 'conversation.item.input_audio_transcription.';

/** As the vendor counts: the audio by its length, or tokens. */
function usageOf(usage: unknown): ProviderUsage {
  const { type, seconds, input_tokens: inputTokens, output_tokens: outputTokens } = Object(usage) as Message;
  if (type === 'duration' && typeof seconds === 'number') return { audioMs: Math.round(seconds * 1_000) };
  return typeof inputTokens === 'number' && typeof outputTokens === 'number' ? { inputTokens, outputTokens } : {};
}

/**
 * The vendor names a stretch when it hears its first words, or when it is told its end; both in the order of the
 * stretches, so that an unknown name is that of the oldest stretch whose end it has not acknowledged.
 */
class Names {
  readonly #numbers = new Map<string, number>();
  /** Ended, and not acknowledged. */
  readonly #ended: number[] = [];
  #open = 0;

  end(): void {
    this.#ended.push(this.#open);
    this.#open += 1;
  }

  /** The vendor acknowledges the oldest end, by the name of the stretch where it is committed. */
  acknowledge(id: string): void {
    const number = this.#ended.shift();
    if (number !== undefined) this.#numbers.set(id, number);
  }

  /** The vendor has forgotten the stretch that ended first; answers the names that it had. */
  clear(): string[] {
    const number = this.#ended.shift();
    const cleared = [...this.#numbers].filter(([, each]) => each === number).map(([id]) => id);
    for (const id of cleared) this.#numbers.delete(id);
    return cleared;
  }

  numberOf(id: string): number {
    const number = this.#numbers.get(id) ?? this.#ended[0] ?? this.#open;
    this.#numbers.set(id, number);
    return number;
  }

  forget(id: string): void {
    this.#numbers.delete(id);
  }
}

/** Plays our part of one connection: what the vendor tells of stretches. */
function createHearing(listener: StretchListener, fail: (error: ProviderError) => void, secret: string) {
  const names = new Names();
  const texts = new Map<string, string>();
  return {
    names,
    hear(message: Message): void {
      const { type, item_id: id } = message;
      if (type === 'input_audio_buffer.cleared') { for (const cleared of names.clear()) texts.delete(cleared); return; }
      if (typeof id !== 'string') return;
      if (type === 'input_audio_buffer.committed') names.acknowledge(id);
      else if (type === `${PREFIX}delta`) {
        const text = (texts.get(id) ?? '') + (typeof message['delta'] === 'string' ? message['delta'] : '');
        texts.set(id, text);
        listener.onText(names.numberOf(id), text);
      } else if (type === `${PREFIX}completed`) {
        const number = names.numberOf(id);
        names.forget(id);
        texts.delete(id);
        if (typeof message['transcript'] !== 'string') { fail(brokenOff('The vendor sent a transcript without a text.')); return; }
        listener.onSettled(number, { text: message['transcript'], usage: usageOf(message['usage']) });
      } else if (type === `${PREFIX}failed`) fail(liveRefusal(message['error'], secret));
    },
  };
}

/** Sends audio, and tells the vendor where stretches end. */
function createLine(socket: LiveSocket, { encoding, sampleRateHz }: AudioFormat, onEnded: () => void): StretchLine {
  const [bytesMin, silence] = [(STRETCH_MS_MIN * sampleRateHz * (encoding === 'mulaw' ? 1 : 2)) / 1_000, encoding === 'mulaw' ? 0xff : 0];
  let bytes = 0;
  const append = (audio: Buffer) => {
    bytes += audio.length;
    socket.send(JSON.stringify({ type: 'input_audio_buffer.append', audio: audio.toString('base64') } satisfies OpenAI.Realtime.InputAudioBufferAppendEvent));
  };
  const end = (event: OpenAI.Realtime.InputAudioBufferCommitEvent | OpenAI.Realtime.InputAudioBufferClearEvent) => {
    bytes = 0;
    socket.send(JSON.stringify(event));
    onEnded();
  };
  return {
    append,
    commit: () => {
      if (bytes < bytesMin) append(Buffer.alloc(bytesMin - bytes, silence));
      end({ type: 'input_audio_buffer.commit' });
    },
    clear: () => { end({ type: 'input_audio_buffer.clear' }); },
    close: () => { socket.close(); },
  };
}

/** A connection to the vendor that only listens; resolves when it does, as it was told to. */
export async function openLine({ url, headers, secret, session, format, clock, timeoutMs, signal, listener }: LineParts): Promise<StretchLine> {
  let begin: { readonly resolve: () => void; readonly reject: (error: ProviderError) => void } | undefined;
  const begun = new Promise<void>((resolve, reject) => { begin = { resolve, reject }; });
  const end = (error: ProviderError, isFinal: boolean) => {
    socket.close();
    if (begin) begin.reject(error); else listener.onEnd(error, isFinal);
  };
  const hearing = createHearing(listener, (error) => { end(error, true); }, secret);
  const socket = await openLiveSocket({
    url, headers, clock, timeoutMs, signal, asRefusal: (refused) => refusedConnection(refused, secret),
    onMessage: (message) => {
      if (!message) end(brokenOff('The vendor sent a message that cannot be read.'), true);
      else if (message['type'] === 'session.updated') { begin?.resolve(); begin = undefined; }
      else if (message['type'] !== 'error') hearing.hear(message);
      // A connection lives for an hour; the next one hears on.
      else if ((message['error'] as { code?: unknown } | undefined)?.code === 'session_expired') end(told('unreachable'), false);
      else end(liveRefusal(message['error'], secret), true);
    },
    onEnd: ({ error }) => { end(error, false); },
  });
  const deadline = startDeadline({ signal, clock, silenceMs: timeoutMs, asProviderError: failureOnTheWay });
  try {
    socket.send(JSON.stringify(session));
    await deadline.race(begun);
  } catch (error) { socket.close(); throw error; } finally { deadline.end(); }
  return createLine(socket, format, () => { hearing.names.end(); });
}

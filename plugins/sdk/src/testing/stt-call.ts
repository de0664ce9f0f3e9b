import type { SttEvent, SttOpenRequest, SttProvider, SttSession } from '../kinds/stt.js';
import { inFormat, piecesOf, type GoldenAudio } from './golden-audio.js';

/** A call that is listened to in a test. */
export interface SttCall {
  readonly session: SttSession;
  /** All that was told, in order. */
  readonly events: SttEvent[];
  /** Says it in pieces as a call has them, in the format that was asked for. */
  readonly say: (segmentId: number, audio: GoldenAudio) => void;
  /** The first event of a type, and of a segment where one is named, when it has come. */
  readonly heard: <Type extends SttEvent['type']>(type: Type, segmentId?: number) => Promise<Extract<SttEvent, { type: Type }>>;
}

/** Opens a session of a provider; in English at 16 kHz unless the request says otherwise. */
export async function openSttCall(provider: SttProvider, request: Partial<SttOpenRequest> = {}): Promise<SttCall> {
  const events: SttEvent[] = [];
  const format = request.format ?? { encoding: 'pcm16', sampleRateHz: 16_000 };
  let wake = (): void => {};
  const session = await provider.open({ callId: 'call', language: 'en-US', format, signal: new AbortController().signal, onEvent: (event) => { events.push(event); wake(); }, ...request });
  return {
    session, events,
    say: (segmentId, audio) => { for (const piece of piecesOf(inFormat(audio, format), format.sampleRateHz)) session.push(segmentId, piece); },
    async heard(type, segmentId) {
      for (;;) {
        const event = events.find((each) => each.type === type && (segmentId === undefined || (each.type !== 'error' && each.segmentId === segmentId)));
        if (event) return event as never;
        await new Promise<void>((resolve) => { wake = resolve; });
      }
    },
  };
}

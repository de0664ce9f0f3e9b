import { useClient } from '@urql/solid';
import { recordingUrlQuery } from '../call-documents.js';
import { silentSpans, type Peaks } from './peaks.js';
import { createPlayer, type Player } from './player.js';

/** A recording as the contract tells it; signed anew with every answer. */
export interface PlayedRecording { readonly url: string; readonly durationMs: number; readonly peaks: Peaks }

/** Plays the recording of a call from a moment on, for as long as the component lives. */
export function createPlayback(callId: string, { url, durationMs, peaks }: PlayedRecording, startMs = 0): Player {
  const client = useClient();
  const renewUrl = async () => (await client.query(recordingUrlQuery, { id: callId }, { requestPolicy: 'network-only' })).data?.call?.recording?.url;
  return createPlayer({ url, durationMs, silences: silentSpans(peaks, durationMs), renewUrl }, startMs);
}

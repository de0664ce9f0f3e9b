import { mkdir } from 'node:fs/promises';
import type { PluginLogger } from '@parley/plugin-host';
import type { CallRecorder, RecordingFile } from './recorder-port.js';
import { CallRecording } from './call-recording.js';
import { RecorderLoop } from './recorder-loop.js';
import { recordingPath, recordingsFolder } from './wav-files.js';

export interface RecorderFactoryOptions {
  /** Recordings are `<dataDir>/media/recordings/<callId>.wav`. */
  readonly dataDir: string;
  readonly logger: PluginLogger;
}

export interface RecorderFactory {
  (callId: string, sampleRateHz: number): CallRecorder;
}

/**
 * Recorders that share one writer: about every two seconds it writes what every call has gathered, one call after the other.
 * A disk that refuses ends the recordings it refuses, never a call.
 */
export function createRecorderFactory({ dataDir, logger }: RecorderFactoryOptions): RecorderFactory {
  const loop = new RecorderLoop(logger);
  let folderReady: Promise<unknown> | undefined;
  return (callId, sampleRateHz) => {
    folderReady ??= mkdir(recordingsFolder(dataDir), { recursive: true }).catch(() => { folderReady = undefined; });
    const path = recordingPath(dataDir, callId);
    const recording = new CallRecording({ callId, sampleRateHz, path, folderReady, logger, onSpill: () => loop.hurry() });
    loop.add(recording);
    let finished: Promise<RecordingFile | undefined> | undefined;
    return {
      caller: (samples, atMs) => recording.caller(samples, atMs),
      agent: (samples, atMs) => recording.agent(samples, atMs),
      cutAgent: (fromMs) => recording.cutAgent(fromMs),
      finish: (endMs) => (finished ??= loop.finish(recording, endMs, path, sampleRateHz)),
    };
  };
}

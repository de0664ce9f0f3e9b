import { SAMPLE_RATE_HZ } from './audio-limits.js';
import captureUrl from './capture-processor.ts?worker&url';
import playbackUrl from './playback-processor.ts?worker&url';
import type { PlaybackOrder, PlaybackReport } from './playback-processor.js';

/** Why there is no sound; the keys of `talk.faults`. */
export type DeviceFault = 'noMicrophone' | 'refused' | 'busy' | 'insecure' | 'unknown';

export class DeviceError extends Error {
  constructor(readonly fault: DeviceFault, cause?: unknown) { super(`no sound: ${fault}`, { cause }); }
}

const FAULTS: Record<string, DeviceFault> = { NotAllowedError: 'refused', SecurityError: 'refused', NotFoundError: 'noMicrophone', OverconstrainedError: 'noMicrophone', NotReadableError: 'busy' };

export interface AudioDevices {
  readonly play: (order: PlaybackOrder) => void;
  readonly close: () => void;
}

interface Listeners {
  /** 20 ms of the microphone, 16-bit, and how loud it is, 0 to 1. */
  readonly onFrame: (samples: ArrayBuffer, peak: number) => void;
  readonly onPlayed: (report: PlaybackReport) => void;
  /** The microphone was unplugged or taken away. */
  readonly onLost: () => void;
}

async function openMicrophone(): Promise<MediaStream> {
  if (!('mediaDevices' in navigator)) throw new DeviceError('insecure');
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 } });
  } catch (error) {
    throw new DeviceError(error instanceof DOMException ? FAULTS[error.name] ?? 'unknown' : 'unknown', error);
  }
}

/** The source of a microphone in a context; browsers that cannot change its rate get a context at its own. */
async function openSource(stream: MediaStream, context: AudioContext): Promise<{ source: MediaStreamAudioSourceNode; extra: AudioContext | undefined }> {
  try {
    return { source: context.createMediaStreamSource(stream), extra: undefined };
  } catch {
    const extra = new AudioContext();
    await extra.resume();
    return { source: extra.createMediaStreamSource(stream), extra };
  }
}

/** Opens microphone and loudspeaker. Call it from a click: browsers start sound for people only. Throws {@link DeviceError}. */
export async function openDevices({ onFrame, onPlayed, onLost }: Listeners): Promise<AudioDevices> {
  const context = new AudioContext({ sampleRate: SAMPLE_RATE_HZ, latencyHint: 'interactive' });
  let stream: MediaStream | undefined;
  let captureContext: AudioContext | undefined;
  const close = () => {
    for (const track of stream?.getTracks() ?? []) { track.onended = null; track.stop(); }
    for (const open of [context, captureContext]) if (open && open.state !== 'closed') void open.close();
  };
  try {
    [stream] = await Promise.all([openMicrophone(), context.resume(), context.audioWorklet.addModule(playbackUrl)]);
    const { source, extra } = await openSource(stream, context);
    captureContext = extra;
    const inputContext = extra ?? context;
    await inputContext.audioWorklet.addModule(captureUrl);
    const capture = new AudioWorkletNode(inputContext, 'parley-capture', { numberOfInputs: 1, numberOfOutputs: 0, channelCount: 1, channelCountMode: 'explicit' });
    capture.port.onmessage = ({ data }: MessageEvent<{ samples: ArrayBuffer; peak: number }>) => { onFrame(data.samples, data.peak); };
    source.connect(capture);
    const playback = new AudioWorkletNode(context, 'parley-playback', { numberOfInputs: 0, outputChannelCount: [1] });
    playback.port.onmessage = ({ data }: MessageEvent<PlaybackReport>) => { onPlayed(data); };
    playback.connect(context.destination);
    for (const track of stream.getTracks()) track.onended = onLost;
    return { play: (order) => { playback.port.postMessage(order, order.type === 'audio' ? [order.samples] : []); }, close };
  } catch (error) {
    close();
    throw error instanceof DeviceError ? error : new DeviceError('unknown', error);
  }
}

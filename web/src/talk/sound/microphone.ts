import { SAMPLE_RATE_HZ } from './audio-limits.js';
import captureUrl from './capture-processor.ts?worker&url';

/** Why there is no microphone; the keys of `talk.faults`. */
export type MicrophoneFault = 'noMicrophone' | 'refused' | 'busy' | 'insecure' | 'unknown';

export class MicrophoneError extends Error {
  constructor(readonly fault: MicrophoneFault, cause?: unknown) { super(`no microphone: ${fault}`, { cause }); }
}

const FAULTS: Record<string, MicrophoneFault> = { NotAllowedError: 'refused', SecurityError: 'refused', NotFoundError: 'noMicrophone', OverconstrainedError: 'noMicrophone', NotReadableError: 'busy', AbortError: 'busy' };

export interface MicrophoneListener {
  /** 20 ms of sound, 16-bit, and how loud it is, 0 to 1. */
  readonly onFrame: (samples: ArrayBuffer, peak: number) => void;
  /** It was unplugged, or taken away. */
  readonly onLost: () => void;
}

export interface Microphone {
  readonly deviceId: string;
  /** Its name as the system has it. */
  readonly label: string;
  /** Who hears it from now on; before, nobody does. */
  readonly listen: (listener: MicrophoneListener) => void;
  readonly close: () => void;
}

/** Whether somebody has allowed the microphone before, so that opening it asks nothing. */
export async function isMicrophoneAllowed(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: 'microphone' as PermissionName })).state === 'granted';
  } catch {
    return false;
  }
}

/** Fetches what a microphone needs, so that it is there when somebody presses. */
export function warmMicrophone(): void {
  void fetch(captureUrl, { priority: 'low' }).catch(() => undefined);
}

async function openStream(deviceId: string): Promise<MediaStream> {
  // Browsers hide the devices from pages without https.
  if (!('mediaDevices' in navigator)) throw new MicrophoneError('insecure');
  const wanted = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: deviceId === '' ? wanted : { ...wanted, deviceId: { exact: deviceId } } });
  } catch (error) {
    const isGone = error instanceof DOMException && error.name === 'OverconstrainedError';
    if (isGone && deviceId !== '') return openStream('');
    throw new MicrophoneError(error instanceof DOMException ? FAULTS[error.name] ?? 'unknown' : 'unknown', error);
  }
}

/** The source of a microphone in a context at the protocol's rate; browsers that cannot change its rate get one at its own. */
async function openSource(stream: MediaStream): Promise<MediaStreamAudioSourceNode> {
  const wanted = new AudioContext({ sampleRate: SAMPLE_RATE_HZ, latencyHint: 'interactive' });
  try {
    return wanted.createMediaStreamSource(stream);
  } catch {
    void wanted.close();
    return new AudioContext({ latencyHint: 'interactive' }).createMediaStreamSource(stream);
  }
}

/** Opens a microphone; the empty id, and one that is gone, mean the system's own choice. Throws {@link MicrophoneError}. */
export async function openMicrophone(deviceId: string): Promise<Microphone> {
  const stream = await openStream(deviceId);
  const [track] = stream.getAudioTracks();
  let context: AudioContext | undefined;
  let listener: MicrophoneListener | undefined;
  const close = () => {
    if (track) { track.onended = null; track.stop(); }
    if (context && context.state !== 'closed') void context.close();
  };
  try {
    const source = await openSource(stream);
    context = source.context as AudioContext;
    await context.audioWorklet.addModule(captureUrl);
    const capture = new AudioWorkletNode(context, 'parley-capture', { numberOfInputs: 1, numberOfOutputs: 0, channelCount: 1, channelCountMode: 'explicit' });
    capture.port.onmessage = ({ data }: MessageEvent<{ samples: ArrayBuffer; peak: number }>) => { listener?.onFrame(data.samples, data.peak); };
    source.connect(capture);
    // Started by a press; where it was not, a page that hears may sound as well.
    void context.resume();
    if (track) track.onended = () => { listener?.onLost(); };
    return { deviceId: track?.getSettings().deviceId ?? deviceId, label: track?.label ?? '', listen: (next) => { listener = next; }, close };
  } catch (error) {
    close();
    throw new MicrophoneError('unknown', error);
  }
}

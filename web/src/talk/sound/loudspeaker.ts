import { SAMPLE_RATE_HZ } from './audio-limits.js';
import playbackUrl from './playback-processor.ts?worker&url';
import { Playback, type PlaybackOrder, type PlaybackReport } from './playback.js';

/** Where the agent's voice goes. */
export interface Loudspeaker {
  /** `blocked`: the browser waits for a press before it lets a page sound. `none`: this page cannot sound at all. */
  readonly state: () => 'sounding' | 'blocked' | 'none';
  readonly play: (order: PlaybackOrder) => void;
  /** Silent, but playing: the conversation goes on. */
  readonly setMuted: (isMuted: boolean) => void;
  /** Chooses the device; the empty id is the system's own choice. Rejects when it is gone. */
  readonly setDevice: (deviceId: string) => Promise<void>;
  /** Another try after a press. */
  readonly unblock: () => void;
  readonly close: () => void;
}

interface Listeners {
  readonly onReport: (report: PlaybackReport) => void;
  readonly onState: () => void;
}

/** Not in TypeScript's DOM library: Chromium has it. */
type SinkContext = AudioContext & { readonly setSinkId?: (id: string) => Promise<void> };

export const canChooseLoudspeaker = (): boolean => typeof AudioContext !== 'undefined' && 'setSinkId' in AudioContext.prototype;

/** A browser that may sound does so within this time; one that may not keeps its promise open for good. */
const RESUME_MS_MAX = 300;
const SILENT_STEP_MS = 100;

/** Fetches what a call needs, so that it is there when somebody presses. */
export function warmLoudspeaker(): void {
  void fetch(playbackUrl, { priority: 'low' }).catch(() => undefined);
}

/** Where no sound is possible (a page without https has no audio worklets) the voice is played to nobody, at its own pace. */
function openSilence({ onReport }: Listeners): Loudspeaker {
  const playback = new Playback(onReport);
  let playedMs = performance.now();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    playback.pull(new Float32Array(Math.round(((nowMs - playedMs) * SAMPLE_RATE_HZ) / 1_000)));
    playedMs = nowMs;
  }, SILENT_STEP_MS);
  return { state: () => 'none', play: (order) => { playback.take(order); }, setMuted: () => undefined, setDevice: () => Promise.resolve(), unblock: () => undefined, close: () => { clearInterval(timer); } };
}

/** Opens the loudspeaker. Call it from a click: browsers start sound for people only. It never fails: at worst it is silent. */
export async function openLoudspeaker(listeners: Listeners, deviceId: string): Promise<Loudspeaker> {
  let context: SinkContext | undefined;
  try {
    const opened: SinkContext = context = new AudioContext({ sampleRate: SAMPLE_RATE_HZ, latencyHint: 'interactive' });
    // A remembered device that is gone is no reason to be silent.
    if (deviceId !== '') await opened.setSinkId?.(deviceId).catch(() => undefined);
    await Promise.all([opened.audioWorklet.addModule(playbackUrl), Promise.race([opened.resume(), new Promise((resolve) => { setTimeout(resolve, RESUME_MS_MAX); })])]);
    const node = new AudioWorkletNode(opened, 'parley-playback', { numberOfInputs: 0, outputChannelCount: [1] });
    const volume = new GainNode(opened);
    node.connect(volume).connect(opened.destination);
    node.port.onmessage = ({ data }: MessageEvent<PlaybackReport>) => { listeners.onReport(data); };
    opened.onstatechange = listeners.onState;
    return {
      state: () => (opened.state === 'running' ? 'sounding' : 'blocked'),
      play: (order) => { node.port.postMessage(order, order.type === 'audio' ? [order.samples] : []); },
      setMuted: (isMuted) => { volume.gain.value = isMuted ? 0 : 1; },
      setDevice: (id) => opened.setSinkId?.(id) ?? Promise.resolve(),
      unblock: () => { void opened.resume(); },
      close: () => { opened.onstatechange = null; void opened.close(); },
    };
  } catch {
    if (context && context.state !== 'closed') void context.close();
    return openSilence(listeners);
  }
}

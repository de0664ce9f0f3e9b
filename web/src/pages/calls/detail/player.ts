import { createSignal, onCleanup } from 'solid-js';
import { createChannelMixer, type Channel } from './channels.js';
import type { Span } from './peaks.js';

export const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2] as const;

export interface PlayerSource {
  readonly url: string;
  readonly durationMs: number;
  /** What is left out while silence is skipped. */
  readonly silences: readonly Span[];
  /** Asks for an address that works again; addresses of recordings run out. */
  readonly renewUrl: () => Promise<string | undefined>;
}

/** The address is signed for this server, whatever name it is reached by. */
function localAddress(url: string): string {
  const { pathname, search } = new URL(url, location.href);
  return pathname + search;
}

/** The recording as it plays: one audio element, and where it is. */
export function createPlayer(source: PlayerSource, startMs: number) {
  const audio = new Audio();
  audio.preload = 'metadata';
  const mixer = createChannelMixer(audio);
  const [fileUrl, setFileUrl] = createSignal(localAddress(source.url));
  const [positionMs, setPosition] = createSignal(startMs);
  const [isPlaying, setPlaying] = createSignal(false);
  const [hasFailed, setFailed] = createSignal(false);
  const [speed, setSpeedSignal] = createSignal<number>(1);
  const [channel, setChannelSignal] = createSignal<Channel>('both');
  const [isSkippingSilence, setSkippingSilence] = createSignal(false);
  let frame = 0;
  let hasRenewed = false;

  const seek = (toMs: number) => {
    const limited = Math.max(0, Math.min(source.durationMs, toMs));
    audio.currentTime = limited / 1_000;
    setPosition(limited);
  };
  /** Where it is; past a silence, if that is wanted. */
  const look = () => {
    const atMs = audio.currentTime * 1_000;
    const silence = isSkippingSilence() && !audio.paused ? source.silences.find(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs - 20) : undefined;
    if (silence) seek(silence.toMs); else setPosition(atMs);
  };
  const follow = () => {
    look();
    if (!audio.paused) frame = requestAnimationFrame(follow);
  };
  const play = () => { audio.play().catch((error: unknown) => { if ((error as Error).name !== 'AbortError') setFailed(true); }); };
  const load = (startAtMs: number) => {
    audio.src = fileUrl();
    audio.playbackRate = speed();
    audio.addEventListener('loadedmetadata', () => { hasRenewed = false; if (startAtMs > 0) seek(startAtMs); }, { once: true });
  };
  /** An address that ran out is replaced once; what still fails then is told. */
  const renew = async () => {
    if (hasRenewed) { setFailed(true); return; }
    hasRenewed = true;
    const wasPlaying = isPlaying();
    const url = await source.renewUrl().catch(() => undefined);
    if (url === undefined) { setFailed(true); return; }
    setFileUrl(localAddress(url));
    load(positionMs());
    if (wasPlaying) play();
  };

  audio.addEventListener('play', () => { setPlaying(true); cancelAnimationFrame(frame); follow(); });
  audio.addEventListener('pause', () => { setPlaying(false); });
  audio.addEventListener('seeked', look);
  // Frames stand still in a page that nobody sees; its sound goes on.
  audio.addEventListener('timeupdate', look);
  audio.addEventListener('error', () => { void renew(); });
  onCleanup(() => { cancelAnimationFrame(frame); audio.pause(); audio.removeAttribute('src'); audio.load(); mixer.close(); });
  load(startMs);

  const setSpeed = (value: number) => { audio.playbackRate = value; setSpeedSignal(value); };
  return {
    positionMs, isPlaying, hasFailed, speed, channel, isSkippingSilence, setSkippingSilence, fileUrl, seek, setSpeed,
    durationMs: source.durationMs,
    silences: source.silences,
    /** Goes to a place and plays from there. */
    playFrom: (fromMs: number) => { seek(fromMs); play(); },
    toggle: () => { if (audio.paused) play(); else audio.pause(); },
    /** The next faster or slower speed; the fastest and the slowest stay. */
    stepSpeed: (step: 1 | -1) => {
      const at = SPEEDS.findIndex((value) => value === speed());
      setSpeed(SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, at + step))]!);
    },
    listenTo: (value: Channel) => { mixer.listenTo(value); setChannelSignal(value); },
  };
}

export type Player = ReturnType<typeof createPlayer>;

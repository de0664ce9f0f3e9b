import { createSignal, onCleanup } from 'solid-js';

export const SPEEDS = [0.75, 1, 1.25, 1.5, 2] as const;

/** The recording as it plays: one audio element, and where it is. */
export function createPlayer(source: { readonly url: string; readonly durationMs: number }, startMs: number) {
  const audio = new Audio();
  audio.preload = 'metadata';
  // The address is signed for this server, whatever name it is reached by.
  const { pathname, search } = new URL(source.url, location.href);
  audio.src = pathname + search;
  const [positionMs, setPosition] = createSignal(startMs);
  const [isPlaying, setPlaying] = createSignal(false);
  const [hasFailed, setFailed] = createSignal(false);
  const [speed, setSpeedSignal] = createSignal<number>(1);
  let frame = 0;

  const follow = () => {
    setPosition(audio.currentTime * 1_000);
    if (!audio.paused) frame = requestAnimationFrame(follow);
  };
  const seek = (toMs: number) => {
    const limited = Math.max(0, Math.min(source.durationMs, toMs));
    audio.currentTime = limited / 1_000;
    setPosition(limited);
  };
  audio.addEventListener('loadedmetadata', () => { if (startMs > 0) seek(startMs); }, { once: true });
  audio.addEventListener('play', () => { setPlaying(true); cancelAnimationFrame(frame); follow(); });
  audio.addEventListener('pause', () => { setPlaying(false); });
  audio.addEventListener('seeked', () => { setPosition(audio.currentTime * 1_000); });
  audio.addEventListener('error', () => { setFailed(true); });
  onCleanup(() => { cancelAnimationFrame(frame); audio.pause(); audio.removeAttribute('src'); audio.load(); });

  const play = () => { audio.play().catch((error: unknown) => { if ((error as Error).name !== 'AbortError') setFailed(true); }); };
  return {
    positionMs, isPlaying, hasFailed, speed, seek,
    durationMs: source.durationMs,
    fileUrl: pathname + search,
    /** Goes to a place and plays from there. */
    playFrom: (fromMs: number) => { seek(fromMs); play(); },
    toggle: () => { if (audio.paused) play(); else audio.pause(); },
    setSpeed: (value: number) => { audio.playbackRate = value; setSpeedSignal(value); },
  };
}

export type Player = ReturnType<typeof createPlayer>;

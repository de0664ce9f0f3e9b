import { FRAME_SAMPLES } from './sound/audio-limits.js';
import { openLoudspeaker, type Loudspeaker } from './sound/loudspeaker.js';
import { MicrophoneError, openMicrophone, type Microphone, type MicrophoneFault } from './sound/microphone.js';
import type { PlaybackOrder, PlaybackReport } from './sound/playback.js';

export interface CallSoundListeners {
  /** 20 ms for the server. */
  readonly onFrame: (samples: ArrayBuffer) => void;
  /** How loud the caller is, 0 to 1; 0 while nobody is heard. */
  readonly onLevel: (level: number) => void;
  readonly onReport: (report: PlaybackReport) => void;
  /** Whether the voice of the agent can be heard. */
  readonly onVoice: (state: 'sounding' | 'blocked' | 'none') => void;
  /** The call hears through another microphone, because the one it had is gone. */
  readonly onFallback: (label: string) => void;
  /** The call has no microphone any more; undefined when it has one again. */
  readonly onDeaf: (fault: MicrophoneFault | undefined) => void;
  /** Nothing at all comes from the microphone, not even noise. */
  readonly onSilent: (isSilent: boolean) => void;
}

/** Digital silence for so long is a microphone that is switched off somewhere. */
const SILENT_FRAMES = 400;
const SILENCE = new ArrayBuffer(FRAME_SAMPLES * 2);
/** The meter falls more slowly than it rises, as eyes expect. */
const LEVEL_FALL = 0.85;

/** The ears of one call. The microphone may change, or be lost, without the call ending. */
function createHearing(on: CallSoundListeners) {
  let microphone: Microphone | undefined;
  let isClosed = false;
  let isOpen = true;
  let isHeld = false;
  let level = 0;
  let zeroFrames = 0;

  const watchSilence = (peak: number) => {
    const before = zeroFrames;
    zeroFrames = peak === 0 ? zeroFrames + 1 : 0;
    if (zeroFrames === SILENT_FRAMES) on.onSilent(true); else if (before >= SILENT_FRAMES && zeroFrames === 0) on.onSilent(false);
  };
  const listener = {
    onFrame: (samples: ArrayBuffer, peak: number) => {
      if (isClosed) return;
      watchSilence(peak);
      level = isOpen && !isHeld ? Math.max(peak, level * LEVEL_FALL) : 0;
      on.onLevel(level);
      // A microphone that is shut sends silence: by it the server hears that a turn is over. On hold it sends nothing.
      if (!isHeld) on.onFrame(isOpen ? samples : SILENCE.slice(0));
    },
    onLost: () => { void fallBack(); },
  };
  const take = (opened: Microphone) => {
    if (isClosed) { opened.close(); return; }
    microphone?.close();
    microphone = opened;
    zeroFrames = 0;
    on.onSilent(false);
    opened.listen(listener);
    on.onDeaf(undefined);
  };
  const fallBack = async () => {
    microphone?.close();
    microphone = undefined;
    try {
      const opened = await openMicrophone('');
      take(opened);
      if (!isClosed) on.onFallback(opened.label);
    } catch (error) {
      on.onLevel(0);
      if (!isClosed) on.onDeaf(error instanceof MicrophoneError ? error.fault : 'unknown');
    }
  };
  return {
    take,
    open: async (deviceId: string) => { take(await openMicrophone(deviceId)); },
    setOpen: (isNow: boolean) => { isOpen = isNow; },
    setHeld: (isNow: boolean) => { isHeld = isNow; },
    close: () => { isClosed = true; microphone?.close(); on.onLevel(0); },
  };
}

/** The ears and the mouth of one call in this browser. */
export function createCallSound(on: CallSoundListeners) {
  const hearing = createHearing(on);
  let loudspeaker: Loudspeaker | undefined;
  let isClosed = false;
  return {
    /** Opens the loudspeaker; never fails. */
    openVoice: async (deviceId: string, isMuted: boolean) => {
      const opened = await openLoudspeaker({ onReport: (report) => { if (!isClosed) on.onReport(report); }, onState: () => { if (loudspeaker) on.onVoice(loudspeaker.state()); } }, deviceId);
      if (isClosed) { opened.close(); return; }
      loudspeaker = opened;
      opened.setMuted(isMuted);
      on.onVoice(opened.state());
    },
    /** Opens a microphone, or changes to it; where that fails, the one before stays. Throws {@link MicrophoneError}. */
    openMicrophone: hearing.open,
    /** Takes one that is open already. */
    takeMicrophone: hearing.take,
    play: (order: PlaybackOrder) => { loudspeaker?.play(order); },
    /** Whether the caller is heard. */
    setOpen: hearing.setOpen,
    setHeld: (isHeld: boolean) => { hearing.setHeld(isHeld); loudspeaker?.play({ type: 'hold', isHeld }); },
    setVoiceMuted: (isMuted: boolean) => { loudspeaker?.setMuted(isMuted); },
    setLoudspeaker: async (deviceId: string) => { await loudspeaker?.setDevice(deviceId); },
    unblock: () => { loudspeaker?.unblock(); },
    close: () => {
      isClosed = true;
      hearing.close();
      loudspeaker?.close();
    },
  };
}

export type CallSound = ReturnType<typeof createCallSound>;

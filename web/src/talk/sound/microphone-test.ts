import { createSignal, onCleanup } from 'solid-js';
import { openMicrophone, MicrophoneError, type Microphone, type MicrophoneFault } from './microphone.js';

const LEVEL_FALL = 0.85;

/** Hears a microphone before there is a call, so that somebody sees that it works. */
export function createMicrophoneTest() {
  const [state, setState] = createSignal<'off' | 'opening' | 'on'>('off');
  const [level, setLevel] = createSignal(0);
  const [label, setLabel] = createSignal('');
  const [fault, setFault] = createSignal<MicrophoneFault>();
  let microphone: Microphone | undefined;
  /** Grows with each opening; one that was called off is closed when it arrives. */
  let openings = 0;

  const letGo = () => {
    openings += 1;
    const taken = microphone;
    microphone = undefined;
    setLevel(0);
    setState('off');
    return taken;
  };
  const stop = () => { letGo()?.close(); };
  const start = async (deviceId: string) => {
    stop();
    const own = openings;
    setFault(undefined);
    setState('opening');
    try {
      const opened = await openMicrophone(deviceId);
      if (own !== openings) { opened.close(); return; }
      microphone = opened;
      opened.listen({ onFrame: (_samples, peak) => { setLevel((before) => Math.max(peak, before * LEVEL_FALL)); }, onLost: () => { stop(); setFault('noMicrophone'); } });
      setLabel(opened.label);
      setState('on');
    } catch (error) {
      if (own !== openings) return;
      setState('off');
      setFault(error instanceof MicrophoneError ? error.fault : 'unknown');
    }
  };
  onCleanup(stop);
  return {
    state, level, label, fault, start, stop,
    /** Hands the open microphone to a call; undefined where none is open. */
    takeOver: letGo,
  };
}

export type MicrophoneTest = ReturnType<typeof createMicrophoneTest>;

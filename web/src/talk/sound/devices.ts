import { createSignal, onCleanup } from 'solid-js';
import { devicesOf, findChosen, parseChoice, type Device, type DeviceChoice } from './device-choice.js';

const KEYS = { audioinput: 'parley.microphone', audiooutput: 'parley.loudspeaker' } as const;
type Kind = keyof typeof KEYS;

function keptChoice(kind: Kind): DeviceChoice {
  try { return parseChoice(localStorage.getItem(KEYS[kind])); } catch { return parseChoice(null); }
}

/** The devices of one kind: which there are, and which is chosen in this browser. */
function createKind(kind: Kind, all: () => readonly MediaDeviceInfo[]) {
  const [choice, setChoice] = createSignal(keptChoice(kind));
  const list = (): Device[] => devicesOf(all(), kind);
  return {
    list,
    /** As remembered; the device may be away at the moment. */
    choice,
    /** The chosen device as far as it is there. */
    chosen: () => findChosen(list(), choice()),
    choose: (id: string) => {
      const next = { id, label: list().find((device) => device.id === id)?.label ?? '' };
      setChoice(next);
      try { localStorage.setItem(KEYS[kind], JSON.stringify(next)); } catch { /* It then holds for this visit. */ }
    },
  };
}

/** Microphones and loudspeakers, followed while devices come and go. */
export function createDevices() {
  const [all, setAll] = createSignal<readonly MediaDeviceInfo[]>([]);
  const media = 'mediaDevices' in navigator ? navigator.mediaDevices : undefined;
  const refresh = async () => { setAll(await media?.enumerateDevices().catch(() => []) ?? []); };
  const onChange = () => { void refresh(); };
  media?.addEventListener('devicechange', onChange);
  onCleanup(() => { media?.removeEventListener('devicechange', onChange); });
  void refresh();
  return { microphones: createKind('audioinput', all), loudspeakers: createKind('audiooutput', all), refresh };
}

export type Devices = ReturnType<typeof createDevices>;
export type DeviceKind = Devices['microphones'];

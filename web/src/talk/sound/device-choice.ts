/** An audio device that can be chosen. */
export interface Device { readonly id: string; readonly label: string }

/** A choice as it is remembered. The label is for browsers that give devices new ids from time to time. */
export interface DeviceChoice { readonly id: string; readonly label: string }

/** What the system itself would take. */
export const SYSTEM_CHOICE: DeviceChoice = { id: '', label: '' };

/** Chromium lists the system's choice once more under these names. */
const ALIASES = new Set(['default', 'communications']);

/** The devices of a kind; before the microphone was allowed browsers tell none by name, and there is nothing to choose. */
export function devicesOf(all: readonly MediaDeviceInfo[], kind: 'audioinput' | 'audiooutput'): Device[] {
  return all.filter((device) => device.kind === kind && device.deviceId !== '' && device.label !== '' && !ALIASES.has(device.deviceId))
    .map(({ deviceId, label }) => ({ id: deviceId, label }));
}

/** The chosen device among those that are there: by its id, else by its name, else the system's choice. */
export function findChosen(devices: readonly Device[], choice: DeviceChoice): DeviceChoice {
  if (choice.id === '') return SYSTEM_CHOICE;
  return devices.find(({ id }) => id === choice.id) ?? devices.find(({ label }) => label === choice.label) ?? SYSTEM_CHOICE;
}

/** Reads a choice from what was kept; whatever is not one is no choice. */
export function parseChoice(kept: string | null): DeviceChoice {
  try {
    const value: unknown = JSON.parse(kept ?? '');
    if (typeof value === 'object' && value !== null && 'id' in value && 'label' in value && typeof value.id === 'string' && typeof value.label === 'string') return { id: value.id, label: value.label };
  } catch { /* Written by something else. */ }
  return SYSTEM_CHOICE;
}

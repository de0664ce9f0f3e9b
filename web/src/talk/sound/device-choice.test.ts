import { expect, test } from 'vitest';
import { devicesOf, findChosen, parseChoice, SYSTEM_CHOICE } from './device-choice.js';

const device = (kind: MediaDeviceKind, deviceId: string, label: string) => ({ kind, deviceId, label }) as MediaDeviceInfo;

test('only devices with a name can be chosen, each once', () => {
  const all = [device('audioinput', 'default', 'Default - Desk'), device('audioinput', 'a', 'Desk'), device('audioinput', 'communications', 'Communications - Desk'), device('audiooutput', 'b', 'Headset'), device('audioinput', '', ''), device('videoinput', 'c', 'Camera')];
  expect(devicesOf(all, 'audioinput')).toEqual([{ id: 'a', label: 'Desk' }]);
  expect(devicesOf(all, 'audiooutput')).toEqual([{ id: 'b', label: 'Headset' }]);
});

test('a device is known again by its id, then by its name; one that is away leaves it to the system', () => {
  const devices = [{ id: 'new', label: 'Headset' }, { id: 'desk', label: 'Desk' }];
  expect(findChosen(devices, { id: 'desk', label: 'Desk' }).id).toBe('desk');
  expect(findChosen(devices, { id: 'old', label: 'Headset' }).id).toBe('new');
  expect(findChosen(devices, { id: 'old', label: 'Gone' })).toBe(SYSTEM_CHOICE);
  expect(findChosen(devices, SYSTEM_CHOICE)).toBe(SYSTEM_CHOICE);
});

test('what was kept by something else is no choice', () => {
  expect(parseChoice('{"id":"a","label":"Desk"}')).toEqual({ id: 'a', label: 'Desk' });
  for (const kept of [null, '', 'no', '7', 'null', '{"id":1,"label":"x"}', '[]']) expect(parseChoice(kept)).toBe(SYSTEM_CHOICE);
});

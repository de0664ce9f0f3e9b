import { expect, test } from 'vitest';
import { isWithinLimits, presetOf, standardTurnTaking, TURN_TAKING_PRESET_NAMES, TURN_TAKING_PRESETS, type TurnTakingNumber } from './turn-taking.js';

test('a preset is recognised by its numbers, whatever else is set', () => {
  for (const preset of TURN_TAKING_PRESET_NAMES) expect(presetOf({ ...standardTurnTaking(), ...TURN_TAKING_PRESETS[preset], isInterruptible: false, callDurationMaxMs: 60_000 })).toBe(preset);
  expect(presetOf(standardTurnTaking())).toBe('balanced');
  expect(presetOf({ ...standardTurnTaking(), completeWaitMs: 401 })).toBeUndefined();
});

test('presets set the same numbers, all of them within the limits', () => {
  const names = (preset: (typeof TURN_TAKING_PRESET_NAMES)[number]) => Object.keys(TURN_TAKING_PRESETS[preset]) as TurnTakingNumber[];
  for (const preset of TURN_TAKING_PRESET_NAMES) {
    expect(names(preset)).toEqual(names('balanced'));
    for (const name of names(preset)) expect([preset, name, isWithinLimits(name, TURN_TAKING_PRESETS[preset][name as 'completeWaitMs'])]).toEqual([preset, name, true]);
  }
});

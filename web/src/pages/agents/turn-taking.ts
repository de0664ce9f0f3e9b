/**
 * The turn-taking numbers with their limits and defaults, as schema.graphql tells them; times in milliseconds. `unit`
 * is the one that people are shown.
 */
export const TURN_TAKING_LIMITS = {
  completeWaitMs: { min: 200, max: 5_000, standard: 400, unit: 'milliseconds' },
  incompleteWaitMs: { min: 300, max: 10_000, standard: 2_500, unit: 'milliseconds' },
  interruptionSpeechMs: { min: 100, max: 3_000, standard: 500, unit: 'milliseconds' },
  interruptionWordsMin: { min: 0, max: 10, standard: 0, unit: 'words' },
  falseAlarmMs: { min: 500, max: 10_000, standard: 2_000, unit: 'milliseconds' },
  idlePromptMs: { min: 3_000, max: 120_000, standard: 10_000, unit: 'seconds' },
  idlePromptsMax: { min: 0, max: 5, standard: 2, unit: 'times' },
  callDurationMaxMs: { min: 30_000, max: 14_400_000, standard: 1_800_000, unit: 'minutes' },
} as const;

/** What one of the unit is in the contract's own. */
export const UNIT_SIZES = { milliseconds: 1, seconds: 1_000, minutes: 60_000, words: 1, times: 1 } as const;

export type TurnTakingNumber = keyof typeof TURN_TAKING_LIMITS;
export const TURN_TAKING_NUMBERS = Object.keys(TURN_TAKING_LIMITS) as TurnTakingNumber[];

export type TurnTakingDraft = Record<TurnTakingNumber, number> & { isInterruptible: boolean };

/** The turn-taking settings that an agent starts with. */
export function standardTurnTaking(): TurnTakingDraft {
  return { ...Object.fromEntries(TURN_TAKING_NUMBERS.map((name) => [name, TURN_TAKING_LIMITS[name].standard])) as Record<TurnTakingNumber, number>, isInterruptible: true };
}

/** Whether a number is one that the server takes. */
export function isWithinLimits(name: TurnTakingNumber, value: number): boolean {
  const { min, max } = TURN_TAKING_LIMITS[name];
  return Number.isInteger(value) && value >= min && value <= max;
}

/** A start for a manner of talking; what is not named stays as it is. */
export const TURN_TAKING_PRESETS = {
  brisk: { completeWaitMs: 250, incompleteWaitMs: 1_500, interruptionSpeechMs: 350, falseAlarmMs: 1_500, idlePromptMs: 8_000 },
  balanced: { completeWaitMs: 400, incompleteWaitMs: 2_500, interruptionSpeechMs: 500, falseAlarmMs: 2_000, idlePromptMs: 10_000 },
  patient: { completeWaitMs: 900, incompleteWaitMs: 4_000, interruptionSpeechMs: 700, falseAlarmMs: 2_500, idlePromptMs: 15_000 },
} as const satisfies Record<string, Partial<Record<TurnTakingNumber, number>>>;

export type TurnTakingPreset = keyof typeof TURN_TAKING_PRESETS;
export const TURN_TAKING_PRESET_NAMES = Object.keys(TURN_TAKING_PRESETS) as TurnTakingPreset[];

/** The preset that these settings follow; undefined where they go their own way. */
export function presetOf(settings: TurnTakingDraft): TurnTakingPreset | undefined {
  return TURN_TAKING_PRESET_NAMES.find((preset) => Object.entries(TURN_TAKING_PRESETS[preset]).every(([name, value]) => settings[name as TurnTakingNumber] === value));
}

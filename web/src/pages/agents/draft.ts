import type { AgentFields } from './agent-documents.js';

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

/** What the editor edits: the agent's own fields, nothing else. */
export interface Draft {
  name: string;
  greeting: string;
  instructions: string;
  /** Empty is the default voice. */
  voice: string;
  language: string;
  knowledge: { title: string; text: string }[];
  turnTaking: TurnTakingDraft;
}

type Source = Pick<AgentFields, 'name' | 'greeting' | 'instructions' | 'voice' | 'language' | 'knowledge' | 'turnTaking'>;

const turnTakingOf = (source: Source['turnTaking']): TurnTakingDraft => ({
  ...Object.fromEntries(TURN_TAKING_NUMBERS.map((name) => [name, source[name]])) as Record<TurnTakingNumber, number>,
  isInterruptible: source.isInterruptible,
});

/** The draft of an agent or of a published version; a copy of its own. */
export function draftOf(source: Source): Draft {
  return {
    name: source.name, greeting: source.greeting, instructions: source.instructions, voice: source.voice ?? '', language: source.language,
    knowledge: source.knowledge.map(({ title, text }) => ({ title, text })), turnTaking: turnTakingOf(source.turnTaking),
  };
}

/** The turn-taking numbers that an agent starts with. */
export function standardTurnTaking(): TurnTakingDraft {
  return { ...Object.fromEntries(TURN_TAKING_NUMBERS.map((name) => [name, TURN_TAKING_LIMITS[name].standard])) as Record<TurnTakingNumber, number>, isInterruptible: true };
}

/** Whether two drafts say the same. */
export function isSameDraft(one: Draft, other: Draft): boolean {
  const text = ({ knowledge, turnTaking, ...rest }: Draft) => JSON.stringify([
    rest.name, rest.greeting, rest.instructions, rest.voice, rest.language, knowledge.map((entry) => [entry.title, entry.text]),
    TURN_TAKING_NUMBERS.map((name) => turnTaking[name]), turnTaking.isInterruptible,
  ]);
  return text(one) === text(other);
}

/** The input of `agentUpdate` for this draft; surrounding white space goes, as the server would cut it. */
export function updateInput(id: string, expectedVersion: number, draft: Draft) {
  return {
    id, expectedVersion, name: draft.name.trim(), greeting: draft.greeting.trim(), instructions: draft.instructions, language: draft.language,
    voice: draft.voice.trim() === '' ? null : draft.voice.trim(),
    knowledge: draft.knowledge.map(({ title, text }) => ({ title: title.trim(), text: text.trim() })), turnTaking: { ...draft.turnTaking },
  };
}

/** What keeps the draft from being saved: `name`, `knowledge.2.title`, `turnTaking.completeWaitMs`, … */
export function incompleteFields(draft: Draft): string[] {
  const knowledge = draft.knowledge.flatMap(({ title, text }, index) => [...(title.trim() === '' ? [`knowledge.${index}.title`] : []), ...(text.trim() === '' ? [`knowledge.${index}.text`] : [])]);
  const numbers = TURN_TAKING_NUMBERS.filter((name) => {
    const { min, max } = TURN_TAKING_LIMITS[name];
    return !(Number.isInteger(draft.turnTaking[name]) && draft.turnTaking[name] >= min && draft.turnTaking[name] <= max);
  });
  return [...(draft.name.trim() === '' ? ['name'] : []), ...knowledge, ...numbers.map((name) => `turnTaking.${name}`)];
}

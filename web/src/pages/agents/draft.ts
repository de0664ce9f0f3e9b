import type { AgentFields } from './agent-documents.js';
import { isWithinLimits, standardTurnTaking, TURN_TAKING_NUMBERS, type TurnTakingDraft, type TurnTakingNumber } from './turn-taking.js';

/** Something the agent knows. `key` tells entries apart on the page, also while they are moved or renamed. */
export interface KnowledgeDraft { key: string; title: string; text: string }

/** What the editor edits: the agent's own fields, nothing else. */
export interface Draft {
  name: string;
  greeting: string;
  instructions: string;
  /** Empty is the default voice. */
  voice: string;
  language: string;
  knowledge: KnowledgeDraft[];
  turnTaking: TurnTakingDraft;
}

/** Limits of the contract, as schema.graphql tells them. */
export const DRAFT_LIMITS = { nameCharacters: 120, greetingCharacters: 1_000, instructionsCharacters: 20_000, voiceCharacters: 120, titleCharacters: 200, textCharacters: 50_000, knowledgeEntries: 200, knowledgeCharacters: 200_000 } as const;

export type DraftSource = Pick<AgentFields, 'name' | 'greeting' | 'instructions' | 'voice' | 'language' | 'turnTaking'> & { readonly knowledge: readonly { readonly title: string; readonly text: string }[] };

let lastKey = 0;
export const newKey = (): string => `k${++lastKey}`;

/** The draft of an agent or of a published version; a copy of its own. Entries that `known` has keep its keys. */
export function draftOf(source: DraftSource, known: readonly KnowledgeDraft[] = []): Draft {
  let left = [...known];
  const keyOf = (title: string, text: string) => {
    const key = left.find((entry) => entry.title.trim() === title && entry.text.trim() === text)?.key ?? newKey();
    left = left.filter((entry) => entry.key !== key);
    return key;
  };
  return {
    name: source.name, greeting: source.greeting, instructions: source.instructions, voice: source.voice ?? '', language: source.language,
    knowledge: source.knowledge.map(({ title, text }) => ({ key: keyOf(title, text), title, text })),
    turnTaking: { ...standardTurnTaking(), ...Object.fromEntries(TURN_TAKING_NUMBERS.map((name) => [name, source.turnTaking[name]])), isInterruptible: source.turnTaking.isInterruptible },
  };
}

export type Field = Exclude<keyof Draft, 'turnTaking'> | `turnTaking.${TurnTakingNumber | 'isInterruptible'}`;

export const FIELDS: readonly Field[] = ['name', 'greeting', 'instructions', 'language', 'voice', 'knowledge', 'turnTaking.isInterruptible', ...TURN_TAKING_NUMBERS.map((name) => `turnTaking.${name}` as const)];

export type FieldValue = string | number | boolean | KnowledgeDraft[];

const turnTakingName = (field: Field) => field.slice('turnTaking.'.length) as keyof TurnTakingDraft;

/** What stands in a field, as it was written. */
export function valueOf(draft: Draft, field: Field): FieldValue {
  return field.startsWith('turnTaking.') ? draft.turnTaking[turnTakingName(field)] : draft[field as Exclude<keyof Draft, 'turnTaking'>];
}

/** Writes a field; knowledge is copied. */
export function putValue(draft: Draft, field: Field, value: FieldValue): void {
  if (field.startsWith('turnTaking.')) Object.assign(draft.turnTaking, { [turnTakingName(field)]: value });
  else Object.assign(draft, { [field]: field === 'knowledge' ? (value as KnowledgeDraft[]).map((entry) => ({ ...entry })) : value });
}

/** A copy that shares nothing with the draft. */
export function copyOf(draft: Draft): Draft {
  return { ...draft, knowledge: draft.knowledge.map((entry) => ({ ...entry })), turnTaking: { ...draft.turnTaking } };
}

/** A value as the server would store it: surrounding white space cut, except in instructions. Alike values are alike fields. */
const stored = (field: Field, value: FieldValue): FieldValue => (field === 'instructions' || typeof value !== 'string' ? value : value.trim());

const isSameKnowledge = (one: readonly KnowledgeDraft[], other: readonly KnowledgeDraft[]): boolean => one.length === other.length
  && one.every(({ title, text }, index) => title.trim() === other[index]!.title.trim() && text.trim() === other[index]!.text.trim());

/** Whether both say the same in this field. Asked at every key: it stops at the first difference and copies nothing. */
export function isSameField(one: Draft, other: Draft, field: Field): boolean {
  return field === 'knowledge' ? isSameKnowledge(one.knowledge, other.knowledge) : Object.is(stored(field, valueOf(one, field)), stored(field, valueOf(other, field)));
}

/** The fields in which two drafts differ. */
export const changedFields = (one: Draft, other: Draft): Field[] => FIELDS.filter((field) => !isSameField(one, other, field));

/** Whether two drafts say the same. */
export const isSameDraft = (one: Draft, other: Draft): boolean => FIELDS.every((field) => isSameField(one, other, field));

/** Characters that all knowledge takes, as its limit counts them. */
export const knowledgeCharacters = (entries: readonly KnowledgeDraft[]): number => entries.reduce((sum, { title, text }) => sum + title.trim().length + text.trim().length, 0);

const isTooMuch = (entries: readonly KnowledgeDraft[]) => entries.length > DRAFT_LIMITS.knowledgeEntries || knowledgeCharacters(entries) > DRAFT_LIMITS.knowledgeCharacters;
const isFilled = (text: string, charactersMax: number) => text.trim() !== '' && text.trim().length <= charactersMax;
const isEntryComplete = ({ title, text }: KnowledgeDraft) => isFilled(title, DRAFT_LIMITS.titleCharacters) && isFilled(text, DRAFT_LIMITS.textCharacters);

/** Whether this is a BCP 47 language tag. */
export function isLanguageTag(tag: string): boolean {
  try { return Intl.getCanonicalLocales(tag).length === 1; } catch { return false; }
}

/** What the server would not take: `name`, `knowledge`, `knowledge.k3.title`, `turnTaking.completeWaitMs`, … */
export function faultyPlaces(draft: Draft): string[] {
  const within = (text: string, charactersMax: number) => text.trim().length <= charactersMax;
  const places = [
    ...(isFilled(draft.name, DRAFT_LIMITS.nameCharacters) ? [] : ['name']), ...(within(draft.greeting, DRAFT_LIMITS.greetingCharacters) ? [] : ['greeting']),
    ...(draft.instructions.length <= DRAFT_LIMITS.instructionsCharacters ? [] : ['instructions']), ...(isLanguageTag(draft.language) ? [] : ['language']),
    ...(within(draft.voice, DRAFT_LIMITS.voiceCharacters) ? [] : ['voice']), ...(isTooMuch(draft.knowledge) ? ['knowledge'] : []),
    ...draft.knowledge.flatMap(({ key, title, text }) => [...(isFilled(title, DRAFT_LIMITS.titleCharacters) ? [] : [`knowledge.${key}.title`]), ...(isFilled(text, DRAFT_LIMITS.textCharacters) ? [] : [`knowledge.${key}.text`])]),
  ];
  return [...places, ...TURN_TAKING_NUMBERS.filter((name) => !isWithinLimits(name, draft.turnTaking[name])).map((name) => `turnTaking.${name}`)];
}

/**
 * The draft as it can be stored now: where the server would refuse what is written, what it has stays. An entry that is
 * not complete keeps what was stored of it; a new one waits until it is.
 */
export function storableDraft(base: Draft, draft: Draft): Draft {
  const result = copyOf(draft);
  const places = new Set(faultyPlaces(draft));
  for (const field of FIELDS) if (places.has(field)) putValue(result, field, valueOf(base, field));
  if (!places.has('knowledge')) {
    const storedEntries = new Map(base.knowledge.map((entry) => [entry.key, entry]));
    result.knowledge = draft.knowledge.flatMap((entry) => (isEntryComplete(entry) ? [{ ...entry }] : storedEntries.has(entry.key) ? [{ ...storedEntries.get(entry.key)! }] : []));
  }
  return result;
}

/** The input of `agentUpdate` that makes `base` say what `draft` says, in these fields alone. */
export function updateInput(id: string, expectedVersion: number, draft: Draft, fields: readonly Field[]) {
  const has = (field: Field) => fields.includes(field);
  const turnTaking = Object.fromEntries(fields.filter((field) => field.startsWith('turnTaking.')).map((field) => [turnTakingName(field), valueOf(draft, field)]));
  return {
    id, expectedVersion,
    ...(has('name') ? { name: draft.name.trim() } : {}), ...(has('greeting') ? { greeting: draft.greeting.trim() } : {}),
    ...(has('instructions') ? { instructions: draft.instructions } : {}), ...(has('language') ? { language: draft.language.trim() } : {}),
    // Null asks for the default voice.
    ...(has('voice') ? { voice: draft.voice.trim() === '' ? null : draft.voice.trim() } : {}),
    ...(has('knowledge') ? { knowledge: draft.knowledge.map(({ title, text }) => ({ title: title.trim(), text: text.trim() })) } : {}),
    ...(Object.keys(turnTaking).length > 0 ? { turnTaking } : {}),
  };
}

import type { SettingField } from './setting-fields.js';

/** What is entered, by the names of the settings; an empty text asks for what holds by itself. */
export type SettingDraft = Readonly<Record<string, string | boolean>>;
export type Settings = Readonly<Record<string, unknown>>;

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** A value of a schema as a text, whatever it is. */
export const writtenOf = (value: unknown): string => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value));

function draftValue({ kind, initial }: SettingField, value: unknown): string | boolean {
  if (kind === 'toggle') return (value ?? initial) === true;
  if (kind === 'choice') return writtenOf(value ?? initial);
  if (value === undefined) return '';
  if (kind === 'json') return JSON.stringify(value, null, 2);
  return Array.isArray(value) ? value.join('\n') : writtenOf(value);
}

/** What a form begins with, from settings that are stored or come from a template. */
export const draftOf = (fields: readonly SettingField[], settings: Settings): SettingDraft => Object.fromEntries(fields.map((field) => [field.name, draftValue(field, settings[field.name])]));

/** What was entered, as the plugin takes it; undefined where nothing was. Throws where it is no JSON. */
function valueOf({ kind, initial }: SettingField, given: string | boolean | undefined): unknown {
  if (typeof given === 'boolean') return given === (initial ?? false) ? undefined : given;
  const text = given?.trim() ?? '';
  if (text === '') return undefined;
  if (kind === 'number') return Number(text);
  if (kind === 'lines') return text.split('\n').map((line) => line.trim()).filter(Boolean);
  return kind === 'json' ? JSON.parse(text) as unknown : text;
}

/** What holds now, for the conditions of others. */
function held(field: SettingField, draft: SettingDraft): unknown {
  try { return valueOf(field, draft[field.name]) ?? field.initial ?? (field.kind === 'toggle' ? false : undefined); } catch { return undefined; }
}

/** Whether a setting is asked for, as long as the others are as they are. */
export function isShown(field: SettingField, fields: readonly SettingField[], draft: SettingDraft): boolean {
  return Object.entries(field.showIf).every(([name, wanted]) => {
    const other = fields.find((each) => each.name === name);
    return other === undefined || wanted.some((value) => isSame(value, held(other, draft)));
  });
}

export interface ReadDraft { readonly settings: Settings; /** Names of settings whose text is no JSON. */ readonly unreadable: readonly string[] }

/** The settings of a draft: what is not asked for, or holds by itself, is left out, so that the plugin's own default goes on to hold. */
export function settingsOf(fields: readonly SettingField[], draft: SettingDraft): ReadDraft {
  const settings: Record<string, unknown> = {};
  const unreadable: string[] = [];
  for (const field of fields.filter((each) => isShown(each, fields, draft))) {
    try {
      const value = valueOf(field, draft[field.name]);
      if (value !== undefined && !isSame(value, field.initial)) settings[field.name] = value;
    } catch { unreadable.push(field.name); }
  }
  return { settings, unreadable };
}

/** Whether two settings ask for the same, in whatever order they are written. */
export function isSameSettings(fields: readonly SettingField[], one: Settings, other: Settings): boolean {
  return fields.every(({ name, initial }) => isSame(one[name] ?? initial, other[name] ?? initial));
}

/** What of some settings means the same to another kind of the plugin: those that both describe alike, such as an address. */
export function sharedSettings(settings: Settings, from: unknown, to: unknown): Settings {
  const properties = (schema: unknown) => (schema as { properties?: Settings } | null)?.properties ?? {};
  return Object.fromEntries(Object.entries(settings).filter(([name]) => name in properties(to) && isSame(properties(from)[name], properties(to)[name])));
}

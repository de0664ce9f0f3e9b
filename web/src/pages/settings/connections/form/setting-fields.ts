// The fields of a form, read from the JSON Schema of a manifest. Whoever wrote the plugin wrote it: what is not
// understood is shown as JSON, and nothing in it may keep the others from being drawn.

export type SettingKind = 'text' | 'masked' | 'address' | 'area' | 'number' | 'choice' | 'toggle' | 'lines' | 'json';

/** One setting as a form shows it. */
export interface SettingField {
  readonly name: string;
  readonly label: string;
  readonly hint: string | undefined;
  readonly kind: SettingKind;
  readonly isRequired: boolean;
  /** What holds where nothing is entered; undefined where the schema says nothing. */
  readonly initial: unknown;
  readonly isWhole: boolean;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly charactersMax: number | undefined;
  readonly pattern: string | undefined;
  /** Of a choice, in their order. */
  readonly options: readonly string[];
  /** What one might enter, of a text. */
  readonly suggestions: readonly string[];
  /** Suggestions that come from the provider itself. */
  readonly optionsOf: 'voices' | undefined;
  readonly group: string | undefined;
  /** Shown only while these others have one of these values. */
  readonly showIf: Readonly<Record<string, readonly unknown[]>>;
}

type Json = Readonly<Record<string, unknown>>;

const objectOf = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Json : {});
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value : undefined);
const numberOf = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);
const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []);

/** `endpointingMs` as people read it: `Endpointing (ms)`. */
export function labelOf(name: string): string {
  const words = name.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').replaceAll(/[_-]+/g, ' ').trim().toLowerCase().replace(/ (ms|hz|db)$/, ' ($1)').replace(/\b(url|api|id)\b/g, (word) => word.toUpperCase());
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function kindOf(property: Json, hints: Json): SettingKind {
  const { type } = property;
  if (Array.isArray(property['enum']) && property['enum'].every((value) => typeof value === 'string')) return 'choice';
  if (type === 'boolean') return 'toggle';
  if (type === 'number' || type === 'integer') return 'number';
  if (type === 'array') return objectOf(property['items'])['type'] === 'string' ? 'lines' : 'json';
  if (type !== 'string') return 'json';
  if (hints['secret'] === true) return 'masked';
  if (hints['widget'] === 'textarea') return 'area';
  return property['format'] === 'uri' || property['format'] === 'url' ? 'address' : 'text';
}

/** A pattern that the browser can use too; one that it cannot is the server's alone. */
function patternOf(value: unknown): string | undefined {
  const pattern = textOf(value);
  if (pattern === undefined) return undefined;
  try { return new RegExp(`^(?:${pattern})$`, 'v').source && pattern; } catch { return undefined; }
}

function showIfOf(value: unknown): SettingField['showIf'] {
  return Object.fromEntries(Object.entries(objectOf(value)).map(([name, wanted]) => [name, Array.isArray(wanted) ? wanted : [wanted]]));
}

/** The settings that a schema has, in its order, those of one group together. */
export function readFields(schema: unknown): readonly SettingField[] {
  const { properties, required } = objectOf(schema);
  const needed = textsOf(required);
  const fields = Object.entries(objectOf(properties)).map(([name, given]): SettingField => {
    const property = objectOf(given);
    const hints = objectOf(property['x-parley']);
    return {
      name, label: textOf(property['title']) ?? labelOf(name), hint: textOf(property['description']), kind: kindOf(property, hints), isRequired: needed.includes(name) && property['default'] === undefined, initial: property['default'],
      isWhole: property['type'] === 'integer', min: numberOf(property['minimum']), max: numberOf(property['maximum']), charactersMax: numberOf(property['maxLength']), pattern: patternOf(property['pattern']),
      options: textsOf(property['enum']), suggestions: textsOf(property['examples']), optionsOf: hints['options'] === 'voices' ? 'voices' : undefined, group: textOf(hints['group']), showIf: showIfOf(hints['showIf']),
    };
  });
  const groups = [undefined, ...new Set(fields.map(({ group }) => group).filter((group) => group !== undefined))];
  return groups.flatMap((group) => fields.filter((field) => field.group === group));
}

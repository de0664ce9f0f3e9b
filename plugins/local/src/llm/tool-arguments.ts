import { dateIn, dialledIn, emailIn, nameIn, numberIn, timeIn } from './values.js';

/** One argument of a tool, as far as its JSON Schema says. */
export interface ToolProperty {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly description?: string;
  readonly options?: readonly string[];
  readonly isRequired: boolean;
}

type Schema = Readonly<Record<string, unknown>>;
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The properties of a tool's parameters. */
export function propertiesOf(parameters: unknown): readonly ToolProperty[] {
  if (!isSchema(parameters) || !isSchema(parameters['properties'])) return [];
  const required = Array.isArray(parameters['required']) ? parameters['required'] : [];
  return Object.entries(parameters['properties']).flatMap(([name, schema]) => {
    if (!isSchema(schema)) return [];
    const type = Array.isArray(schema['type']) ? schema['type'].find((one) => one !== 'null') : schema['type'];
    const options = Array.isArray(schema['enum']) ? schema['enum'].filter((one): one is string => typeof one === 'string') : undefined;
    const format = textOf(schema['format']);
    const description = textOf(schema['description']);
    return [{
      name, type: textOf(type) ?? 'string', isRequired: required.includes(name),
      ...(format === undefined ? {} : { format }), ...(description === undefined ? {} : { description }), ...(options ? { options } : {}),
    }];
  });
}

/** `book_appointment`, `bookAppointment` and `book-appointment` in words. */
export function wordsOfName(name: string): string {
  return name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[_-]+/g, ' ').toLowerCase().trim();
}

export interface ArgumentSource {
  /** What the caller has said to this end, the latest first. */
  readonly texts: readonly string[];
  /** The property that the agent has just asked for: the latest text answers it. */
  readonly asked?: string;
  readonly now: Date;
}

/** The arguments that can be read off what was said; what is missing stays out. */
export function argumentsFrom(properties: readonly ToolProperty[], source: ArgumentSource): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const property of properties) {
    const isAsked = source.asked === property.name;
    const texts = isAsked ? [source.texts[0]!] : source.texts;
    for (const text of texts) {
      const value = valueOf(property, text, isAsked, source.now);
      if (value === undefined) continue;
      found[property.name] = value;
      break;
    }
  }
  const open = properties.filter((property) => found[property.name] === undefined && isFreeText(property));
  // One free text left open, such as a message or a search: it is what the caller said.
  if (open.length === 1 && source.texts[0] !== undefined && FREE_TEXT.test(open[0]!.name)) found[open[0]!.name] = source.texts[0];
  return found;
}

const FREE_TEXT = /query|question|reason|message|note|text|request|issue|problem|subject|topic|description|search|comment|details/i;

function isFreeText(property: ToolProperty): boolean {
  return property.type === 'string' && property.format === undefined && property.options === undefined;
}

/** What kind of value a property takes, told from format and name; the first that matches decides. */
const READERS: readonly { readonly names: RegExp; readonly read: (text: string, isAsked: boolean, now: Date) => unknown }[] = [
  { names: /e-?mail/i, read: (text) => emailIn(text) },
  { names: /phone|telephone|mobile|callback/i, read: (text) => dialledIn(text) },
  { names: /date|^day$|_day$/i, read: (text, _isAsked, now) => dateIn(text, now) },
  { names: /time|^hour$/i, read: (text, isAsked) => timeIn(text) ?? (isAsked ? timeIn(`at ${text}`) : undefined) },
  { names: /name|patient|customer|guest/i, read: (text, isAsked) => nameIn(text, isAsked) },
  { names: /number|reference|code|(?:^|_)id$/i, read: (text) => dialledIn(text) ?? /\b[A-Z]{0,4}-?\d{2,}\b/.exec(text)?.[0] },
];

function valueOf(property: ToolProperty, text: string, isAsked: boolean, now: Date): unknown {
  if (property.options) return optionIn(property.options, text);
  if (property.type === 'boolean') return booleanIn(text, isAsked, property);
  if (property.type === 'integer' || property.type === 'number') return numberFor(property, text, isAsked);
  if (property.type !== 'string') return undefined;
  if (property.format === 'date-time') return dateTimeIn(text, now);
  const reader = READERS.find(({ names }) => names.test(property.format ?? '') || names.test(property.name));
  if (reader) return reader.read(text, isAsked, now);
  return isAsked ? text.trim() : undefined;
}

function optionIn(options: readonly string[], text: string): string | undefined {
  const lower = ` ${text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ')} `;
  return options.find((option) => lower.includes(` ${wordsOfName(option).replaceAll(/[^\p{L}\p{N}]+/gu, ' ')}`));
}

function booleanIn(text: string, isAsked: boolean, property: ToolProperty): boolean | undefined {
  if (isAsked) return /^\s*(?:no|nope|not|nah)\b/i.test(text) ? false : /^\s*(?:yes|yeah|yep|sure|please|ok)/i.test(text) ? true : undefined;
  const topic = wordsOfName(property.name).replace(/^(?:is|has|with) /, '');
  if (!text.toLowerCase().includes(topic)) return undefined;
  return !new RegExp(`\\b(?:no|not|without)\\b[^.]*${topic}`, 'i').test(text);
}

/** A number next to what it counts: "people" before "at 7". */
function numberFor(property: ToolProperty, text: string, isAsked: boolean): number | undefined {
  const unasked = text.replaceAll(/\b(?:at|around|by) (?:\d{1,2}(?::\d\d)?|\w+)(?: ?[ap]\.?m\.?)?\b/gi, ' ');
  const value = numberIn(isAsked ? text : unasked);
  return value !== undefined && property.type === 'integer' ? Math.round(value) : value;
}

function dateTimeIn(text: string, now: Date): string | undefined {
  const date = dateIn(text, now);
  const time = timeIn(text);
  return date === undefined || time === undefined ? undefined : `${date}T${time}:00`;
}

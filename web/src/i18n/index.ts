import { createSignal } from 'solid-js';
import type { enFurther } from './en/further.js';
import type { en } from './en/index.js';
import { locale, setLocale } from './locale.js';

/** The shape that a catalogue of another language must have: the same keys, other words. */
type Words<Value> = Value extends string ? string
  : Value extends (...given: infer Given) => string ? (...given: Given) => string
    : { readonly [Key in keyof Value]: Words<Value[Key]> };
/** What is there before anything is drawn. */
export type FirstMessages = Words<typeof en>;
/** What pages bring along that are fetched when they are opened. */
export type FurtherMessages = Words<typeof enFurther>;
export type Messages = FirstMessages & FurtherMessages;

const [messages, setMessages] = createSignal<FirstMessages>();

/** The words of the language in use; reads as `t().agents.title`. They are there before what uses them is drawn. */
export function t(): Messages {
  const words = messages();
  if (!words) throw new Error('There are no words yet: startLanguage comes before everything that is shown.');
  return words as Messages;
}

export { locale };

/** Switches all that is shown: the words, and how dates and numbers are written. */
export function showCatalogue(language: string, catalogue: FirstMessages | Messages, tag: string = language): void {
  setLocale(tag);
  // Further words may join them.
  setMessages(() => ({ ...catalogue }));
  if (typeof document !== 'undefined') document.documentElement.lang = language;
}

/** Adds the words of pages that are about to be drawn; nothing that is shown reads them yet. */
export function addCatalogue(further: FurtherMessages): void {
  Object.assign(t(), further);
}

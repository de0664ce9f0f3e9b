import { createSignal } from 'solid-js';
import type { en } from './en/index.js';
import { locale, setLocale } from './locale.js';

/** The shape that a catalogue of another language must have: the same keys, other words. */
type Words<Value> = Value extends string ? string
  : Value extends (...given: infer Given) => string ? (...given: Given) => string
    : { readonly [Key in keyof Value]: Words<Value[Key]> };
export type Messages = Words<typeof en>;

const [messages, setMessages] = createSignal<Messages>();

/** The words of the language in use; reads as `t().agents.title`. They are there before anything is drawn. */
export function t(): Messages {
  const words = messages();
  if (!words) throw new Error('There are no words yet: startLanguage comes before everything that is shown.');
  return words;
}

export { locale };

/** Switches all that is shown: the words, and how dates and numbers are written. */
export function showCatalogue(language: string, catalogue: Messages, tag: string = language): void {
  setLocale(tag);
  setMessages(() => catalogue);
  if (typeof document !== 'undefined') document.documentElement.lang = language;
}

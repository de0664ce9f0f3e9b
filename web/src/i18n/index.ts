import { createSignal } from 'solid-js';
import { en } from './en/index.js';

/** The shape that a catalogue of another language must have: the same keys, other words. */
type Words<Value> = Value extends string ? string
  : Value extends (...given: infer Given) => string ? (...given: Given) => string
    : { readonly [Key in keyof Value]: Words<Value[Key]> };
export type Messages = Words<typeof en>;

const [messages, setMessages] = createSignal<Messages>(en);
const [locale, setLocale] = createSignal('en');

/** The words of the language in use; reads as `t().agents.title`. */
export const t = messages;

/** BCP 47 tag of the language in use, for `Intl`. */
export { locale };

/** Switches the language of everything that is shown. */
export function useLanguage(tag: string, catalogue: Messages): void {
  setMessages(() => catalogue);
  setLocale(tag);
  if (typeof document !== 'undefined') document.documentElement.lang = tag;
}

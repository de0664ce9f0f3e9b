import { inspect } from 'node:util';

const PRINTED = '[secret]';
/** Shorter ones would tell too much of themselves by their end. */
const TOLD_CHARACTERS_MIN = 12;

/** A value that is nobody's to read by accident: printed, logged or made JSON, it says `[secret]`. */
export class Secret {
  readonly #value: string;

  constructor(value: string) { this.#value = value; }

  /** The value itself: for whoever seals it, or hands it to a provider. */
  reveal(): string { return this.#value; }

  get isEmpty(): boolean { return this.#value === ''; }

  /** What people tell it by; empty where it is too short for that. */
  get lastFour(): string { return this.#value.length < TOLD_CHARACTERS_MIN ? '' : this.#value.slice(-4); }

  toString(): string { return PRINTED; }

  toJSON(): string { return PRINTED; }

  [inspect.custom](): string { return PRINTED; }
}

import { ProviderError, sentenceOf, type ProviderErrorCause } from '../errors.js';

/** Of a source's words, so many characters are kept. */
const WORDS_MAX = 500;
/** Shorter ones would be found where they are no secret. */
const HIDDEN_CHARACTERS_MIN = 4;

export interface DataFailure {
  readonly cause: ProviderErrorCause;
  /** What the source said. */
  readonly words: string;
  readonly code?: string | undefined;
  /** Credentials, and the values of parameters: taken out of the words, wherever they stand in them. */
  readonly hidden: readonly unknown[];
}

/** A source's refusal as the one error of adapters: its words, and nothing that was given in confidence. */
export function dataFailure({ cause, words, code, hidden }: DataFailure): ProviderError {
  const secrets = hidden.filter((value): value is string => typeof value === 'string' && value.length >= HIDDEN_CHARACTERS_MIN).toSorted((one, other) => other.length - one.length);
  const clean = secrets.reduce((text, secret) => text.replaceAll(secret, '…'), words);
  const isQuery = cause === 'bad-request';
  return new ProviderError(cause, isQuery ? 'The data source refuses the query.' : sentenceOf(cause), {
    vendorMessage: clean.slice(0, WORDS_MAX), ...(code === undefined ? {} : { vendorCode: code }),
  });
}

/** Statements that read, by their first word, in every dialect. */
const READING = /^\s*\(*\s*(select|with|values|table)\b/i;

/** Refuses a statement that does not begin as those do that read. The source's own guard comes after it. */
export function checkReading(code: string): void {
  if (!READING.test(code)) throw new ProviderError('bad-request', 'A query begins with SELECT, WITH, VALUES or TABLE: data sources are read.', { vendorMessage: 'A query begins with SELECT, WITH, VALUES or TABLE: data sources are read.' });
}

import type { CombinedError } from '@urql/core';
import { locale, t } from '../i18n/index.js';

/** An expected failure of a mutation, as every `errors` list of the contract carries it. */
export interface UserFault {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[] | null;
}

/** The code of the first GraphQL error; undefined where none answered. */
export function codeOf(error: CombinedError): string | undefined {
  const code = error.graphQLErrors[0]?.extensions['code'];
  return typeof code === 'string' ? code : undefined;
}

function wordsOf(code: string): string | undefined {
  // Those of the settings are there once a page of theirs is.
  const known: readonly (Readonly<Record<string, string>> | undefined)[] = [t().faults.byCode, t().settingFaults];
  return known.find((words) => words && Object.hasOwn(words, code))?.[code];
}

/** A failed request, in one plain sentence. */
export function sentenceOf(error: CombinedError): string {
  const faults = t().faults;
  if (error.networkError) {
    if (error.networkError.name === 'TimeoutError') return faults.timeout;
    const status = (error.response as Response | undefined)?.status;
    return status !== undefined && status >= 500 ? faults.server : faults.unreachable;
  }
  const code = codeOf(error);
  return (code !== undefined ? wordsOf(code) : undefined) ?? error.graphQLErrors[0]?.message ?? faults.unknown;
}

/** A code that came in the address of the page, in one plain sentence; whoever wrote the address may have made it up. */
export const sentenceOfCode = (code: string): string => wordsOf(code) ?? t().faults.unknown;

/** A sentence that names a field as the contract does, in backticks, is for programs. */
const isForPeople = (message: string): boolean => !message.includes('`');

/**
 * An expected failure, in one plain sentence; a code that is newer than this page keeps the server's. What is wrong with
 * a value the server knows best, but it says so in English alone.
 */
export function sentenceOfFault({ code, message }: UserFault): string {
  if (code === 'INVALID_INPUT' && locale().startsWith('en') && isForPeople(message)) return message;
  return wordsOf(code) ?? message;
}

/** The fault about a field of the input, e.g. `email`. */
export function faultOfField(errors: readonly UserFault[], field: string): UserFault | undefined {
  return errors.find(({ path }) => path?.[0] === 'input' && path[1] === field);
}

/** Why somebody is not signed in; `startUrl` where their organization wants another way. */
export interface SignInFault { readonly sentence: string; readonly startUrl?: string | undefined }

/** An expected failure of a sign-in. */
export const signInFault = (fault: UserFault & { readonly startUrl?: string }): SignInFault => ({ sentence: sentenceOfFault(fault), startUrl: fault.startUrl });

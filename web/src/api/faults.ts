import type { CombinedError } from '@urql/core';
import { t } from '../i18n/index.js';

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

/** A failed request, in one plain sentence. */
export function sentenceOf(error: CombinedError): string {
  const faults = t().faults;
  if (error.networkError) {
    if (error.networkError.name === 'TimeoutError') return faults.timeout;
    const status = (error.response as Response | undefined)?.status;
    return status !== undefined && status >= 500 ? faults.server : faults.unreachable;
  }
  const code = codeOf(error);
  if (code !== undefined && code in faults.byCode) return faults.byCode[code as keyof typeof faults.byCode];
  return error.graphQLErrors[0]?.message ?? faults.unknown;
}

/** An expected failure, in one plain sentence; codes without words of ours keep the server's. */
export function sentenceOfFault({ code, message }: UserFault): string {
  const { byCode } = t().faults;
  return code in byCode ? byCode[code as keyof typeof byCode] : message;
}

/** The fault about a field of the input, e.g. `email`. */
export function faultOfField(errors: readonly UserFault[], field: string): UserFault | undefined {
  return errors.find(({ path }) => path?.[0] === 'input' && path[1] === field);
}

import { isProviderError, ProviderError, sentenceOf, type ProviderErrorCause } from '@parley/plugin-sdk';

const codeOf = (error: unknown): string => (typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '');

export const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';

/** POSIX has EPERM for it, Linux EISDIR. */
export const isFolder = (error: unknown): boolean => codeOf(error) === 'EISDIR' || codeOf(error) === 'EPERM';

/** A full disk needs a person; a file where a folder has to be is a key below another key. */
const CAUSES: ReadonlyMap<string, ProviderErrorCause> = new Map([
  ['ENOSPC', 'quota'], ['EDQUOT', 'quota'], ['EFBIG', 'quota'], ['ENOTDIR', 'bad-request'], ['EISDIR', 'bad-request'], ['EEXIST', 'bad-request'], ['ENOTEMPTY', 'bad-request'],
]);

const SENTENCES: Partial<Record<ProviderErrorCause, string>> = { quota: 'There is no room for the object.', 'bad-request': 'The key lies below the key of another object, or above one.', 'vendor-fault': 'The file could not be read or written.' };

/** What the file system said, without the path. */
export function asProviderError(error: unknown): ProviderError {
  if (isProviderError(error)) return error;
  if (error instanceof Error && error.name === 'AbortError') return new ProviderError('aborted', sentenceOf('aborted'));
  const code = codeOf(error);
  const cause = CAUSES.get(code) ?? 'vendor-fault';
  return new ProviderError(cause, SENTENCES[cause]!, code === '' ? {} : { vendorCode: code });
}

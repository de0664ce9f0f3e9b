import type { DataParameter, DataQueryResult, DataTable, ProviderErrorCause } from '@parley/plugin-sdk';

/** What a thread is asked. */
export type Job = { readonly file: string; readonly fileBytesMax: number } & (
  | { readonly type: 'describe'; readonly tablesMax: number }
  | { readonly type: 'query'; readonly text: string; readonly parameters: Readonly<Record<string, DataParameter>>; readonly rowsMax: number; readonly bytesMax: number }
);

export interface Description { readonly tables: readonly DataTable[]; readonly isTruncated: boolean }

/** What it answers: one message for each job. */
export type Answer =
  | { readonly result: Description | DataQueryResult }
  | { readonly refusal: { readonly cause: ProviderErrorCause; readonly words: string } };

import {
  checkDataDescribe, checkDataQuery, DATA_SOURCE_SPEC, dataFailure, toProviderError, underLimit, type DataQueryResult, type DataSourceProvider, type PluginContext,
} from '@parley/plugin-sdk';
import type { Description, Job } from './job.js';
import { sqliteSettings } from './settings.js';
import { Threads } from './threads.js';

/** A database file, read from a copy in memory, in threads of its own. */
export async function openSqlite({ settings, clock }: PluginContext): Promise<DataSourceProvider> {
  const { file, fileMegabytesMax } = sqliteSettings.parse(settings);
  const source = { file, fileBytesMax: fileMegabytesMax * 1024 * 1024 };
  const threads = new Threads();

  async function run<Result extends Description | DataQueryResult>(job: Job, signal: AbortSignal): Promise<Result> {
    const answer = await threads.run(job, signal);
    if ('refusal' in answer) throw dataFailure({ ...answer.refusal, hidden: [] });
    return answer.result as Result;
  }

  return {
    spec: DATA_SOURCE_SPEC,
    abilities: { language: 'sql', isReadOnlyAtSource: true },
    describe: (request) => underLimit(request, clock, toProviderError, async (signal) => {
      checkDataDescribe(request);
      return { ...await run<Description>({ ...source, type: 'describe', tablesMax: request.tablesMax }, signal), usage: { requests: 1 } };
    }),
    query: (request) => underLimit(request, clock, toProviderError, async (signal) => {
      checkDataQuery(request);
      const { text, parameters, rowsMax, bytesMax } = request;
      return await run<DataQueryResult>({ ...source, type: 'query', text, parameters: { ...parameters }, rowsMax, bytesMax }, signal);
    }),
    close: () => threads.close(),
  };
}

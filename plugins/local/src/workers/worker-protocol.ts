/** What the main thread sends to a worker. A message with `isCancel` withdraws the job of that id. */
export type WorkerRequest<Job> =
  | { readonly id: number; readonly job: Job | undefined; readonly isCancel?: false }
  | { readonly id: number; readonly isCancel: true };

/** The answer to one request; `job: undefined` is answered with `undefined` once the worker has loaded. */
export type WorkerResponse<Result> =
  | { readonly id: number; readonly result: Result | undefined }
  | { readonly id: number; readonly error: string };

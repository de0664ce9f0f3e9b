/** What the main thread sends to a worker. */
export type WorkerRequest<Job> =
  | { readonly type: 'job'; readonly id: number; readonly job: Job | undefined }
  /** The job of that id is no longer wanted. */
  | { readonly type: 'cancel'; readonly id: number }
  /** Finish what is under way, and end. */
  | { readonly type: 'close' };

/** The answer to one request; `job: undefined` is answered with `undefined` once the worker has loaded. */
export type WorkerResponse<Result> =
  | { readonly id: number; readonly result: Result | undefined }
  | { readonly id: number; readonly error: string };

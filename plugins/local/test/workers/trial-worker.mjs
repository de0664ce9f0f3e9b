// A worker whose jobs say what it shall do; for the tests of the pool.
import { serveJobs } from '../../dist/workers/serve-jobs.js';

serveJobs(async (job, { isCancelled }) => {
  if (job.crashUnless !== undefined) {
    const tries = new Int32Array(job.crashUnless);
    if (Atomics.add(tries, 0, 1) === 0) process.exit(3);
  }
  if (job.error) throw new Error(job.error);
  if (job.hang) for (;;) await new Promise((resolve) => { setTimeout(resolve, 1000); });
  if (job.gate) {
    const gate = new Int32Array(job.gate);
    while (Atomics.load(gate, 0) === 0 && !isCancelled()) await new Promise((resolve) => { setTimeout(resolve, 2); });
  }
  return { result: isCancelled() ? 'cancelled' : job.answer };
});

import { constants, getPriority, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import onnx from 'onnxruntime-node';
import { serveJobs } from '../workers/serve-jobs.js';
import { SileroRows } from './silero.js';
import type { VadJob, VadJobResult } from './vad-job.js';

/**
 * On Linux this is the niceness of the calling thread alone: where cores are short, the thread that moves the audio goes
 * first, and a batch takes some milliseconds more. Elsewhere 0 means the whole process, which is left as it is.
 */
const NICER_BY = 5;
if (process.platform === 'linux') setPriority(0, Math.min(constants.priority.PRIORITY_LOW, getPriority(0) + NICER_BY));

const model = new URL('./silero_vad_v5.onnx', import.meta.resolve('@ricky0123/vad-web'));
const session = await onnx.InferenceSession.create(fileURLToPath(model), { intraOpNumThreads: 1, interOpNumThreads: 1 });
const rows = { 8000: new SileroRows(session, 8000), 16000: new SileroRows(session, 16000) };

serveJobs<VadJob, VadJobResult>(async (job) => {
  const probabilities = await rows[job.sampleRateHz].run(job);
  return { result: { probabilities, samples: job.samples }, transfer: [probabilities.buffer as ArrayBuffer, job.samples.buffer as ArrayBuffer] };
});

import { fileURLToPath } from 'node:url';
import { serveJobs } from '../workers/serve-jobs.js';
import { Moonshine } from './moonshine.js';
import type { SttJob, SttJobResult } from './stt-job.js';

const folder = new URL('./model/tiny/quantized/', import.meta.resolve('@moonshine-ai/moonshine-js'));
const moonshine = await Moonshine.load({
  encoder: fileURLToPath(new URL('encoder_model.onnx', folder)), decoder: fileURLToPath(new URL('decoder_model_merged.onnx', folder)),
});
// The first run allocates; it is paid here and not by the first caller.
await moonshine.transcribe(new Int16Array(16_000), () => false);

serveJobs<SttJob, SttJobResult>(async (job, context) => ({ result: await moonshine.transcribe(job.samples, context.isCancelled) }));

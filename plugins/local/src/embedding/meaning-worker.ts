import { KnowledgeIndex } from '../llm/knowledge-index.js';
import { serveJobs } from '../workers/serve-jobs.js';
import type { MeaningJob, MeaningResult } from './meaning-job.js';
import { DIMENSIONS, SentenceEncoder } from './sentence-encoder.js';

/** Sets of documents kept; an agent has one for each published version. */
const KNOWLEDGE_MAX = 64;

const encoder = await SentenceEncoder.load();
const known = new Map<string, KnowledgeIndex>();

function learn(key: string, documents: ConstructorParameters<typeof KnowledgeIndex>[0]): void {
  if (known.has(key)) return;
  const index = new KnowledgeIndex(documents, encoder);
  known.set(key, index);
  if (known.size > KNOWLEDGE_MAX) known.delete(known.keys().next().value!);
  encodeOn(index);
}

/** Encodes the sentences piece by piece, so that searches get their turn between. */
function encodeOn(index: KnowledgeIndex): void {
  setImmediate(() => {
    void index.encodeSome().then((isDone) => { if (!isDone) encodeOn(index); });
  });
}

serveJobs<MeaningJob, MeaningResult>(async (job, { isCancelled }) => {
  if (job.type === 'learn') {
    learn(job.key, job.documents);
    return { result: { type: 'learn' } };
  }
  if (job.type === 'search') {
    const index = known.get(job.key);
    if (!index) return { result: { type: 'search', isKnown: false, hits: [] } };
    known.delete(job.key);
    known.set(job.key, index);
    return { result: { type: 'search', isKnown: true, hits: await index.search(job.query, isCancelled) } };
  }
  const vectors = await encoder.encode(job.texts, isCancelled);
  const values = new Float32Array(vectors.length * DIMENSIONS);
  vectors.forEach((vector, index) => { values.set(vector, index * DIMENSIONS); });
  return { result: { type: 'embed', dimensions: DIMENSIONS, values }, transfer: [values.buffer] };
});

// The vendor's wire format, as the adapter speaks it. Its vectors count words, so that texts that share words are near each other.
import { createHash } from 'node:crypto';

const DIMENSIONS = 256;
const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['nothing'];

function vectorOf(text) {
  const vector = Array.from({ length: DIMENSIONS }, () => 0);
  for (const word of wordsOf(text)) vector[createHash('sha256').update(word).digest()[0]] += 1;
  return vector;
}

export const routes = {
  'POST /vectors': async ({ texts }, response) => {
    const tokens = texts.reduce((sum, text) => sum + wordsOf(text).length, 0);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ vectors: texts.map(vectorOf), tokens }));
  },
};

import { definePlugin } from '@parley/plugin-sdk';
import { openEmbedding } from './embedding.js';
import { openLlm } from './llm.js';
import { openTts } from './tts.js';

export default definePlugin({ llm: openLlm, tts: openTts, embedding: openEmbedding });

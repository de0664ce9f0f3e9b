import { definePlugin } from '@parley/plugin-sdk';
import { openEmbedding } from './embedding.js';
import { openLlm } from './llm.js';
import { openStt } from './stt.js';
import { openTts } from './tts.js';

export default definePlugin({ llm: openLlm, stt: openStt, tts: openTts, embedding: openEmbedding });

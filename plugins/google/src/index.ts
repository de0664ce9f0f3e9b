import { definePlugin } from '@parley/plugin-sdk';
import { openLlm } from './llm.js';
import { openStt } from './stt.js';
import { openTts } from './tts.js';

export default definePlugin({ llm: openLlm, stt: openStt, tts: openTts });

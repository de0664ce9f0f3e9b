import { definePlugin } from '@parley/plugin-sdk';
import { openLlm } from './llm.js';
import { openTts } from './tts.js';

export default definePlugin({ llm: openLlm, tts: openTts });

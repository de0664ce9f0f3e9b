import { definePlugin } from '@parley/plugin-sdk';
import { openStt } from './stt.js';
import { openTts } from './tts.js';

export default definePlugin({ stt: openStt, tts: openTts });

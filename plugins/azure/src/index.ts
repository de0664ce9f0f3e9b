import { definePlugin } from '@parley/plugin-sdk';
import { openTts } from './tts.js';

export default definePlugin({ tts: openTts });

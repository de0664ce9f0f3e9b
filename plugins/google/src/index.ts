import { definePlugin } from '@parley/plugin-sdk';
import { openLlm } from './llm.js';

export default definePlugin({ llm: openLlm });

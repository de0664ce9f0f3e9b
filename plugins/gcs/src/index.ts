import { definePlugin } from '@parley/plugin-sdk';
import { openStorage } from './storage.js';

export default definePlugin({ storage: openStorage });

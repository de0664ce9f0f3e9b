import { definePlugin } from '@parley/plugin-sdk';
import { openPostgres } from './postgres.js';

export default definePlugin({ 'data-source': openPostgres });

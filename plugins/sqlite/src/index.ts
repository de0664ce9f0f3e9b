import { definePlugin } from '@parley/plugin-sdk';
import { openSqlite } from './sqlite.js';

export default definePlugin({ 'data-source': openSqlite });

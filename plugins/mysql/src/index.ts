import { definePlugin } from '@parley/plugin-sdk';
import { openMysql } from './mysql.js';

export default definePlugin({ 'data-source': openMysql });

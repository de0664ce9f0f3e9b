import { definePlugin } from '@parley/plugin-sdk';
import { openMail } from './mail.js';

export default definePlugin({ mail: openMail });

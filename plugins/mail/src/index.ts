import { definePlugin } from '@parley/plugin-sdk';
import { openFileSink } from './file-sink.js';
import { mailSettings } from './settings.js';
import { openSmtp } from './smtp.js';

export default definePlugin({
  mail: async (context) => {
    const settings = mailSettings.parse(context.settings);
    return settings.transport === 'smtp' ? openSmtp(settings, context) : openFileSink(settings, context);
  },
});

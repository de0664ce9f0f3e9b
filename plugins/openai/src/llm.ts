import { createChatProvider, type LlmProvider, type PluginContext } from '@parley/plugin-sdk';
import { connect } from './client.js';
import { llmSettings } from './settings.js';

/** Language models over Chat Completions, which most servers besides the vendor's own speak too. */
export async function openLlm(context: PluginContext): Promise<LlmProvider> {
  const settings = llmSettings.parse(context.settings);
  const connection = connect(settings, context);
  return createChatProvider(settings, {
    create: (body, signal) => connection.client.chat.completions.create(body, { signal }),
    warm: (signal) => connection.client.models.retrieve(settings.model, { signal }),
    connections: connection,
  });
}

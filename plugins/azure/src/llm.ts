import { chatRefusal, createChatProvider, failureOfApiClient, openClientConnections, type LlmProvider, type PluginContext } from '@parley/plugin-sdk';
import { AzureOpenAI } from 'openai';
import { llmSettings } from './settings.js';

/** Language models as they are deployed in a resource of Azure OpenAI, over Chat Completions with the vendor's own client. */
export async function openLlm({ settings: given, secrets, clock }: PluginContext): Promise<LlmProvider> {
  const { baseUrl, apiVersion, deployment, timeoutMs, ...settings } = llmSettings.parse(given);
  const secret = secrets['apiKey'] ?? '';
  const connections = openClientConnections({ timeoutMs, clock, asProviderError: (error) => failureOfApiClient(error, AzureOpenAI, (refused) => chatRefusal(refused, secret)) });
  // The client makes no connection without a key; the vendor is asked all the same, and refuses in its own words.
  const client = new AzureOpenAI({ ...connections.options, baseURL: `${baseUrl.replace(/\/+$/, '')}/openai`, apiVersion, apiKey: secret === '' ? 'none' : secret, organization: null, project: null });
  return createChatProvider({ ...settings, model: deployment }, {
    create: (body, signal) => client.chat.completions.create(body, { signal }),
    warm: (signal) => client.models.retrieve(deployment, { signal }),
    connections,
  });
}

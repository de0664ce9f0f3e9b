import { z } from 'zod';

export const llmSettings = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.anthropic.com').meta({ title: 'Address of the API', description: 'Where the API is, without `/v1`.', 'x-parley': { group: 'Connection' } }),
  model: z.string().min(1).max(200).default('claude-haiku-4-5').meta({ title: 'Model', description: 'Name of the model, as the vendor spells it.' }),
  outputTokensMax: z.int().min(1).max(64_000).default(1_024).meta({ title: 'Longest answer (tokens)', description: 'Longest answer in tokens, where the agent sets no limit of its own.' }),
  temperature: z.number().min(0).max(1).optional().meta({ title: 'Temperature', description: 'How freely it picks its words; left out, the model\'s own default holds.' }),
  cacheTtl: z.enum(['off', '5m', '1h']).default('5m').meta({ title: 'Prompt caching', description: 'How long the vendor keeps instructions and tools read, so that the next turn is answered sooner and costs less.' }),
  timeoutMs: z.int().min(100).max(120_000).default(20_000).meta({ title: 'Longest wait (ms)', description: 'Longest wait for the first result, and longest silence after it, in milliseconds.', 'x-parley': { group: 'Connection' } }),
});

export type LlmSettings = z.output<typeof llmSettings>;

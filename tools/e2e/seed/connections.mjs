// Providers of the seeded organization, in every state that they may be in, with credentials that nothing opens: calls
// pass them over. What they cost in a month is counted for them.
import { randomBytes } from 'node:crypto';
import { encodeId, uuidv7 } from '@parley/db';
import { insertRows } from './insert-rows.mjs';

const DAY_MS = 86_400_000;
const DAYS = 30;
const ago = (days) => new Date(Date.now() - days * DAY_MS);
const problem = (cause, message, days) => ({ cause, message, remedy: 'Top up the account at the provider, or raise its limit there.', at: ago(days).toISOString() });

const CONNECTIONS = [
  { kind: 'llm', pluginId: 'openai', name: 'OpenAI', settings: { model: 'gpt-4.1-mini' }, status: 'ACTIVE', latencyMs: 412, days: 90, lastFour: 'k7Qd', used: { perDay: 140, inputTokens: 1_500, outputTokens: 42, microUsd: 660 } },
  { kind: 'llm', pluginId: 'anthropic', name: 'Anthropic, where OpenAI fails', settings: { outputTokensMax: 512 }, status: 'ACTIVE', latencyMs: 538, days: 60, lastFour: 'xA02', used: { perDay: 3, inputTokens: 1_500, outputTokens: 40, microUsd: 1_700 } },
  { kind: 'llm', pluginId: 'openai', name: 'Ollama on the machine in the cellar', settings: { baseUrl: 'http://localhost:11434/v1', model: 'llama3.2' }, status: 'INACTIVE', latencyMs: 1_240, days: 20 },
  { kind: 'llm', pluginId: 'mistral', name: 'Mistral', settings: {}, status: 'PENDING_APPROVAL', latencyMs: 466, days: 0.1, lastFour: 'm9Zt' },
  { kind: 'tts', pluginId: 'elevenlabs', name: 'ElevenLabs', settings: {}, status: 'ERROR', latencyMs: 238, days: 80, lastFour: '4f1c', voice: 'Xb7hH8MSUJpSbSDYk0k2', voices: [{ id: 'Xb7hH8MSUJpSbSDYk0k2', language: 'en', gender: 'female' }, { id: 'pqHfZKP75CvOlQylNhV4', language: 'en', gender: 'male' }], lastError: problem('quota', 'This request exceeds your quota of 100000 credits. You have 12 credits remaining.', 0.2), used: { perDay: 150, characters: 96, microUsd: 4_800 } },
  { kind: 'tts', pluginId: 'deepgram', name: 'Deepgram Aura', settings: { voice: 'aura-2-thalia-en' }, status: 'ACTIVE', latencyMs: 271, days: 75, lastFour: 'D2e8', lastError: problem('timeout', 'There was no result within 15 seconds.', 3), used: { perDay: 8, characters: 90, microUsd: 2_700 } },
  { kind: 'stt', pluginId: 'deepgram', name: 'Deepgram', settings: { isMultilingual: true }, status: 'ACTIVE', latencyMs: 184, days: 75, lastFour: 'D2e8', used: { perDay: 150, audioMs: 2_900, microUsd: 232 } },
];

const TOTALS = { failedRequests: 0, unpricedRequests: 0, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, characters: 0, audioMs: 0, costMicroUsd: 0 };

/** What a connection did in a month, a day a row; fewer on some days than on others. */
function usageOf({ id, kind, used }, { organizationId, agentId }) {
  if (!used) return [];
  return Array.from({ length: DAYS }, (_none, day) => {
    const requests = Math.max(1, Math.round(used.perDay * (0.6 + ((day * 7) % 10) / 12)));
    const of = (amount = 0) => Math.round(amount * requests);
    const hour = new Date(ago(day).setUTCMinutes(0, 0, 0)).toISOString();
    return { ...TOTALS, organizationId, agentId, hour, kind, connectionId: encodeId('con', id), requests, failedRequests: day % 11 === 3 ? 2 : 0, inputTokens: of(used.inputTokens), outputTokens: of(used.outputTokens), characters: of(used.characters), audioMs: of(used.audioMs), costMicroUsd: of(used.microUsd) };
  });
}

/** Connections of the organization, and one that its agency lends. Answers their ids by plugin and kind. */
export async function seedConnections(system, { organizationId, agencyId, agentId }) {
  const rows = CONNECTIONS.map((connection) => ({ id: uuidv7(), ...connection }));
  const placeOf = ({ id, kind }) => rows.filter((row) => row.kind === kind).findIndex((row) => row.id === id);
  const lent = { id: uuidv7(), organizationId: agencyId, kind: 'tts', pluginId: 'azure', name: 'Azure voices of the agency', settings: { baseUrl: 'https://westeurope.tts.speech.microsoft.com' }, status: 'ACTIVE', latencyMs: 305, isLent: true, position: 0, testedAt: ago(2) };
  await system.providerConnection.createMany({ data: [
    ...rows.map(({ days, lastFour: _lastFour, used: _used, lastError, ...row }) => ({ ...row, organizationId, position: placeOf(row), createdAt: ago(days), testedAt: lastError ? new Date(lastError.at) : ago(Math.min(days, 1)), ...(lastError ? { lastError } : {}) })), lent,
  ] });
  const [dataKey, lentKey] = [organizationId, agencyId].map((owner) => ({ id: uuidv7(), organizationId: owner, keyId: 'seed', ciphertext: randomBytes(60) }));
  await system.dataKey.createMany({ data: [dataKey, lentKey] });
  const secretOf = ({ id, lastFour, days = 2 }, key) => ({ id: uuidv7(), organizationId: key.organizationId, connectionId: id, name: 'apiKey', ciphertext: randomBytes(48), dataKeyId: key.id, lastFour, updatedAt: ago(days) });
  await system.connectionSecret.createMany({ data: [...rows.filter(({ lastFour }) => lastFour).map((row) => secretOf(row, dataKey)), secretOf({ ...lent, lastFour: 'Az7r' }, lentKey)] });
  await insertRows(system, 'usage_hours', rows.flatMap((row) => usageOf(row, { organizationId, agentId })));
  return Object.fromEntries(rows.map(({ id, name }) => [name, encodeId('con', id)]));
}

import { createHash, randomBytes } from 'node:crypto';
import { encodeId, roleTemplateId, uuidv7, type Database } from '@parley/db';

/** What the requests need to know of the data. */
export interface BenchData {
  readonly organizationId: string;
  readonly userId: string;
  readonly sessionToken: string;
  /** Internal id of the call that is looked at: one from the middle of the list. */
  readonly callId: string;
  readonly callGlobalId: string;
}

const TURNS = 8;
const RESPONSE_MS = '705.5::double precision';
/** Recordings of 20 s at 50 values a second. */
const PEAKS = 1_000;
/** The first call began here; one began each minute after it. */
const FIRST_CALL = '2026-01-05 08:00:00+00';

/** A UUID of version 7 in SQL, from a time and a number, so that rows lie as the product's own do. */
const uuid = (timeMs: string, number: string) => `(lpad(to_hex((${timeMs})::bigint), 12, '0') || '70008000' || lpad(to_hex((${number})::bigint), 12, '0'))::uuid`;
const START = `(timestamptz '${FIRST_CALL}' + n * interval '1 minute')`;
const START_MS = `(extract(epoch from ${START}) * 1000)`;
const CALL_ID = uuid(START_MS, 'n');

const CALLS = `INSERT INTO calls (id, "organizationId", "agentId", "agentVersionId", transport, status, "mediaId", "createdAt", "answeredAt", "endedAt",
    "endedParty", "endedCode", "endedText", "durationMs", "lastSeq", "costMicroUsd", "turnCount", "responsesMs", "responseP50Ms", "responseP95Ms")
  SELECT ${CALL_ID}, $1::uuid, $2::uuid, $3::uuid, (CASE WHEN n % 3 = 0 THEN 'BROWSER' ELSE 'TWILIO' END)::"CallTransport", 'ENDED', 'media-1', ${START},
    ${START} + interval '300 ms', ${START} + interval '20300 ms', 'CALLER', 'HUNG_UP', 'The caller hung up.', 20000, 40, 1000 + n, ${TURNS}, array_fill(${RESPONSE_MS}, ARRAY[${TURNS / 2}]), ${RESPONSE_MS}, ${RESPONSE_MS}
  FROM generate_series(1, $4::int) AS n`;

const TURN_ROWS = `INSERT INTO turns (id, "organizationId", "callId", seq, "turnIndex", speaker, text, purpose, "generatedText", "spokenText", "heardText", "heardEvidence",
    "startedAtMs", "endedAtMs", latency, providers)
  SELECT ${uuid(START_MS, `n * ${TURNS} + turn`)}, $1::uuid, ${CALL_ID}, turn * 5, turn - 1, (CASE WHEN turn % 2 = 0 THEN 'AGENT' ELSE 'CALLER' END)::"Speaker", said.text,
    CASE WHEN turn % 2 = 0 THEN 'ANSWER' END, said.agent, said.agent, said.agent, CASE WHEN turn % 2 = 0 THEN 'MARK' END, turn * 2400, turn * 2400 + 2100,
    CASE WHEN turn % 2 = 0 THEN jsonb_build_object('endpointWaitMs', 400, 'sttFinalMs', 12.5, 'llmFirstTokenMs', 180, 'ttsFirstAudioMs', 95, 'transportMs', 3, 'responseMs', ${RESPONSE_MS}, 'ownShareMs', 15) END,
    jsonb_build_object('stt', 'local', 'turn', 'local', 'llm', 'local', 'tts', 'local')
  FROM generate_series(1, $2::int) AS n, generate_series(1, ${TURNS}) AS turn,
    LATERAL (SELECT CASE WHEN turn % 2 = 1 THEN 'Do you have an appointment free on day ' || n || ', or the one after it?' ELSE answer.text END AS text,
      CASE WHEN turn % 2 = 0 THEN answer.text END AS agent
      FROM (SELECT 'Yes, there is one at half past ' || (n % 9 + 8) || '. Shall I write your name down for it, and would you like a reminder?' AS text) AS answer) AS said`;

const RECORDINGS = `INSERT INTO recordings (id, "organizationId", "callId", "storageKey", "durationMs", "byteLength", "sampleRateHz", sha256, peaks)
  SELECT ${uuid(START_MS, 'n + 1000000000')}, $1::uuid, ${CALL_ID}, 'bench/' || n || '.wav', 20000, 640044, 8000, repeat('0', 64), peaks.value
  FROM (SELECT jsonb_build_object('left', jsonb_agg(step * 37 % 256), 'right', jsonb_agg(step * 91 % 256)) AS value FROM generate_series(1, ${PEAKS}) AS step) AS peaks, generate_series(1, $2::int) AS n`;

/** Fills an empty database: one organization with a person, a session, an agent and its calls. */
export async function fill(database: Database, calls: number): Promise<BenchData> {
  const { system } = database;
  const [organizationId, userId, agentId, versionId] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  const sessionToken = randomBytes(32).toString('base64url');
  const agent = { organizationId, name: 'Reception', instructions: 'Answer what you know.', greeting: 'Hello!', language: 'en', knowledge: [], turnTaking: {} };
  await system.organization.create({ data: { id: organizationId, name: 'Bench', slug: 'bench' } });
  await system.user.create({ data: { id: userId, email: 'bench@parley.localhost', passwordHash: 'none', name: 'Bench' } });
  await system.membership.create({ data: { organizationId, userId, roleId: roleTemplateId('owner') } });
  await system.session.create({ data: { id: uuidv7(), userId, organizationId, tokenHash: createHash('sha256').update(sessionToken).digest(), expiresAt: new Date(Date.now() + 24 * 3_600_000) } });
  await system.agent.create({ data: { id: agentId, slug: 'reception', ...agent } });
  await system.agentVersion.create({ data: { id: versionId, agentId, number: 1, ...agent } });
  await system.agent.update({ where: { id: agentId }, data: { publishedVersionId: versionId } });
  await system.$executeRawUnsafe(CALLS, organizationId, agentId, versionId, calls);
  await system.$executeRawUnsafe(TURN_ROWS, organizationId, calls);
  await system.$executeRawUnsafe(RECORDINGS, organizationId, calls);
  await system.$executeRawUnsafe('VACUUM ANALYZE');
  const call = await system.call.findFirstOrThrow({ orderBy: { createdAt: 'asc' }, skip: Math.floor(calls / 2), select: { id: true } });
  return { organizationId, userId, sessionToken, callId: call.id, callGlobalId: encodeId('call', call.id) };
}

// Calls straight into the database of a Parley under test: many at once for measuring lists, and single ones told event by event.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeId, openDatabase, uuidv7 } from '@parley/db';

const silent = { info() {}, warn() {}, error() {} };
const TURNS = 4;

/** Runs `work` with the database while its api is stopped: the embedded one belongs to a single process. */
export async function withDatabase(parley, work) {
  await parley.end('api', 'SIGTERM');
  const database = await openDatabase({ dataDir: parley.dataDir, databaseUrl: parley.env.DATABASE_URL, logger: silent });
  try { return await work(database); } finally {
    await database.close();
    await parley.start('api');
  }
}

/** The demo's organization with its agent. */
export async function demoAgent(database) {
  const agent = await database.system.agent.findFirstOrThrow({ where: { slug: 'demo' }, select: { id: true, organizationId: true, publishedVersionId: true } });
  return { organizationId: agent.organizationId, agentId: agent.id, agentVersionId: agent.publishedVersionId };
}

const uuid = (timeMs, number) => `(lpad(to_hex((${timeMs})::bigint), 12, '0') || '70008000' || lpad(to_hex((${number})::bigint), 12, '0'))::uuid`;
// One call every eleven minutes back from now; figures that look like those of a business and are the same in every run.
const START = `($1::timestamptz - n * interval '11 minutes')`;
const START_MS = `(extract(epoch from ${START}) * 1000)`;
const ID = uuid(START_MS, 'n');
const LENGTH_MS = '(4000 + (n * 7919) % 240000)';
const P50 = '(420 + (n * 131) % 1400)';
const END = `(ARRAY['HUNG_UP','HUNG_UP','GOODBYE','HUNG_UP','GOODBYE','CALLER_SILENT','HUNG_UP','CONNECTION_LOST','HUNG_UP','PROVIDERS_DOWN'])[1 + n % 10]`;
const PARTY = `(ARRAY['CALLER','CALLER','AGENT','CALLER','AGENT','CALLER','CALLER','CARRIER','CALLER','PLATFORM'])[1 + n % 10]`;
const TEXT = `(ARRAY['The caller hung up.','The caller hung up.','The agent said goodbye.','The caller hung up.','The agent said goodbye.','The caller said nothing more.','The caller hung up.','The connection was lost.','The caller hung up.','No provider answered.'])[1 + n % 10]`;
const NAME = `(ARRAY['Ada Byron','Grace Hopper','Mary Somerville','Emmy Noether','Karen Jones','Hedy Lamarr',NULL])[1 + n % 7]`;

const CALLS = `INSERT INTO calls (id, "organizationId", "agentId", "agentVersionId", transport, status, "mediaId", "createdAt", "answeredAt", "endedAt", "endedParty", "endedCode", "endedText",
    "durationMs", "lastSeq", "costMicroUsd", "turnCount", "interruptionCount", "responsesMs", "responseP50Ms", "responseP95Ms", "callerName", "callerNumber")
  SELECT ${ID}, $2::uuid, $3::uuid, $4::uuid, (CASE WHEN n % 3 = 0 THEN 'BROWSER' ELSE 'TWILIO' END)::"CallTransport", 'ENDED', 'media-1', ${START}, ${START} + interval '300 ms',
    ${START} + ${LENGTH_MS} * interval '1 millisecond', ${PARTY}, ${END}, ${TEXT}, ${LENGTH_MS}, 40, 900 + (n * 373) % 40000, ${TURNS}, n % 4 / 3, ARRAY[${P50}, ${P50} * 1.6], ${P50}, ${P50} * 1.6,
    ${NAME}, CASE WHEN n % 3 = 0 THEN NULL ELSE '+4930' || (1000000 + n * 7) END
  FROM generate_series(1, $5::int) AS n`;

const TURN_ROWS = `INSERT INTO turns (id, "organizationId", "callId", seq, "turnIndex", speaker, text, purpose, "generatedText", "spokenText", "heardText", "heardEvidence", "isInterrupted", "startedAtMs", "endedAtMs", latency)
  SELECT ${uuid(START_MS, `n * ${TURNS} + turn`)}, $2::uuid, ${ID}, turn * 5, turn - 1, (CASE WHEN turn % 2 = 1 THEN 'AGENT' ELSE 'CALLER' END)::"Speaker", said, CASE WHEN turn = 1 THEN 'GREETING' WHEN turn % 2 = 1 THEN 'ANSWER' END,
    CASE WHEN turn % 2 = 1 THEN said END, CASE WHEN turn % 2 = 1 THEN said END, CASE WHEN turn % 2 = 1 THEN said END, CASE WHEN turn % 2 = 1 THEN 'MARK' END, false, (turn - 1) * 3200, turn * 3200 - 400,
    CASE WHEN turn = 3 THEN jsonb_build_object('endpointWaitMs', 300, 'llmFirstTokenMs', 90, 'ttsFirstAudioMs', 30, 'responseMs', ${P50}) END
  FROM generate_series(1, $3::int) AS n, generate_series(1, ${TURNS}) AS turn,
    LATERAL (SELECT (ARRAY['Hello, this is Mia at Harbour Dental. How can I help you?', 'I would like an appointment on day ' || n || ', please.', 'There is one at half past ' || (n % 9 + 8) || '. Shall I write your name down?', 'Yes, please do.'])[turn] AS said) AS words`;

/** So many ended calls of the demo's agent, each with four turns and no recording. */
export async function seedCalls(database, calls) {
  const { organizationId, agentId, agentVersionId } = await demoAgent(database);
  const newest = new Date().toISOString();
  await database.system.$executeRawUnsafe(CALLS, newest, organizationId, agentId, agentVersionId, calls);
  await database.system.$executeRawUnsafe(TURN_ROWS, newest, organizationId, calls);
  await database.system.$executeRawUnsafe('ANALYZE');
}

/** What the row of a turn takes from its event, as the api stores it. */
function turnOf({ seq, type, payload }) {
  const isAgent = type === 'agent-turn';
  const { turnIndex, startedAtMs, endedAtMs, latency, providers, usage } = payload;
  return {
    id: uuidv7(), seq, turnIndex, speaker: isAgent ? 'AGENT' : 'CALLER', text: isAgent ? payload.heardText : payload.text, startedAtMs, endedAtMs, isInterrupted: payload.isInterrupted ?? false, providers, usage,
    ...(isAgent ? { purpose: payload.purpose, generatedText: payload.generatedText, spokenText: payload.spokenText, heardText: payload.heardText, heardEvidence: payload.heardEvidence, latency } : {}),
  };
}

/**
 * One ended call from its events, `[atMs, type, payload]` each; answers its id as the contract writes it. `wav` is its
 * recording, with `peaks` as the api would measure them.
 */
export async function storeCall(database, { events, startedAt = new Date(Date.now() - 3_600_000), recording, dataDir, ...row }) {
  const { organizationId, agentId, agentVersionId } = await demoAgent(database);
  const id = uuidv7();
  const stored = events.map(([atMs, type, payload], index) => ({ seq: index + 1, type, atMs, payload, occurredAt: new Date(startedAt.getTime() + atMs) }));
  const turns = stored.filter(({ type }) => type === 'caller-turn' || type === 'agent-turn').map(turnOf);
  const end = stored.at(-1);
  const responsesMs = turns.flatMap(({ latency }) => (latency?.responseMs === undefined ? [] : [latency.responseMs])).toSorted((one, other) => one - other);
  const costMicroUsd = [...new Map([...turns.flatMap(({ usage }) => usage ?? []), ...end.payload.usage].map((line) => [line.requestId, line])).values()].reduce((sum, line) => sum + (line.costMicroUsd ?? 0), 0);
  const { party, code, text } = end.payload.reason;
  await database.system.call.create({ data: {
    id, organizationId, agentId, agentVersionId, transport: 'TWILIO', status: 'ENDED', mediaId: 'media-1', createdAt: startedAt, answeredAt: startedAt, endedAt: end.occurredAt,
    endedParty: party, endedCode: code, endedText: text, durationMs: Math.round(end.atMs), lastSeq: end.seq, costMicroUsd, turnCount: turns.length,
    interruptionCount: turns.filter(({ isInterrupted, speaker }) => isInterrupted && speaker === 'AGENT').length, responsesMs,
    ...(responsesMs.length > 0 ? { responseP50Ms: responsesMs[Math.floor(responsesMs.length / 2)], responseP95Ms: responsesMs.at(-1) } : {}), ...row,
  } });
  await database.system.callEvent.createMany({ data: stored.map((event) => ({ organizationId, callId: id, ...event })) });
  await database.system.turn.createMany({ data: turns.map((turn) => ({ organizationId, callId: id, ...turn })) });
  if (recording) {
    const { wav, peaks, sampleRateHz, durationMs } = recording;
    mkdirSync(join(dataDir, 'recordings'), { recursive: true });
    writeFileSync(join(dataDir, 'recordings', `${id}.wav`), wav);
    await database.system.recording.create({ data: { id: uuidv7(), organizationId, callId: id, storageKey: `${id}.wav`, durationMs, byteLength: wav.length, sampleRateHz, sha256: '0'.repeat(64), peaks } });
  }
  return encodeId('call', id);
}

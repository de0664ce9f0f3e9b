import { splitId } from '@parley/db';
import type { OperationName } from './operations.js';

/** A statement that answers with the whole body as text, and how its parameters come from the request. */
export interface HandWritten {
  readonly sql: string;
  readonly parameters: (request: { readonly organizationId: string; readonly userId: string; readonly variables: Readonly<Record<string, unknown>> }) => unknown[];
}

const time = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const COST = `json_build_object('amount', to_char(c."costMicroUsd" / 1000000.0, 'FM999999990.009999'), 'currency', 'USD')`;
const REASON = `CASE WHEN c."endedCode" IS NOT NULL THEN json_build_object('party', c."endedParty", 'code', c."endedCode", 'text', c."endedText") END`;
const AGENT = `json_build_object('id', a.id, 'name', a.name, 'slug', a.slug)`;
const AGENT_JOIN = `JOIN agents a ON a."organizationId" = c."organizationId" AND a.id = c."agentId"`;
const TURN = `'seq', t.seq, 'index', t."turnIndex", 'speaker', t.speaker, 'text', t.text, 'isInterrupted', t."isInterrupted", 'startedAtMs', t."startedAtMs", 'endedAtMs', t."endedAtMs"`;
const TURN_REST = `'purpose', t.purpose, 'generatedText', t."generatedText", 'spokenText', t."spokenText", 'heardText', t."heardText", 'heardEvidence', t."heardEvidence", 'latency', t.latency, 'providers', t.providers`;

/** Turns of the call `c`, through their index. */
const turns = (fields: string) => `LEFT JOIN LATERAL (SELECT json_agg(json_build_object(${fields}) ORDER BY t.seq) AS rows FROM turns t WHERE t."organizationId" = c."organizationId" AND t."callId" = c.id) turns ON true`;

/** The opaque position that the API would give the row. */
const CURSOR = `translate(encode(convert_to('[1,' || (extract(epoch from last."createdAt") * 1000)::bigint || ',"' || last.id || '"]', 'UTF8'), 'base64'), E'+/=\\n', '-_')`;

const list = (bound: string) => `WITH page AS MATERIALIZED (
    SELECT c.* FROM calls c WHERE c."organizationId" = $1 ${bound} ORDER BY c."createdAt" DESC, c.id DESC LIMIT $2::int + 1),
  kept AS MATERIALIZED (SELECT * FROM page ORDER BY "createdAt" DESC, id DESC LIMIT $2::int)
  SELECT json_build_object('data', json_build_object('calls', json_build_object(
    'nodes', (SELECT json_agg(json_build_object('id', c.id, 'status', c.status, 'transport', c.transport, 'startedAt', ${time('c."createdAt"')}, 'durationMs', c."durationMs",
        'cost', ${COST}, 'endedReason', ${REASON}, 'agent', ${AGENT}, 'turns', COALESCE(turns.rows, '[]'::json)) ORDER BY c."createdAt" DESC, c.id DESC)
      FROM kept c ${AGENT_JOIN} ${turns(TURN)}),
    'pageInfo', json_build_object('hasNextPage', (SELECT count(*) > $2::int FROM page),
      'endCursor', (SELECT ${CURSOR} FROM kept last ORDER BY last."createdAt", last.id LIMIT 1)))))::text AS body`;

const detail = (recording: string) => `SELECT json_build_object('data', json_build_object('call', json_build_object('id', c.id, 'status', c.status, 'transport', c.transport,
    'startedAt', ${time('c."createdAt"')}, 'answeredAt', ${time('c."answeredAt"')}, 'endedAt', ${time('c."endedAt"')}, 'durationMs', c."durationMs", 'lastSeq', c."lastSeq",
    'cost', ${COST}, 'endedReason', ${REASON}, 'agent', ${AGENT}, 'agentVersion', json_build_object('id', v.id, 'number', v.number, 'name', v.name),
    'turns', COALESCE(turns.rows, '[]'::json), 'recording', CASE WHEN r.id IS NOT NULL THEN json_build_object('id', r.id, 'durationMs', r."durationMs", 'byteLength', r."byteLength", 'sampleRateHz', r."sampleRateHz"${recording}) END)))::text AS body
  FROM calls c ${AGENT_JOIN} JOIN agent_versions v ON v."organizationId" = c."organizationId" AND v.id = c."agentVersionId"
    LEFT JOIN recordings r ON r."organizationId" = c."organizationId" AND r."callId" = c.id ${turns(`${TURN}, ${TURN_REST}`)}
  WHERE c."organizationId" = $1 AND c.id = $2`;

const NODE = `SELECT json_build_object('data', json_build_object('node', json_build_object('__typename', 'Call', 'id', c.id, 'status', c.status,
    'startedAt', ${time('c."createdAt"')}, 'durationMs', c."durationMs", 'agent', json_build_object('name', a.name))))::text AS body
  FROM calls c ${AGENT_JOIN} WHERE c."organizationId" = $1 AND c.id = $2`;

const VIEWER = `SELECT json_build_object('data', json_build_object('viewer', json_build_object('user', json_build_object('id', u.id, 'email', u.email, 'name', u.name),
    'organization', json_build_object('id', o.id, 'name', o.name, 'slug', o.slug))))::text AS body FROM users u, organizations o WHERE u.id = $1 AND o.id = $2`;

type Request = Parameters<HandWritten['parameters']>[0];
const ofCall = ({ organizationId, variables }: Request) => [organizationId, splitId(String(variables['id']))?.uuid];

function afterCursor({ organizationId, variables }: Request): unknown[] {
  const [, timeMs, id] = JSON.parse(Buffer.from(String(variables['after']), 'base64url').toString()) as [number, number, string];
  return [organizationId, variables['first'], new Date(timeMs).toISOString(), id];
}

export const HAND_WRITTEN: Readonly<Record<OperationName, HandWritten>> = {
  'list': { sql: list(''), parameters: ({ organizationId, variables }) => [organizationId, variables['first']] },
  'list-page-2': { sql: list('AND (c."createdAt", c.id) < ($3::timestamptz, $4::uuid)'), parameters: afterCursor },
  'detail': { sql: detail(''), parameters: ofCall },
  'detail-peaks': { sql: detail(`, 'peaks', r.peaks`), parameters: ofCall },
  'node': { sql: NODE, parameters: ofCall },
  'viewer': { sql: VIEWER, parameters: ({ userId, organizationId }) => [userId, organizationId] },
};

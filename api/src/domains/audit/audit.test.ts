import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activeCall, append, conversation, publishedAgent, startKit, type Kit, type Person } from '../../../test/kit.js';
import { internalId } from '../../schema/ids.js';

let kit: Kit;
let owner: Person;
let stranger: Person;
let agentId: string;
beforeAll(async () => {
  kit = await startKit();
  owner = await kit.signUp('Owner');
  stranger = await kit.signUp('Stranger');
  agentId = await publishedAgent(owner);
});
afterAll(() => kit.close());

const LOG = `query ($where: AuditWhere, $first: Int, $after: String) { auditEvents(where: $where, first: $first, after: $after) {
  nodes { id seq at actorKind actorId address action targetType targetId requestId hash changes { field before after } } pageInfo { hasNextPage endCursor } } auditVerify { isIntact events brokenAtSeq } }`;
interface Event { readonly id: string; readonly seq: number; readonly actorKind: string; readonly actorId: string | null; readonly address: string; readonly action: string; readonly targetType: string; readonly targetId: string; readonly requestId: string; readonly hash: string; readonly changes: { field: string; before: string | null; after: string | null }[] }
const events = async (where = {}, person = owner) => (await person.ask(LOG, { where, first: 100 })).data.auditEvents.nodes as Event[];

test('what people do is in the log of their organization, and in no other', async () => {
  const answer = await owner.ask('mutation ($id: ID!) { agentUpdate(input: { id: $id, greeting: "Good morning" }) { errors { code } } }', { id: agentId });
  const requestId = answer.headers.get('x-request-id');
  const { data: { viewer } } = await owner.ask('{ viewer { user { id } organization { id } } }');
  const [newest] = await events();
  expect(newest).toMatchObject({
    actorKind: 'USER', actorId: viewer.user.id, action: 'agentUpdate', targetType: 'agents', targetId: agentId, requestId, address: expect.stringMatching(/127\.0\.0\.1|::1/),
    changes: expect.arrayContaining([{ field: 'greeting', before: expect.any(String), after: 'Good morning' }]),
  });
  expect(new Set((await events()).map(({ action }) => action))).toEqual(new Set(['signUp', 'agentCreate', 'agentPublish', 'agentUpdate']));
  expect((await events({}, stranger)).some(({ targetId }) => targetId === agentId)).toBe(false);
  expect((await stranger.ask('query ($id: ID!) { node(id: $id) { id } }', { id: newest!.id })).data.node).toBeNull();
});

test('it is filtered and paged without a gap, and says that it is whole', async () => {
  const all = await events();
  expect(all.map(({ seq }) => seq)).toEqual(all.map((_event, index) => all.length - index));
  expect((await events({ targetId: agentId })).every(({ targetId }) => targetId === agentId)).toBe(true);
  expect((await events({ action: 'agentPublish' })).map(({ action }) => action)).toEqual(['agentPublish']);
  expect((await events({ actorId: all[0]!.actorId })).length).toBeGreaterThan(0);
  expect(await events({ actorId: 'usr_0000000000000000000001' })).toEqual([]);
  expect(await events({ before: '2020-01-01T00:00:00Z' })).toEqual([]);
  const { data } = await owner.ask(LOG, { first: 2 });
  const next = await owner.ask(LOG, { first: 2, after: data.auditEvents.pageInfo.endCursor });
  expect([...data.auditEvents.nodes, ...next.data.auditEvents.nodes].map(({ id }: Event) => id)).toEqual(all.slice(0, 4).map(({ id }) => id));
  expect(data.auditVerify).toEqual({ isIntact: true, events: all.length, brokenAtSeq: null });
});

test('signing in and out is in it, a wrong password is not, and neither password nor token is', async () => {
  const query = 'mutation ($input: SignInInput!) { signIn(input: $input) { sessionToken errors { code } } }';
  await kit.ask(query, { input: { email: owner.email, password: 'a wrong password' } });
  const { data } = await kit.ask(query, { input: { email: owner.email, password: 'a good password' } });
  await kit.ask('mutation { signOut { errors { code } } }', {}, data.signIn.sessionToken);
  const [out, within] = await events();
  expect([within!.action, within!.actorKind, out!.action, out!.actorKind]).toEqual(['signIn', 'ANONYMOUS', 'signOut', 'USER']);
  const rows = JSON.stringify(await kit.test.database.system.auditEvent.findMany());
  expect(rows).not.toContain(data.signIn.sessionToken);
  expect(rows).not.toContain('good password');
});

test('a list is one statement, a change none more than before', async () => {
  const statements = async (work: () => Promise<unknown>) => { kit.test.takeStatements(); await work(); return kit.test.takeStatements().filter(({ kind, sql }) => kind === 'data' && !sql.includes('idempotent')).length; };
  expect(await statements(() => owner.ask('{ auditEvents(first: 50) { nodes { id action changes { field } } } }'))).toBe(1);
  expect(await statements(() => owner.ask('mutation ($id: ID!) { agentUpdate(input: { id: $id, name: "Eve" }) { errors { code } } }', { id: agentId }))).toBeLessThanOrEqual(3);
});

test('whoever reads a call, hears it or watches calls is in the log: once, and before the answer leaves', async () => {
  const { id, callId } = await activeCall(kit, owner, agentId);
  await append(kit, callId, conversation(callId));
  await kit.test.database.system.recording.create({ data: { id: '01a1fdcf-4e11-7000-8275-248715f8ac77', organizationId: (await kit.test.database.system.call.findFirstOrThrow()).organizationId, callId, storageKey: 'x', durationMs: 1, byteLength: 1, sampleRateHz: 8000, sha256: 'x', peaks: { left: [], right: [] } } });
  const read = () => owner.ask('query ($id: ID!) { call(id: $id) { turns { text } recording { url } } }', { id });
  await owner.ask('query ($id: ID!) { call(id: $id) { status durationMs } }', { id });
  expect((await events({ action: 'transcriptRead' }))).toEqual([]);
  kit.test.takeStatements();
  await read();
  expect(kit.test.takeStatements().filter(({ kind }) => kind === 'data').length).toBeLessThanOrEqual(3);
  await read();
  expect((await events({ action: 'transcriptRead' })).map(({ targetType, targetId, actorKind }) => [targetType, targetId, actorKind])).toEqual([['calls', id, 'USER']]);
  expect((await events({ action: 'recordingRead' })).map(({ targetType }) => targetType)).toEqual(['recordings']);
  expect((await owner.ask('{ auditVerify { isIntact } }')).data.auditVerify.isIntact).toBe(true);
});

test('what cannot be written down is not shown', async () => {
  const { id, callId } = await activeCall(kit, owner, agentId);
  await append(kit, callId, conversation(callId));
  await kit.test.database.system.$executeRawUnsafe('ALTER FUNCTION parley_audit_note(text, text, text[]) RENAME TO away');
  try {
    const answer = await owner.ask('query ($id: ID!) { call(id: $id) { turns { text } } }', { id });
    expect([answer.data, answer.errors![0]!.extensions.code]).toEqual([undefined, 'INTERNAL']);
  } finally {
    await kit.test.database.system.$executeRawUnsafe('ALTER FUNCTION away(text, text, text[]) RENAME TO parley_audit_note');
  }
  expect((await owner.ask('query ($id: ID!) { call(id: $id) { turns { text } } }', { id })).data.call.turns.length).toBeGreaterThan(0);
});

const uuidOf = (id: string) => internalId('Organization', id);

test('who did it is named as they were then, and as they are now', async () => {
  const person = await kit.signUp('Renamed');
  const rename = (name: string) => person.ask('mutation ($name: String!) { profileUpdate(input: { name: $name }) { errors { code } } }', { name });
  await rename('Ada');
  await rename('Beatrice');
  const key = await keyOf(person, ['audit:read']);
  const query = '{ auditEvents(first: 50) { nodes { action actorKind actorName actorUser { id name email } targetType targetId changes { field before after } } } }';
  const { data } = await person.ask(query);
  const [, , second, first, ...rest] = data.auditEvents.nodes as { action: string; actorName: string; actorUser: { name: string } }[];
  expect([second!.action, second!.actorName, second!.actorUser.name]).toEqual(['profileUpdate', 'Beatrice', 'Beatrice']);
  expect(second).toMatchObject({ targetType: 'users', changes: [{ field: 'name', before: 'Ada', after: 'Beatrice' }] });
  expect([first!.actorName, first!.actorUser.name]).toEqual(['Ada', 'Beatrice']);
  expect(rest.length).toBeGreaterThan(0);
  // A key that may not read members is told the name of the event, not the person.
  const seen = await kit.ask(query, {}, key);
  expect(new Set((seen.data.auditEvents.nodes as { actorUser: unknown }[]).map(({ actorUser }) => actorUser))).toEqual(new Set([null]));
  kit.test.takeStatements();
  await person.ask(query);
  expect(kit.test.takeStatements().filter(({ kind, sql }) => kind === 'data' && !sql.includes('FROM sessions s')).length).toBe(2);
});

async function keyOf(person: Person, permissions: string[]): Promise<string> {
  const made = await person.ask('mutation { serviceAccountCreate(input: { name: "Auditor" }) { serviceAccount { id } } }');
  const { data } = await person.ask('mutation ($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { token } }', { input: { serviceAccountId: made.data.serviceAccountCreate.serviceAccount.id, name: 'Key', permissions } });
  return data.apiKeyCreate.token as string;
}

const URL_OF = 'query ($format: AuditExportFormat!, $where: AuditWhere) { auditExportUrl(format: $format, where: $where) }';
async function exported(format: string, where = {}, person = owner): Promise<{ url: string; text: string; headers: Headers }> {
  const url = (await person.ask(URL_OF, { format, where })).data.auditExportUrl as string;
  const response = await fetch(url);
  return { url, text: await response.text(), headers: response.headers };
}

test('it is a file, as JSON Lines and as CSV, the same filters; that it was asked for is in it', async () => {
  const { text, headers } = await exported('JSON_LINES');
  const lines = text.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
  const all = (await events()).reverse();
  expect(lines.map(({ seq }) => seq)).toEqual(all.map(({ seq }) => seq));
  expect(lines.map(({ hash, target_id, actor_id }) => [hash, target_id, actor_id])).toEqual(all.map(({ hash, targetId, actorId }) => [hash, targetId, actorId]));
  expect([headers.get('content-type'), headers.get('content-disposition'), headers.get('x-parley-truncated')]).toEqual(['application/jsonl; charset=utf-8', expect.stringMatching(/^attachment; filename="audit-[\d-]+\.jsonl"$/), 'false']);
  expect(lines.at(-1)).toMatchObject({ action: 'auditExport', actor_kind: 'USER', target_id: owner.organizationId });
  const published = await exported('CSV', { action: 'agentPublish' });
  const [head, ...rows] = published.text.trim().split('\r\n');
  expect(head).toBe('seq,at,actor_kind,actor_id,actor_name,address,action,target_type,target_id,changes,request_id,hash,impersonator_id,impersonator_name');
  expect(rows.map((row) => row.split(',')[6])).toEqual(['agentPublish']);
  expect((await exported('JSON_LINES', { before: '2020-01-01T00:00:00Z' })).text).toBe('');
  expect((await exported('JSON_LINES', {}, stranger)).text).not.toContain(agentId);
  expect((await events({ action: 'auditExport' })).length).toBe(3);
  expect((await events({ targetType: 'agents', actorKind: 'USER' })).map(({ targetType }) => targetType)).toEqual(expect.arrayContaining(['agents']));
  expect(await events({ actorKind: 'SERVICE' })).toEqual([]);
});

test('a link of the log opens nothing else, and one that was changed nothing at all', async () => {
  const { url } = await exported('CSV');
  const status = async (address: string) => (await fetch(address)).status;
  expect(await status(url.replace('/exports/audit', '/exports/calls'))).toBe(403);
  // The first letter of the signature: of the last one two bits say nothing.
  expect(await status(url.replace(/\.([^.])([^.]*)$/, (_all, first: string, rest: string) => `.${first === 'A' ? 'B' : 'A'}${rest}`))).toBe(403);
  expect(await status(url.replace(/token=.*/, ''))).toBe(403);
  const nobody = await kit.ask(URL_OF, { format: 'CSV' });
  expect(nobody.errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
});

test('for a reader that stands still the log is read no further', async () => {
  const person = await kit.signUp('Long');
  await kit.test.database.system.$executeRawUnsafe(`SELECT count(parley_audit_append('${uuidOf(person.organizationId)}'::uuid, 'many', 'agents', n::text, jsonb_build_object('text', jsonb_build_array('', repeat('x', 2000))))) FROM generate_series(1, 6000) AS n`);
  const url = (await person.ask(URL_OF, { format: 'JSON_LINES' })).data.auditExportUrl as string;
  kit.test.takeStatements();
  const sent = get(url);
  const [response] = await once(sent, 'response') as [IncomingMessage];
  let pages = 0;
  const read = () => { pages += kit.test.takeStatements().filter(({ sql }) => sql.includes('"difference"')).length; return pages; };
  for (let turns = 0; turns < 20; turns++) await owner.ask('{ viewer { user { id } } }');
  expect(read()).toBeLessThan(4);
  let bytes = 0;
  response.on('data', (part: Buffer) => { bytes += part.length; });
  await once(response, 'end');
  expect(read()).toBeGreaterThanOrEqual(6);
  expect(bytes).toBeGreaterThan(6_000 * 2_000);
}, 60_000);

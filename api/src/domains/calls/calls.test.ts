import { afterAll, beforeAll, expect, test } from 'vitest';
import { activeCall, append, conversation, event, publishedAgent, startCall, startKit, TAKE, type Kit, type Person } from '../../../test/kit.js';
import { followMediaCommands } from '../../media-link/media-commands.js';
import { endAbandoned, endNeverConnected } from './calls.service.js';

let kit: Kit;
let person: Person;
let agentId: string;
beforeAll(async () => {
  kit = await startKit();
  person = await kit.signUp();
  agentId = await publishedAgent(person, { knowledge: [{ title: 'Hours', text: 'Nine to five.' }], voice: 'slt' });
});
afterAll(() => kit.close());

const DETAIL = `query ($id: ID!) { call(id: $id) {
  status transport durationMs lastSeq endedReason { party code text } agent { name } agentVersion { number } cost { amount currency } answeredAt endedAt
  turns { index seq speaker text purpose generatedText spokenText heardText heardEvidence isInterrupted startedAtMs endedAtMs latency { responseMs ownShareMs llmFirstTokenMs ttsFirstAudioMs } providers { stt llm } usage { kind outcome cost { amount } } }
  recording { url }
} }`;

test('a call from start to end: token, plan, events, turns, cost and the reason of the end', async () => {
  const { id, token } = await startCall(person, agentId, 'TWILIO');
  const taken = await kit.link(TAKE, { input: { token, transport: 'TWILIO', mediaId: 'media-9' } });
  const { plan, errors } = taken.data.callPlanTake;
  expect(errors).toEqual([]);
  expect(plan.publicCallId).toBe(id);
  expect(plan).toMatchObject({
    transport: 'TWILIO', agent: { name: 'Mia', version: 1, knowledge: [{ title: 'Hours', text: 'Nine to five.' }], turnTaking: { completeWaitMs: 400 } },
    routes: { llm: { steps: [{ pluginId: 'local', connectionId: 'local' }] }, tts: { steps: [{ pluginId: 'local', voice: 'slt' }] } }, recording: { isEnabled: true },
  });
  expect((await person.ask('query ($id: ID!) { call(id: $id) { status } }', { id })).data.call.status).toBe('ACTIVE');
  expect(await append(kit, plan.callId, conversation(plan.callId))).toEqual({ acceptedSeq: 7, errors: [] });
  const { data } = await person.ask(DETAIL, { id });
  expect(data.call).toMatchObject({
    status: 'ENDED', transport: 'TWILIO', durationMs: 3500, lastSeq: 7, endedReason: { party: 'CALLER', code: 'HUNG_UP', text: 'The caller hung up.' },
    agent: { name: 'Mia' }, agentVersion: { number: 1 }, cost: { amount: '0.012345', currency: 'USD' }, recording: null, endedAt: '2023-11-14T22:13:20.700Z',
  });
  expect(data.call.turns.map(({ index }: { index: number }) => index)).toEqual([0, 1, 2]);
  expect(data.call.turns[1]).toMatchObject({ index: 1, seq: 4, speaker: 'CALLER', text: 'When are you open?', purpose: null, generatedText: null, heardEvidence: null, latency: null, providers: { stt: 'local' }, usage: [{ kind: 'STT', outcome: 'SERVED', cost: { amount: '0.001' } }] });
  expect(data.call.turns[2]).toMatchObject({ speaker: 'AGENT', text: 'From nine', generatedText: 'From nine to five.', heardText: 'From nine', heardEvidence: 'MARK', isInterrupted: true, latency: { responseMs: 600, ownShareMs: 8.25, llmFirstTokenMs: 50, ttsFirstAudioMs: null } });
});

test('events come again, out of order and with a gap, and are there once', async () => {
  const { id, callId } = await activeCall(kit, person, agentId);
  const all = conversation(callId);
  expect(await append(kit, callId, all.slice(0, 3))).toMatchObject({ acceptedSeq: 3 });
  expect(await append(kit, callId, all.slice(0, 3))).toMatchObject({ acceptedSeq: 3, errors: [] });
  expect(await append(kit, callId, [all[5], all[6]])).toEqual({ acceptedSeq: 3, errors: [] });
  expect(await append(kit, callId, [all[4], all[3], all[1], all[4]])).toMatchObject({ acceptedSeq: 5 });
  expect(await append(kit, callId, [])).toMatchObject({ acceptedSeq: 5 });
  await Promise.all(Array.from({ length: 6 }, () => append(kit, callId, all)));
  const { data } = await person.ask(DETAIL, { id });
  expect(data.call).toMatchObject({ lastSeq: 7, status: 'ENDED', cost: { amount: '0.012345' } });
  expect(data.call.turns.map(({ seq }: { seq: number }) => seq)).toEqual([2, 4, 6]);
  const rows = await kit.test.database.system.callEvent.findMany({ where: { callId }, orderBy: { seq: 'asc' }, select: { seq: true } });
  expect(rows.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test('a bad event is named with its place, and what came before it is kept', async () => {
  const { callId } = await activeCall(kit, person, agentId);
  const [first, second, third] = conversation(callId);
  const bad = { ...second, payload: { ...second!.payload, heardText: 5 } };
  const result = await append(kit, callId, [first, bad, third]);
  expect(result.acceptedSeq).toBe(1);
  expect(result.errors).toMatchObject([{ code: 'INVALID_EVENT', seq: 2, path: ['payload', 'heardText'] }]);
  expect(await append(kit, callId, [{ ...second, callId: 'other' }])).toMatchObject({ acceptedSeq: 1, errors: [{ code: 'INVALID_EVENT', path: ['callId'] }] });
  expect(await append(kit, callId, [{ hello: 1 }, 7])).toMatchObject({ acceptedSeq: 1, errors: [{ code: 'INVALID_EVENT' }] });
  expect(await append(kit, callId, Array.from({ length: 201 }, (_, index) => event(callId, index + 1, 'speech-started', { turnIndex: 0 })))).toMatchObject({ errors: [{ code: 'BATCH_TOO_LARGE' }] });
  expect(await append(kit, '00000000-0000-7000-8000-000000000000', [first])).toMatchObject({ acceptedSeq: 0, errors: [{ code: 'CALL_NOT_FOUND' }] });
  expect(await append(kit, 'no id', [first])).toMatchObject({ errors: [{ code: 'CALL_NOT_FOUND' }] });
});

test('a token opens one call, once, in time, on the right way in', async () => {
  const refusal = async (token: string, transport = 'BROWSER') => (await kit.link(TAKE, { input: { token, transport, mediaId: 'm' } })).data.callPlanTake.errors[0]?.code as string | undefined;
  const { token } = await startCall(person, agentId);
  expect(await refusal(token, 'TWILIO')).toBe('TRANSPORT_MISMATCH');
  const answers = await Promise.all(Array.from({ length: 5 }, () => refusal(token)));
  expect(answers.filter((code) => code === undefined)).toHaveLength(1);
  expect(answers.filter((code) => code === 'TOKEN_USED')).toHaveLength(4);
  expect(await refusal('never heard of')).toBe('TOKEN_UNKNOWN');
  const late = await startCall(person, agentId);
  await kit.test.database.system.call.updateMany({ where: { status: 'CREATED' }, data: { tokenExpiresAt: new Date(Date.now() - 1) } });
  expect(await refusal(late.token)).toBe('TOKEN_EXPIRED');
  const over = await startCall(person, agentId);
  await person.ask('mutation ($id: ID!) { callEnd(input: { id: $id }) { errors { code } } }', { id: over.id });
  expect(await refusal(over.token)).toBe('CALL_ENDED');
});

test('a call that nobody connected to is ended, with an event', async () => {
  const { id } = await startCall(person, agentId);
  const { id: fresh } = await startCall(person, agentId);
  const internal = await kit.test.database.system.call.findFirstOrThrow({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], skip: 1, select: { id: true } });
  await kit.test.database.system.call.update({ where: { id: internal.id }, data: { tokenExpiresAt: new Date(Date.now() - 1_000) } });
  expect(await endNeverConnected(kit.api.app)).toBeGreaterThanOrEqual(1);
  expect(await endNeverConnected(kit.api.app)).toBe(0);
  const status = async (call: string) => (await person.ask('query ($id: ID!) { call(id: $id) { status lastSeq endedReason { code } } }', { id: call })).data.call as object;
  expect(await status(id)).toEqual({ status: 'ENDED', lastSeq: 1, endedReason: { code: 'NEVER_CONNECTED' } });
  expect(await status(fresh)).toMatchObject({ status: 'CREATED' });
});

test('a call whose media server never comes back ends when it must be over', async () => {
  const { id, callId } = await activeCall(kit, person, agentId);
  await append(kit, callId, [event(callId, 1, 'agent-state', { state: 'LISTENING' })]);
  const hourMs = 3_600_000;
  expect(await endAbandoned(kit.api.app, Date.now() + 4 * hourMs)).toBe(0);
  expect(await endAbandoned(kit.api.app, Date.now() + 5 * hourMs)).toBeGreaterThanOrEqual(1);
  expect(await endAbandoned(kit.api.app, Date.now() + 5 * hourMs)).toBe(0);
  const { data } = await person.ask('query ($id: ID!) { call(id: $id) { status lastSeq endedReason { code party } } }', { id });
  expect(data.call).toEqual({ status: 'ENDED', lastSeq: 2, endedReason: { code: 'MEDIA_LOST', party: 'PLATFORM' } });
});

test('a media server is told what is still to be done, and asked about calls it must know', async () => {
  const mediaId = 'media-told';
  const { id, callId } = await activeCall(kit, person, agentId, mediaId);
  await kit.test.database.system.call.update({ where: { id: callId }, data: { answeredAt: new Date(Date.now() - 60_000) } });
  await person.ask('mutation ($input: CallEndInput!) { callEnd(input: $input) { errors { code } } }', { input: { id } });
  const commands = followMediaCommands(kit.api.app, { mediaId, callsMax: undefined, isDraining: false });
  expect((await commands.next()).value).toMatchObject({ type: 'end-call', callId });
  const confirm = (await commands.next()).value as { type: string; callIds: string[] };
  expect(confirm).toMatchObject({ type: 'confirm-calls' });
  expect(confirm.callIds).toContain(callId);
  await commands.return?.();
});

test('callStart says why there is no call', async () => {
  const start = async (input: object) => (await person.ask('mutation ($input: CallStartInput!) { callStart(input: $input) { call { id } media { token } errors { __typename code path } } }', { input: { transport: 'BROWSER', ...input } })).data.callStart;
  const { data } = await person.ask('mutation { agentCreate(input: { name: "Draft" }) { agent { id } } }');
  const missing = agentId.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'));
  expect(await start({ agentId: missing })).toEqual({ call: null, media: null, errors: [{ __typename: 'AgentNotFoundError', code: 'AGENT_NOT_FOUND', path: ['input', 'agentId'] }] });
  expect(await start({ agentId: data.agentCreate.agent.id })).toMatchObject({ call: null, errors: [{ code: 'AGENT_NOT_PUBLISHED' }] });
  expect(await start({ agentId: 'call_000000000000000000000A' })).toMatchObject({ errors: [{ code: 'INVALID_ID', path: ['input', 'agentId'] }] });
  const { id } = await startCall(person, agentId);
  expect(await start({ agentId, id })).toMatchObject({ call: null, errors: [{ code: 'ID_TAKEN' }] });
  expect((await person.ask('mutation { callEnd(input: { id: "call_000000000000000000000A" }) { call { id } errors { code } } }')).data.callEnd).toEqual({ call: null, errors: [{ code: 'CALL_NOT_FOUND' }] });
});

test('calls are filtered by status, agent, way in and time', async () => {
  const other = await kit.signUp('Filter');
  const agent = await publishedAgent(other);
  const ended = await startCall(other, agent, 'TWILIO');
  const open = await startCall(other, agent);
  await other.ask('mutation ($id: ID!) { callEnd(input: { id: $id }) { errors { code } } }', { id: ended.id });
  const list = async (where: object) => ((await other.ask('query ($where: CallWhere) { calls(where: $where) { nodes { id } } }', { where })).data.calls.nodes as { id: string }[]).map(({ id }) => id);
  expect(await list({})).toEqual([open.id, ended.id]);
  expect(await list({ status: 'ENDED' })).toEqual([ended.id]);
  expect(await list({ transport: 'BROWSER', agentId: agent })).toEqual([open.id]);
  expect(await list({ startedFrom: '2020-01-01T00:00:00Z', startedBefore: '2021-01-01T00:00:00Z' })).toEqual([]);
  expect((await other.ask('{ calls(where: { agentId: "call_000000000000000000000A" }) { nodes { id } } }')).errors![0]!.extensions.code).toBe('INVALID_ID');
});

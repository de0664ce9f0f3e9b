import { afterAll, beforeAll, expect, test } from 'vitest';
import { countStatements, post, startKit, until, type Kit, type Loose, type Person } from '../../../test/kit.js';
import { overServerSentEvents, overSocket, type Stream } from '../../../test/streams.js';
import { LocalBus } from '../../events/bus.js';

let kit: Kit;
beforeAll(async () => { kit = await startKit({ TRUST_PROXY: 'loopback' }); });
afterAll(() => kit.close());

const SESSIONS = '{ viewer { sessions { id address userAgent signedInWith isCurrent createdAt lastUsedAt expiresAt } } }';
const SIGN_IN = 'mutation ($email: String!, $password: String!) { signIn(input: { email: $email, password: $password }) { sessionToken errors { code } } }';
const REVOKE = 'mutation ($id: ID!) { sessionRevoke(input: { id: $id }) { viewer { sessions { id } } errors { __typename code path } } }';
const FOLLOW = 'subscription { liveCalls { __typename } }';

const sessionsOf = async (token: string) => (await kit.ask(SESSIONS, {}, token)).data.viewer.sessions as Loose[];
const isIn = async (token: string) => (await kit.ask('{ viewer { user { email } } }', {}, token)).data.viewer !== null;

/** Signs in once more, from somewhere. */
async function elsewhere({ email }: Person, headers: Record<string, string> = {}, password = 'a good password'): Promise<string> {
  const { data } = await post(`${kit.api.url}/graphql`, SIGN_IN, { email, password }, headers);
  return data.signIn.sessionToken as string;
}

/** Streams of a session in this process and another one on the same bus, by socket and by events. */
async function streamsOf(token: string, other: { url: string }): Promise<Stream[]> {
  const streams = [await overSocket({ url: kit.api.url, token, query: FOLLOW }), await overServerSentEvents({ url: kit.api.url, token, query: FOLLOW }), await overSocket({ url: other.url, token, query: FOLLOW })];
  await until(() => streams.every(({ items }) => items.length > 0), 'the streams begin');
  return streams;
}

async function another() {
  const other = await kit.another();
  if (other.app.bus instanceof LocalBus) await kit.api.app.bus.subscribe('sessions', (message) => { other.app.bus.publish('sessions', message); });
  return other;
}

test('a person sees where they are signed in: from which address, with what, and which one this is', async () => {
  const person = await kit.signUp('Ada');
  const phone = await elsewhere(person, { 'x-forwarded-for': '203.0.113.7', 'user-agent': 'Phone/1.0 '.padEnd(400, 'x') });
  const sessions = await sessionsOf(phone);
  expect(sessions).toMatchObject([{ address: '203.0.113.7', signedInWith: 'PASSWORD', isCurrent: true }, { address: '127.0.0.1', isCurrent: false }]);
  expect(sessions[0].userAgent).toBe('Phone/1.0 '.padEnd(300, 'x'));
  expect(sessions[0].id).toMatch(/^ses_/);
  expect(await countStatements(kit, () => sessionsOf(phone))).toHaveLength(2);
  const other = await kit.signUp('Bob');
  expect(await sessionsOf(other.token)).toHaveLength(1);
});

test('a revoked session ends at once in every process, with all that it has open; the others go on', async () => {
  const person = await kit.signUp('Ada');
  const other = await another();
  const phone = await elsewhere(person);
  const [streams, kept] = [await streamsOf(phone, other), await overSocket({ url: kit.api.url, token: person.token, query: FOLLOW })];
  await until(() => kept.items.length > 0, 'the other stream begins');
  const { id } = (await sessionsOf(phone)).find(({ isCurrent }) => isCurrent as boolean);
  const { data } = await person.ask(REVOKE, { id });
  expect(data.sessionRevoke).toMatchObject({ errors: [], viewer: { sessions: [{}] } });
  await until(() => streams.every(({ isCut }) => isCut), 'the end of all that was open', 1_000);
  expect(kept.isCut).toBe(false);
  for (const stream of [...streams, kept]) await stream.stop();
  expect([await isIn(phone), await isIn(person.token)]).toEqual([false, true]);
  expect((await person.ask(REVOKE, { id })).data.sessionRevoke.errors).toMatchObject([{ code: 'SESSION_NOT_FOUND', path: ['input', 'id'] }]);
  const { data: { auditEvents } } = await person.ask('{ auditEvents(first: 1) { nodes { action targetType address } } }');
  expect(auditEvents.nodes).toEqual([{ action: 'sessionRevoke', targetType: 'sessions', address: '127.0.0.1' }]);
});

test('nobody ends the session of somebody else; to end the own one is to sign out', async () => {
  const [ada, bob] = [await kit.signUp('Ada'), await kit.signUp('Bob')];
  const { id } = (await sessionsOf(ada.token))[0];
  expect((await bob.ask(REVOKE, { id })).data.sessionRevoke).toMatchObject({ viewer: null, errors: [{ __typename: 'SessionNotFoundError' }] });
  expect((await bob.ask(REVOKE, { id: ada.organizationId })).data.sessionRevoke.errors).toMatchObject([{ code: 'INVALID_ID' }]);
  expect(await isIn(ada.token)).toBe(true);
  const { headers } = await ada.ask('mutation ($id: ID!) { sessionRevoke(input: { id: $id }) { errors { code } } }', { id });
  expect(headers.get('set-cookie')).toContain('Max-Age=0');
  expect(await isIn(ada.token)).toBe(false);
  expect((await kit.ask(REVOKE, { id })).errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
});

test('all others end together', async () => {
  const person = await kit.signUp('Ada');
  const others = [await elsewhere(person), await elsewhere(person)];
  const { data } = await person.ask('mutation { sessionsRevokeOthers { viewer { sessions { isCurrent } } errors { code } } }');
  expect(data.sessionsRevokeOthers).toEqual({ viewer: { sessions: [{ isCurrent: true }] }, errors: [] });
  expect(await Promise.all(others.map(isIn))).toEqual([false, false]);
});

const CHANGE = 'mutation ($from: String!, $to: String!) { passwordChange(input: { currentPassword: $from, newPassword: $to }) { viewer { user { email } } errors { __typename code path ... on PasswordTooWeakError { reason } } } }';
const change = async (person: Person, from: string, to: string) => (await person.ask(CHANGE, { from, to })).data.passwordChange;

test('a new password takes the old one, and a good new one; other sessions end, and it is in the audit log', async () => {
  const person = await kit.signUp('Grace Hopper');
  const other = await another();
  const phone = await elsewhere(person);
  const streams = await streamsOf(phone, other);
  expect(await change(person, 'not my password', 'another good one')).toMatchObject({ viewer: null, errors: [{ code: 'INVALID_CREDENTIALS', path: ['input', 'currentPassword'] }] });
  for (const [weak, reason] of [['letmein1', 'COMMON'], ['short', 'TOO_SHORT'], ["Grace Hopper's firm 1", 'CONTAINS_ORGANIZATION_NAME'], [person.email, 'CONTAINS_EMAIL']]) {
    expect(await change(person, 'a good password', weak!)).toMatchObject({ errors: [{ code: 'PASSWORD_TOO_WEAK', path: ['input', 'newPassword'], reason }] });
  }
  expect(await isIn(phone)).toBe(true);
  expect(await change(person, 'a good password', 'another good one')).toEqual({ viewer: { user: { email: person.email } }, errors: [] });
  await until(() => streams.every(({ isCut }) => isCut), 'the end of what others had open', 1_000);
  for (const stream of streams) await stream.stop();
  expect([await isIn(phone), await isIn(person.token)]).toEqual([false, true]);
  expect(await elsewhere(person)).toBeNull();
  expect(await elsewhere(person, {}, 'another good one')).not.toBeNull();
  const { data: { auditEvents } } = await person.ask('{ auditEvents(first: 10, where: { action: "passwordChange" }) { nodes { targetType changes { field after } } } }');
  expect(auditEvents.nodes).toContainEqual({ targetType: 'users', changes: [{ field: 'passwordHash', after: '[secret]' }] });
  expect(auditEvents.nodes).toContainEqual(expect.objectContaining({ targetType: 'sessions' }));
});

test('guessing the own password is slowed down like a sign-in', async () => {
  const person = await kit.signUp('Guesser');
  const codes: string[] = [];
  for (let attempt = 0; attempt < 11; attempt++) codes.push((await change(person, `guess ${attempt}`, 'another good one')).errors[0].code);
  expect(codes).toEqual([...Array.from({ length: 10 }, () => 'INVALID_CREDENTIALS'), 'TOO_MANY_ATTEMPTS']);
});

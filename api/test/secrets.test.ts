import { once } from 'node:events';
import { getNamedType, isInputObjectType, isInterfaceType, isObjectType, isScalarType } from 'graphql';
import { Secret, TOTP } from 'otpauth';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeAnyId, encodeId } from '../src/schema/ids.js';
import { buildApiSchema } from '../src/schema/schema.js';
import { createLogger, type RunningApi } from '../src/start-api.js';
import { activeCall, append, conversation, post, publishedAgent, startCall, startKit, SERVICE_TOKEN, type Answer, type Kit, type Loose, type Person } from './kit.js';
import { mailsTo } from './mailbox.js';
import { overServerSentEvents, overSocket } from './streams.js';
import { startVendorServer } from './vendor-server.js';

let kit: Kit;
/** An api whose every line is kept, at the most talkative level there is. */
let api: RunningApi;
let url: string;
const logged: string[] = [];
/** Everything that was made or typed in and is nobody else's to read. */
const secrets = new Set<string>([SERVICE_TOKEN]);

const SECRET_NAMES = /token$|secret|password|recoverycodes|^uri$|url$|^code$/i;
const TOKEN_IN_ADDRESS = /token=([^&]+)/;

/** Keeps what the answer tells under a name of a secret. */
function keep(value: unknown, name = ''): void {
  if (Array.isArray(value)) for (const item of value) keep(item, name);
  else if (typeof value === 'object' && value !== null) for (const [key, inner] of Object.entries(value)) keep(inner, key);
  else if (typeof value === 'string' && SECRET_NAMES.test(name) && value.length >= 16) secrets.add(/url$/i.test(name) ? TOKEN_IN_ADDRESS.exec(value)?.[1] ?? value : value);
}

async function ask(query: string, variables: object = {}, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await post(`${url}/graphql`, query, variables, headers);
  keep(variables);
  keep(answer.data);
  const cookie = /^[\w-]+=([^;]+);/.exec(answer.headers.get('set-cookie') ?? '')?.[1];
  if (cookie) secrets.add(cookie);
  return answer;
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

beforeAll(async () => {
  kit = await startKit();
  api = await kit.another({ LOG_LEVEL: 'trace' }, createLogger('trace', { write: (line: string) => { logged.push(line); } }));
  ({ url } = api);
});
afterAll(() => kit.close());

const PASSWORD = 'correct horse battery staple';
const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { sessionToken accessToken refreshToken secondFactor { token } errors { code } } }';

async function signedUp(): Promise<Person> {
  const email = `secretive-${secrets.size}@example.com`;
  const { data } = await ask('mutation ($input: SignUpInput!) { signUp(input: $input) { sessionToken viewer { organization { id } } errors { code } } }', { input: { email, password: PASSWORD, organizationName: 'Secretive' } });
  const token = data.signUp.sessionToken as string;
  return { token, email, organizationId: data.signUp.viewer.organization.id as string, ask: (query, variables) => ask(query, variables, bearer(token)) };
}

async function signsIn(person: Person): Promise<void> {
  await ask(SIGN_IN, { input: { email: person.email, password: `${PASSWORD} but wrong` } });
  const { data } = await ask(SIGN_IN, { input: { email: person.email, password: PASSWORD, wantsTokens: true } });
  const { data: fresh } = await ask('mutation ($input: TokenRefreshInput!) { tokenRefresh(input: $input) { accessToken refreshToken errors { code } } }', { input: { refreshToken: data.signIn.refreshToken } });
  await ask('{ viewer { user { id } } }', {}, bearer(fresh.tokenRefresh.accessToken as string));
  await ask('mutation ($input: TokenRefreshInput!) { tokenRefresh(input: $input) { accessToken errors { code } } }', { input: { refreshToken: data.signIn.refreshToken } });
  const cookie = (await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: SIGN_IN, variables: { input: { email: person.email, password: PASSWORD } } }) })).headers.get('set-cookie')!.split(';')[0]!;
  secrets.add(cookie.split('=')[1]!);
  await ask('{ viewer { user { id } } }', {}, { cookie });
  await ask('mutation { signOut { errors { code } } }', {}, { cookie });
}

async function hasTwoFactor(person: Person): Promise<void> {
  const { data } = await person.ask('mutation ($password: String!) { twoFactorStart(input: { password: $password }) { secret uri errors { code } } }', { password: PASSWORD });
  const code = new TOTP({ secret: Secret.fromBase32(data.twoFactorStart.secret as string) }).generate();
  const enabled = await person.ask('mutation ($code: String!) { twoFactorEnable(input: { code: $code }) { recoveryCodes errors { code } } }', { code });
  expect(enabled.data.twoFactorEnable.recoveryCodes).toHaveLength(10);
  const { data: asked } = await ask(SIGN_IN, { input: { email: person.email, password: PASSWORD } });
  const verified = await ask('mutation ($input: SignInVerifyInput!) { signInVerify(input: $input) { sessionToken errors { code } } }', { input: { challengeToken: asked.signIn.secondFactor.token, code: enabled.data.twoFactorEnable.recoveryCodes[0] } });
  expect(verified.data.signInVerify.sessionToken).toEqual(expect.any(String));
}

async function forgetsPassword({ email }: Person): Promise<void> {
  const verification = (await mailsTo(kit, email, api)).at(-1)!.token;
  await ask('mutation ($token: String!) { emailVerify(input: { token: $token }) { errors { code } } }', { token: verification });
  await ask('mutation ($email: String!) { passwordResetRequest(input: { email: $email }) { errors { code } } }', { email });
  const { token } = (await mailsTo(kit, email, api)).at(-1)!;
  expect([verification.length > 20, token.length > 20, token === verification]).toEqual([true, true, false]);
  const { data } = await ask('mutation ($token: String!, $password: String!) { passwordReset(input: { token: $token, password: $password }) { sessionToken errors { code } } }', { token, password: 'another sturdy staple of horses' });
  expect(data.passwordReset.errors).toEqual([]);
  await ask('mutation ($token: String!, $password: String!) { passwordReset(input: { token: $token, password: $password }) { errors { code } } }', { token, password: PASSWORD });
}

async function usesKeys(person: Person): Promise<void> {
  const made = await person.ask('mutation { serviceAccountCreate(input: { name: "Program" }) { serviceAccount { id } } }');
  const { data } = await person.ask('mutation ($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { token apiKey { id } } }', { input: { serviceAccountId: made.data.serviceAccountCreate.serviceAccount.id, name: 'Key', permissions: ['calls:read', 'calls:start'] } });
  const token = data.apiKeyCreate.token as string;
  await ask('{ calls { nodes { id } } callsExportUrl }', {}, { ...bearer(token), 'idempotency-key': 'a key of the client' });
  await ask('{ agents { nodes { id } } }', {}, bearer(token));
  await person.ask('mutation ($id: ID!) { apiKeyRevoke(input: { id: $id }) { errors { code } } }', { id: data.apiKeyCreate.apiKey.id });
  await ask('{ calls { nodes { id } } }', {}, bearer(token));
  await ask('{ calls { nodes { id } } }', {}, bearer(`${token.slice(0, -1)}x`));
}

async function calls(person: Person): Promise<void> {
  const agentId = await publishedAgent(person);
  const { id, callId } = await activeCall(kit, person, agentId);
  await append(kit, callId, conversation(callId));
  secrets.add((await startCall(person, agentId)).token);
  const { data } = await person.ask('query ($id: ID!) { auditExportUrl callsExportUrl voices { previewUrl } call(id: $id) { turns { text } recording { url } } }', { id });
  for (const address of [data.auditExportUrl, data.callsExportUrl] as string[]) await fetch(url + new URL(address).pathname + new URL(address).search);
  await fetch(`${url}/exports/calls?token=${[...secrets].at(-1)!}x`);
  await post(`${url}/internal/graphql`, 'mutation { callEventsAppend(input: { callId: "x", events: [] }) { acceptedSeq } }', {}, bearer(SERVICE_TOKEN));
  for (const open of [overSocket, overServerSentEvents]) {
    const stream = await open({ url, token: person.token, query: 'subscription { liveCalls { __typename } }' });
    await expect.poll(() => stream.items.length).toBeGreaterThan(0);
    await stream.stop();
  }
}

/** A provider that nobody reaches, with a secret that is kept for it; a sign-in that comes back with what is none of ours. */
async function setsSingleSignOn(person: Person): Promise<void> {
  const { id: roleId } = await kit.test.database.system.role.findUniqueOrThrow({ where: { key: 'viewer' } });
  const { data } = await person.ask('mutation ($input: SingleSignOnSetInput!) { singleSignOnSet(input: $input) { errors { code } } }', { input: { issuer: 'https://127.0.0.1/', clientId: 'parley', clientSecret: 'what only the provider knows', defaultRoleId: encodeId('Role', roleId) } });
  expect(data.singleSignOnSet.errors).toEqual([]);
  await kit.test.database.system.organizationDomain.create({ data: { id: crypto.randomUUID(), organizationId: decodeAnyId(person.organizationId)!.id, domain: 'secretive.example', provenDomain: 'secretive.example', challenge: 'x' } });
  await ask('mutation { singleSignOnStart(input: { email: "x@secretive.example" }) { url errors { code } } }');
  for (const secret of ['a code that lets somebody in', 'a state that is somebody else']) secrets.add(encodeURIComponent(secret));
  await fetch(`${url}/auth/oidc/callback?code=${encodeURIComponent('a code that lets somebody in')}&state=${encodeURIComponent('a state that is somebody else')}`, { redirect: 'manual' });
}

/** Credentials of providers: right ones, refused ones, and those in a request that is none. */
async function connects(person: Person): Promise<void> {
  const [right, refused] = ['sk-right-of-the-vendor-0123', 'sk-refused-by-the-vendor-4567'];
  for (const key of [right, refused]) secrets.add(key);
  const vendor = await startVendorServer(right);
  const connect = (value: unknown, more: object = {}) => person.ask('mutation ($input: ProviderConnectInput!) { providerConnect(input: $input) { connection { id settings secrets { name lastFour } lastError { message } } errors { code message } } }', { input: { kind: 'LLM', pluginId: 'openai', settings: { baseUrl: vendor.url }, credentials: [{ name: 'apiKey', value }], ...more } });
  const { data } = await connect(right);
  expect(data.providerConnect.connection.secrets).toEqual([{ name: 'apiKey', lastFour: '0123' }]);
  const answers = [data, await connect(refused), await connect(refused, { isKeptOnFailure: true }), await connect(right, { settings: { model: 7 } }), await connect({ apiKey: right })];
  answers.push(await person.ask(`mutation { providerConnect(input: { kind: LLM, pluginId: "openai", credentials: [{ name: "apiKey", value: "${right}" }], nonsense: 1 }) { connection { id } } }`));
  answers.push(await person.ask('{ providerConnections { settings secrets { name } lastError { message } } auditEvents { nodes { changes { before after } } } }'));
  await startCall(person, await publishedAgent(person));
  // What a client typed wrongly is quoted back to it, and to nobody else.
  expect([right, refused].filter((key) => JSON.stringify(answers.filter((_answer, index) => index !== 4)).includes(key))).toEqual([]);
  await vendor.close();
}

/** What goes wrong is where secrets slip out: bodies that are none, sockets that are broken, a database that fails. */
async function goesWrong(person: Person): Promise<void> {
  const send = (body: string, headers = {}) => fetch(`${url}/graphql?token=${person.token}`, { method: 'POST', headers: { 'content-type': 'application/json', ...bearer(person.token), cookie: `parley=${person.token}`, ...headers }, body });
  await send(`{"query": "mutation { signIn(input: { email: \\"x\\", password: \\"${PASSWORD}\\" }) { nonsense } }"}`);
  await send(`{"variables": {"password": "${PASSWORD}"`);
  await ask('mutation ($input: SignInInput!) { signIn(input: $input) { errors { code } } }', { input: { email: 7, password: PASSWORD } });
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers: bearer(person.token) });
  await once(socket, 'open');
  socket.send(`{"type":"connection_init","payload":{"authorization":"Bearer ${person.token}"}}`);
  socket.send(`{"type":"nonsense ${person.token}"}`);
  await once(socket, 'close');
  const { system } = kit.test.database;
  for (const table of ['sessions', 'users', 'api_keys']) {
    await system.$executeRawUnsafe(`ALTER TABLE ${table} RENAME TO away`);
    const failed = await Promise.all([
      ask(SIGN_IN, { input: { email: person.email, password: PASSWORD } }),
      ask('mutation ($input: SignUpInput!) { signUp(input: $input) { errors { code } } }', { input: { email: 'new@example.com', password: PASSWORD, organizationName: 'New' } }),
      person.ask('mutation ($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { token errors { code } } }', { input: { serviceAccountId: 'svc_0000000000000000000001', name: 'Key', permissions: ['calls:read'] } }),
      ask('{ viewer { user { id } } }', {}, bearer(`unknown-${person.token.slice(8)}`)),
    ]);
    expect(failed.some(({ errors }) => errors?.[0]?.extensions.code === 'INTERNAL')).toBe(true);
    await system.$executeRawUnsafe(`ALTER TABLE away RENAME TO ${table}`);
  }
}

test('the log of everything that people and programs do holds no password, token, key or cookie', async () => {
  const person = await signedUp();
  await signsIn(person);
  await usesKeys(person);
  await calls(person);
  await connects(person);
  await goesWrong(person);
  await hasTwoFactor(person);
  await setsSingleSignOn(person);
  await forgetsPassword(await signedUp());
  const all = logged.join('');
  // It was looked at: failures are in it.
  expect(all).toContain('a request failed');
  expect(secrets.size).toBeGreaterThan(25);
  secrets.add(PASSWORD);
  expect([...secrets].filter((secret) => all.includes(secret) || all.includes(encodeURIComponent(secret)))).toEqual([]);
  for (const pattern of [/bearer /i, /cookie["']?\s*[:=]/i, /password["']?\s*:\s*["'\\]/i, /pk_(live|test)_/, /\$argon2/, /eyJ[\w-]{10,}\./, /pta_|ptr_/, /-----BEGIN/]) expect([pattern.source, pattern.exec(all)?.[0]]).toEqual([pattern.source, undefined]);
}, 60_000);

const schema = buildApiSchema('public');
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));

test('nothing that is answered is a secret, but for what is told once to whom it belongs', () => {
  const scalars = types.filter((type) => isScalarType(type)).map(({ name }) => name).filter((name) => /secret|password|token/i.test(name) && name !== 'Secret');
  expect(scalars).toEqual([]);
  const told = types.filter((type) => isObjectType(type) || isInterfaceType(type)).flatMap((type) => Object.values(type.getFields()).filter((field) => getNamedType(field.type).name === 'Secret' || (isScalarType(getNamedType(field.type)) && getNamedType(field.type).name === 'String' && /secret|password|token|hash|recoverycode|private|cipher|cookie|credential|uri$/i.test(field.name))).map((field) => `${type.name}.${field.name}`));
  expect(told.filter((field) => !OWN_SESSION.test(field) && !NO_SECRETS.includes(field)).sort()).toEqual([...TOLD_ONCE].sort());
});

/** The answers of all that opens a session tell it to whoever it is for. */
const OWN_SESSION = /^\w+Payload\.(session|access|refresh)Token$/;
/** Each is told in the answer to whoever asked for it, and never again. */
const TOLD_ONCE = [
  'ApiKeyCreatePayload.token', 'MediaAccess.token', 'PasskeySignInStartPayload.challengeToken', 'RecoveryCodesRenewPayload.recoveryCodes', 'SecondFactorChallenge.token', 'TwoFactorEnablePayload.recoveryCodes', 'TwoFactorStartPayload.secret', 'TwoFactorStartPayload.uri',
];
/** Named like a secret: this one is the public link of the audit log's chain. */
const NO_SECRETS = ['AuditEvent.hash'];

test('what people type in as secrets is never echoed: inputs have fields that no answer has', () => {
  const inputs = types.filter((type) => isInputObjectType(type)).flatMap((type) => Object.keys(type.getFields()).filter((name) => /password|secret/i.test(name)));
  const outputs = new Set(types.filter((type) => isObjectType(type)).flatMap((type) => Object.keys((type as Loose).getFields())));
  expect(inputs.length).toBeGreaterThan(2);
  expect(inputs.filter((name) => outputs.has(name) && name !== 'secret')).toEqual([]);
});

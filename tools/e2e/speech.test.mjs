// Whole calls on real speech: local voices ask, local models hear and answer, through real processes and sockets.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '@parley/plugin-sdk';
import localPlugin from '@parley/plugin-local';
import { collectEvents, startCall } from '../dist/caller/call-record.js';
import { converse } from '../dist/caller/conversation.js';
import { Phone } from '../dist/caller/phone.js';
import { resample } from '../dist/caller/wav.js';
import { root, run } from '../lib/steps.mjs';
import { startParley } from './parley.mjs';

const context = { settings: {}, secrets: {}, clock: systemClock, logger: { debug() {}, info() {}, warn() {} } };
const CALL_TIMEOUT_MS = 120_000;
let parley;
let client;
let tts;
let stt;

beforeAll(async () => {
  [parley, tts, stt] = await Promise.all([startParley(), localPlugin.tts(context), localPlugin.stt(context)]);
  client = parley.client();
  await client.signIn(parley.demoLogin.email, parley.demoLogin.password);
}, 180_000);

afterAll(async () => {
  await Promise.all([parley?.stop(), tts?.close(), stt?.close()]);
});

async function say(text, sampleRateHz) {
  const parts = [];
  const format = { encoding: 'pcm16', sampleRateHz: 16000 };
  for await (const event of tts.synthesize({ contextId: text, text, isLast: true, voice: 'rms', language: 'en', format, signal: AbortSignal.timeout(60_000) })) {
    if (event.type === 'audio') parts.push(...event.samples);
  }
  return resample({ samples: Int16Array.from(parts), sampleRateHz: 16000 }, sampleRateHz).samples;
}

/** The stretches of sound between silences of half a second or more. */
function bursts(samples, sampleRateHz) {
  const found = [];
  let start = -1;
  let lastLoud = -1;
  for (let at = 0; at <= samples.length; at++) {
    const isLoud = at < samples.length && Math.abs(samples[at]) > 200;
    if (isLoud) { if (start < 0) start = at; lastLoud = at; }
    if (start >= 0 && (at === samples.length || at - lastLoud > sampleRateHz / 2)) { found.push(samples.subarray(start, lastLoud + 1)); start = -1; }
  }
  return found;
}

/** What a person would write down after listening to the agent's side. */
async function listen(samples, sampleRateHz) {
  const texts = [];
  for (const burst of bursts(samples, sampleRateHz)) {
    const audio = resample({ samples: burst, sampleRateHz }, 16000).samples;
    texts.push(await new Promise((resolve, reject) => {
      const onEvent = (event) => { if (event.type === 'transcript-final') resolve(event.text); if (event.type === 'error') reject(event.error); };
      stt.open({ callId: 'listener', language: 'en', format: { encoding: 'pcm16', sampleRateHz: 16000 }, signal: AbortSignal.timeout(60_000), onEvent })
        .then((session) => { session.push(1, audio); session.commit(1); }, reject);
    }));
  }
  return texts.join(' ');
}

async function call(transport, questions, options) {
  const started = await startCall(client, 'demo', transport);
  const events = collectEvents(client, started.id);
  const phone = new Phone({ transport, url: started.url, token: started.token });
  const utterances = await Promise.all(questions.map((question) => say(question, phone.sampleRateHz)));
  const answered = await converse(phone, utterances, options);
  phone.hangUp();
  return { id: started.id, answered, events: await events, heard: phone.heard(), sampleRateHz: phone.sampleRateHz };
}

const saidBy = (events, name) => events.filter((event) => event.__typename === name);
const words = (text) => text.toLowerCase().replace(/[^a-z0-9 ]/g, ' ').split(/\s+/).filter(Boolean);
const hasWords = (text, wanted) => wanted.filter((word) => !words(text).includes(word));

for (const [transport, question, keyWords, answerWords] of [
  ['TWILIO', 'What are your opening hours on Saturday?', ['opening', 'hours', 'saturday'], ['saturday']],
  ['BROWSER', 'Do you also treat children?', ['treat', 'children'], ['children']],
]) {
  test(`a question over ${transport.toLowerCase()} is heard, answered from the agent's knowledge, and spoken`, async () => {
    const { answered, events, heard, sampleRateHz } = await call(transport, [question]);
    expect(answered).toEqual([true]);
    expect(hasWords(saidBy(events, 'CallerTurnEvent').map((event) => event.text).join(' '), keyWords)).toEqual([]);
    const [greeting, answer] = saidBy(events, 'AgentTurnEvent');
    expect(greeting.heardText.length).toBeGreaterThan(10);
    expect(hasWords(answer.heardText, answerWords)).toEqual([]);
    const { agents } = await client.request('{ agents(first: 10) { nodes { slug knowledge { title text } } } }');
    const { knowledge } = agents.nodes.find(({ slug }) => slug === 'demo');
    const said = new Set(words(answer.heardText));
    const shares = knowledge.map(({ text }) => words(text).filter((word) => said.has(word)).length / said.size);
    expect(Math.max(...shares)).toBeGreaterThan(0.5);
    // The sound itself carries the words, not only the record of them.
    const listened = await listen(heard, sampleRateHz);
    expect(hasWords(listened, words(answer.heardText)).length / words(answer.heardText).length, `heard: ${listened}`).toBeLessThan(0.4);
    expect(events.map((event) => event.seq)).toEqual(events.map((_event, index) => index + 1));
    expect(events.at(-1)).toMatchObject({ __typename: 'CallEndedEvent', ended: { party: 'CALLER', code: 'HUNG_UP' } });
  }, CALL_TIMEOUT_MS);
}

test('barging in cuts the answer; what was heard is a part of what was generated', async () => {
  const { events } = await call('TWILIO', ['What are your opening hours?', 'Sorry, do you also treat children?'], { interruptAfterMs: 900 });
  const interrupted = saidBy(events, 'AgentTurnEvent').find((event) => event.isInterrupted);
  expect(interrupted).toBeDefined();
  expect(interrupted.heardEvidence).toBe('MARK');
  expect(interrupted.heardText.length).toBeLessThan(interrupted.generatedText.length);
  expect(saidBy(events, 'InterruptionResolvedEvent').map((event) => event.outcome)).toContain('CONFIRMED');
  expect(hasWords(saidBy(events, 'CallerTurnEvent').at(-1).text, ['children'])).toEqual([]);
}, CALL_TIMEOUT_MS);

test('a caller without a microphone writes, and is answered aloud', async () => {
  const started = await startCall(client, 'demo', 'BROWSER');
  const events = collectEvents(client, started.id);
  const phone = new Phone({ transport: 'BROWSER', url: started.url, token: started.token, hasMicrophone: false });
  const answered = await converse(phone, ['What are your opening hours?', 'Do you also treat children?']);
  phone.hangUp();
  expect(answered).toEqual([true, true]);
  const all = await events;
  expect(saidBy(all, 'CallerTurnEvent').map(({ text, isTyped }) => [text, isTyped])).toEqual([['What are your opening hours?', true], ['Do you also treat children?', true]]);
  const answers = saidBy(all, 'AgentTurnEvent').slice(1);
  expect(hasWords(answers.at(-1).heardText, ['children'])).toEqual([]);
  for (const { latency } of answers) expect(latency).toMatchObject({ endpointWaitMs: 0, sttFinalMs: 0 });
  const said = words(answers.map(({ heardText }) => heardText).join(' '));
  const listened = await listen(phone.heard(), phone.sampleRateHz);
  expect(hasWords(listened, said).length / said.length, `heard: ${listened}`).toBeLessThan(0.4);
  const read = await client.request('query ($id: ID!) { call(id: $id) { turns { speaker isTyped } } }', { id: started.id });
  expect(read.call.turns.map(({ speaker, isTyped }) => [speaker, isTyped])).toEqual([['AGENT', false], ['CALLER', true], ['AGENT', false], ['CALLER', true], ['AGENT', false]]);
}, CALL_TIMEOUT_MS);

test('the recording of a call can be fetched in ranges, with peaks of both sides', async () => {
  const { id } = await call('BROWSER', ['Do you also treat children?']);
  const read = async () => (await client.request('query ($id: ID!) { call(id: $id) { status durationMs turns { speaker text heardText } recording { url durationMs byteLength sampleRateHz peaks { left right } } } }', { id })).call;
  await expect.poll(async () => (await read()).recording, { timeout: 20_000, interval: 200 }).not.toBeNull();
  const { recording, turns, durationMs } = await read();
  expect(turns.map((turn) => turn.speaker)).toEqual(['AGENT', 'CALLER', 'AGENT']);
  expect(Math.abs(recording.durationMs - durationMs)).toBeLessThan(500);
  const whole = Buffer.from(await (await fetch(recording.url)).arrayBuffer());
  expect(whole.length).toBe(recording.byteLength);
  expect(whole.toString('latin1', 0, 4)).toBe('RIFF');
  const part = await fetch(recording.url, { headers: { range: 'bytes=44-1043' } });
  expect(part.status).toBe(206);
  expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(44, 1044))).toBe(true);
  expect(Math.max(...recording.peaks.left)).toBeGreaterThan(20);
  expect(Math.max(...recording.peaks.right)).toBeGreaterThan(20);
  expect((await fetch(recording.url.replace(/signature=[^&]+/, 'signature=forged'))).status).toBeGreaterThanOrEqual(400);
}, CALL_TIMEOUT_MS);

const OFFERED = '{ pluginCatalog(kind: LLM) { id title packageName } }';
const CONNECT = 'mutation ($input: ProviderConnectInput!) { providerConnect(input: $input) { connection { id status } errors { code message } } }';

test('a package of somebody else, installed while Parley runs, takes a spoken call with its own words', async () => {
  const folder = mkdtempSync(join(parley.dataDir, 'packed-'));
  await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: join(root, 'docs/samples/answer-desk') });
  const offered = async () => (await client.request(OFFERED)).pluginCatalog;
  expect((await offered()).map(({ id }) => id)).not.toContain('answer-desk');
  const installed = join(parley.dataDir, 'plugins/answer-desk');
  mkdirSync(installed, { recursive: true });
  await run('npm', ['install', '--silent', '--offline', '--no-audit', '--no-fund', '--prefix', installed, join(folder, 'parley-answer-desk-1.0.0.tgz')]);
  rmSync(folder, { recursive: true });
  await expect.poll(offered, { timeout: 20_000, interval: 200 }).toContainEqual({ id: 'answer-desk', title: 'Answer desk', packageName: 'parley-answer-desk' });

  const settings = { answers: [{ words: ['opening', 'hours'], answer: 'You can call us from nine in the morning until five in the afternoon.' }] };
  const { providerConnect } = await client.request(CONNECT, { input: { kind: 'LLM', name: 'Desk', pluginId: 'answer-desk', settings } });
  expect(providerConnect).toMatchObject({ connection: { status: 'ACTIVE' }, errors: [] });
  const { id, events, heard, sampleRateHz } = await call('TWILIO', ['What are your opening hours?']);
  expect(saidBy(events, 'AgentTurnEvent').at(-1).generatedText).toBe(settings.answers[0].answer);
  const listened = await listen(heard, sampleRateHz);
  const spoken = words(settings.answers[0].answer);
  expect(hasWords(listened, spoken).length / spoken.length, `heard: ${listened}`).toBeLessThan(0.4);
  const { call: { costs } } = await client.request('query ($id: ID!) { call(id: $id) { costs { kind connectionId } } }', { id });
  expect(costs).toContainEqual({ kind: 'LLM', connectionId: providerConnect.connection.id });
}, CALL_TIMEOUT_MS);

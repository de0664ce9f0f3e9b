// A whole call over a real socket: the server, the codec, the call, the recorder and the link to api, in real time.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CallEventPayload, CallEventType } from '@parley/media-contract';
import { afterEach, describe, expect, test } from 'vitest';
import { readEnvironment } from '../src/env.js';
import { startLinkServer, type LinkServer } from '../src/report/testing/link-server.js';
import { TestClient } from '../src/server/testing.js';
import { startMedia } from '../src/start-media.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const TOKEN = 'a-service-token-of-this-test';
const ANSWER = 'Our office is open from nine in the morning until five in the afternoon. On Saturdays we open at ten and close at two.';
const ends: (() => unknown)[] = [];
afterEach(async () => { for (const end of ends.splice(0).reverse()) await end(); });

const soon = <Value>(read: () => Value) => expect.poll(read, { interval: 5, timeout: 15_000 });

function plan(): object {
  const step = (settings: object = {}): object => ({ steps: [{ connectionId: 'sim', pluginId: 'simulated', settings, secrets: {} }] });
  return {
    callId: 'call-1', organizationId: 'org-1', transport: 'BROWSER', recording: { isEnabled: true },
    agent: { id: 'agt-1', versionId: 'ver-1', version: 1, name: 'Test', instructions: 'Answer.', greeting: 'Hello.', language: 'en', knowledge: [], tools: [], turnTaking: {} },
    routes: { vad: step(), stt: step(), turn: step(), llm: step({ replies: [ANSWER, 'Gladly.'] }), tts: step() },
  };
}

/** Events of the only call that api has, by type. */
const of = <Type extends CallEventType>(api: LinkServer, type: Type): CallEventPayload<Type>[] =>
  [...(api.events.get('call-1')?.values() ?? [])].filter((event) => event.type === type).map((event) => event.payload as CallEventPayload<Type>);

async function call(engine: string): Promise<{ client: TestClient; api: LinkServer }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-browser-call-'));
  ends.push(() => { rmSync(dataDir, { recursive: true, force: true }); });
  const api = await startLinkServer({ serviceToken: TOKEN, takePlan: () => ({ plan: plan(), errors: [] }) });
  ends.push(() => api.kill());
  const environment = readEnvironment({ MEDIA_PORT: '0', PARLEY_DATA_DIR: dataDir, PARLEY_SERVICE_TOKEN: TOKEN, PARLEY_PLUGIN_ROOTS: root, PARLEY_API_URL: api.url, MEDIA_WARM_PLUGINS: 'none', MEDIA_SERVER: engine, LOG_LEVEL: 'error' });
  const media = await startMedia({ environment, listenHost: '127.0.0.1' });
  ends.push(() => media.close());
  const client = new TestClient(media.port, '/v1/browser');
  await client.opened;
  return { client, api };
}

describe.each(['uws', 'ws'])('%s', (engine) => {
  test('a client that sends no audio writes, holds, goes on and is recorded', { timeout: 40_000 }, async () => {
    const { client, api } = await call(engine);
    const texts = (type: string) => client.texts.filter((text) => text['type'] === type);
    client.send({ type: 'start', token: 'call-1' });
    client.send({ type: 'text', text: '  When are you open? ' });
    await soon(() => texts('transcript')).toContainEqual({ type: 'transcript', speaker: 'CALLER', turnIndex: expect.any(Number), text: 'When are you open?', isFinal: true });
    await soon(() => texts('transcript').some(({ text }) => String(text).startsWith('Our office'))).toBe(true);
    const before = client.texts.length;
    client.send({ type: 'hold', isHeld: true });
    await soon(() => texts('hold')).toEqual([{ type: 'hold', isHeld: true }]);
    expect(client.texts.slice(before).map(({ type }) => type).filter((type) => type === 'clear' || type === 'hold')).toEqual(['clear', 'hold']);
    const frames = client.audio.length;
    for (const text of ['And', 'on', 'Sunday?', 'or Monday?', ' ']) client.send({ type: 'text', text });
    await soon(() => texts('error').map(({ code }) => code)).toEqual(['TEXT_FLOOD', 'BAD_TEXT']);
    // Whatever the agent was saying is with api by then, and no sound of it followed.
    await soon(() => of(api, 'call-held')).toEqual([{ isHeld: true }]);
    expect(client.audio.length).toBe(frames);
    client.send({ type: 'hold', isHeld: false });
    await soon(() => of(api, 'agent-turn').map(({ generatedText }) => generatedText)).toContain('Gladly.');
    client.send({ type: 'stop' });
    expect((await client.closed).code).toBe(1000);
    await soon(() => of(api, 'call-ended')).toMatchObject([{ reason: { code: 'HUNG_UP' } }]);
    expect(of(api, 'caller-turn').map(({ text, isTyped }) => [text, isTyped])).toEqual([['When are you open?', true], ['And', true], ['on', true], ['Sunday?', true]]);
    const answers = of(api, 'agent-turn').filter(({ purpose }) => purpose === 'ANSWER');
    expect(answers.map(({ isInterrupted }) => isInterrupted)).toEqual([true, false]);
    expect(answers[0]!.heardText).toMatch(/^Our office/);
    expect(answers[0]!.heardText.length).toBeLessThan(ANSWER.length / 2);
    expect(answers[1]!.latency).toMatchObject({ sttFinalMs: 0, responseMs: expect.any(Number) });
    for (const type of ['audio-problem', 'speech-started', 'provider-failed'] as const) expect(of(api, type)).toEqual([]);
    await soon(() => api.uploads.size).toBe(1);
    const [{ durationMs }] = of(api, 'call-ended') as [CallEventPayload<'call-ended'>];
    const [{ durationMs: recordedMs }] = of(api, 'recording-ready') as [CallEventPayload<'recording-ready'>];
    expect(Math.abs(recordedMs - durationMs)).toBeLessThan(50);
  });
});

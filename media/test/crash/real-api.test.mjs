// The reporting side of media against the real api on its embedded database: plan, commands, events across a restart of
// api, and the recording.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@parley/plugin-host';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversation, publishedAgent, SERVICE_TOKEN, startCall, startKit } from '../../../api/test/kit.ts';
import { createRecorderFactory } from '../../dist/observe/recorder.js';
import { createApiLink } from '../../dist/report/api-link.js';
import { createReporter } from '../../dist/report/create-reporter.js';
import { captureLogger } from '../../dist/report/testing/capture-logger.js';
import { eventually } from '../../dist/report/testing/eventually.js';

const dataDir = mkdtempSync(join(tmpdir(), 'parley-real-api-'));
let kit;
beforeAll(async () => { kit = await startKit(); });
afterAll(async () => {
  await kit?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('a call reaches the real api whole, through a restart of it', async () => {
  const logger = captureLogger();
  const person = await kit.signUp();
  const call = await startCall(person, await publishedAgent(person));
  const link = createApiLink({ url: kit.api.url, serviceToken: SERVICE_TOKEN, mediaId: 'media-7', clock: systemClock, logger });
  const reporter = createReporter({ dataDir, link, clock: systemClock, logger, mediaId: 'media-7' });
  await reporter.recover();
  const commands = [];
  link.commands((command) => { commands.push(command); });

  const { plan } = await link.takePlan(call.token, 'BROWSER');
  expect(plan).toMatchObject({ transport: 'BROWSER', agent: { name: 'Mia' } });
  expect(await link.takePlan(call.token, 'BROWSER')).toMatchObject({ plan: undefined, refusal: 'TOKEN_USED' });
  const report = reporter.open(plan.callId);
  const recorder = createRecorderFactory({ dataDir, logger })(plan.callId, 16_000);
  const events = conversation(plan.callId);
  const tell = (part) => { for (const { type, payload, atMs } of part) report.append(type, payload, atMs); };
  tell(events.slice(0, 3));
  expect(await reporter.delivered(10_000)).toBe(true);
  for (let atMs = 0; atMs < 3_500; atMs += 20) recorder.caller(new Int16Array(320).fill(1_000), atMs);

  await person.ask('mutation ($id: ID!) { callEnd(input: { id: $id }) { errors { message } } }', { id: call.id });
  await eventually(() => commands.length > 0, 'the command to end the call');
  expect(commands[0]).toMatchObject({ type: 'end-call', callId: plan.callId, party: 'OPERATOR' });

  const { port } = kit.api;
  await kit.api.close();
  tell(events.slice(3));
  await reporter.flush();
  await eventually(() => !reporter.stats().outbox.isLinkUp, 'api is missed');
  report.recording(await recorder.finish(3_500));
  await report.close();
  await kit.another({ PORT: String(port) });
  expect(await reporter.delivered(15_000)).toBe(true);

  const { data, errors } = await person.ask('query ($id: ID!) { call(id: $id) { status endedReason { party text } turns { speaker text } recording { durationMs } } }', { id: call.id });
  expect(errors).toBeUndefined();
  expect(data.call).toMatchObject({ status: 'ENDED', endedReason: { party: 'CALLER' }, recording: { durationMs: 3_500 } });
  expect(data.call.turns.map(({ text }) => text)).toEqual(['Hello.', 'When are you open?', 'From nine']);
  const stored = await kit.test.database.system.callEvent.findMany({ where: { callId: plan.callId }, orderBy: { seq: 'asc' } });
  expect(stored.map(({ seq, type }) => [seq, type])).toEqual([...events.map(({ seq, type }) => [seq, type]), [8, 'recording-ready']]);
  expect(readdirSync(join(dataDir, 'media'))).not.toContain('dead-letters');
  await reporter.close();
  link.close();
});

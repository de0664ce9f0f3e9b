// api and media are killed with SIGKILL at random points while callers talk. Afterwards nothing is missing and nothing
// is there twice.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collectEvents, startCall } from '../dist/caller/call-record.js';
import { Phone } from '../dist/caller/phone.js';
import { readWav, resample } from '../dist/caller/wav.js';
import { root } from '../lib/steps.mjs';
import { startParley } from './parley.mjs';

const CALLERS = 6;
const KILLS = 6;
const seed = Number(process.env.PARLEY_CRASH_SEED ?? Date.now() % 1_000_000);
const step = (settings) => ({ steps: [{ connectionId: 'simulated', pluginId: 'simulated', settings }] });
const routes = {
  vad: step({}), turn: step({}), stt: step({ transcripts: ['What are your opening hours?'] }),
  llm: step({ replies: ['We are open from nine to five. On Saturday we close at noon.'] }), tts: step({}),
};

/** mulberry32: the same numbers for the same seed. */
function randomOf(start) {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const pause = (durationMs) => new Promise((resolve) => { setTimeout(resolve, durationMs); });
let parley;

beforeAll(async () => { parley = await startParley({ routes }); }, 180_000);
afterAll(async () => { await parley?.stop(); });

test(`calls are whole after ${KILLS} kills (seed ${seed})`, async () => {
  const random = randomOf(seed);
  const client = parley.client();
  await client.signIn(parley.demoLogin.email, parley.demoLogin.password);
  const question = resample(readWav(`${root}/docs/samples/question.wav`), 8000).samples;
  const calls = [];
  let isOver = false;

  /** Calls again and again; a refused or lost call is followed by the next, as people do. */
  const talk = async () => {
    while (!isOver) {
      const started = await startCall(client, 'demo', 'TWILIO').catch(() => undefined);
      if (!started) { await pause(100); continue; }
      const phone = new Phone({ transport: 'TWILIO', url: started.url, token: started.token });
      const lost = phone.closed.then(() => 'lost', () => 'refused');
      const call = { id: started.id, live: collectEvents(client, started.id).catch((error) => error) };
      calls.push(call);
      const endAt = performance.now() + 1_500 + random() * 6_000;
      while (phone.isOpen && performance.now() < endAt) {
        await phone.say(question);
        await Promise.race([lost, pause(1_500)]);
      }
      phone.hangUp();
      await Promise.race([lost, pause(2_000)]);
    }
  };

  const callers = Array.from({ length: CALLERS }, talk);
  for (let kill = 0; kill < KILLS; kill++) {
    await pause(800 + random() * 2_500);
    const name = kill % 2 === 0 ? 'api' : 'media';
    await parley.end(name, 'SIGKILL');
    await pause(random() * 500);
    await parley.start(name);
  }
  isOver = true;
  await Promise.all(callers);

  const read = async (id) => (await client.request('query ($id: ID!) { call(id: $id) { status answeredAt lastSeq endedReason { code } turns { text } } }', { id })).call;
  // Calls whose media server was away when they began would be ended once their token has run out; nobody waits for that.
  for (const { id } of calls) await client.request('mutation ($input: CallEndInput!) { callEnd(input: $input) { errors { code } } }', { input: { id } });
  await expect.poll(async () => (await Promise.all(calls.map(({ id }) => read(id)))).filter((call) => call.status !== 'ENDED').length, { timeout: 90_000, interval: 500 }).toBe(0);

  let answered = 0;
  for (const { id, live } of calls) {
    const call = await read(id);
    const stored = await collectEvents(client, id);
    expect(stored.map((event) => event.seq)).toEqual(stored.map((_event, index) => index + 1));
    expect(stored.length).toBe(call.lastSeq);
    expect(stored.filter((event) => event.__typename === 'CallEndedEvent')).toHaveLength(1);
    expect(stored.at(-1).__typename).toBe('CallEndedEvent');
    const said = stored.filter((event) => ['CallerTurnEvent', 'AgentTurnEvent'].includes(event.__typename));
    expect(call.turns).toHaveLength(said.length);
    // Whoever followed the call while servers came and went saw the same, once each.
    expect((await live).map((event) => event.seq)).toEqual(stored.map((event) => event.seq));
    if (call.answeredAt) answered += 1;
  }
  expect(answered).toBeGreaterThan(CALLERS);
}, 240_000);

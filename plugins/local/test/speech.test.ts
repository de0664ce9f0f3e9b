import { afterAll, describe, expect, test } from 'vitest';
import { mulawFromPcm16, pcm16FromMulaw, type SttEvent, type SttSession } from '@parley/plugin-sdk';
import { openStt } from '../src/stt/stt.js';
import { openTts } from '../src/tts/tts.js';
import { openVad } from '../src/vad/vad.js';
import { contextOf, joined, noise, silence, speak } from './support.js';

const [tts, stt, vad] = [await openTts(contextOf()), await openStt(contextOf({ partials: false })), await openVad(contextOf())];
afterAll(async () => { for (const provider of [tts, stt, vad]) await provider.close(); });

const telephone = (samples: Int16Array): Int16Array => pcm16FromMulaw(mulawFromPcm16(samples));

/** Probabilities of all windows, in order. */
async function probabilitiesOf(provider: typeof vad, samples: Int16Array, sampleRateHz: 8000 | 16000): Promise<readonly number[]> {
  const found: number[] = [];
  const count = Math.floor(samples.length / provider.abilities.windowSamples[sampleRateHz]);
  await new Promise<void>((resolve, reject) => {
    const onWindow = (probability: number): void => { if (found.push(probability) === count) resolve(); };
    provider.open({ callId: 'test', sampleRateHz, onWindow, onError: reject })
      .then((session) => { session.push(samples); }, reject);
  });
  return found;
}

interface Ear { readonly session: SttSession; readonly events: SttEvent[]; next(type: SttEvent['type']): Promise<SttEvent> }

async function openEar(encoding: 'pcm16' | 'mulaw', sampleRateHz: 8000 | 16000): Promise<Ear> {
  const events: SttEvent[] = [];
  let wake = (): void => {};
  const session = await stt.open({
    callId: 'test', language: 'en', format: { encoding, sampleRateHz }, signal: new AbortController().signal,
    onEvent: (event) => { events.push(event); wake(); },
  });
  const next = async (type: SttEvent['type']): Promise<SttEvent> => {
    for (;;) {
      const found = events.find((event) => event.type === type || event.type === 'error');
      if (found) return found;
      await new Promise<void>((resolve) => { wake = resolve; });
    }
  };
  return { session, events, next };
}

const finalOf = async (ear: Ear): Promise<Extract<SttEvent, { type: 'transcript-final' }>> => {
  const event = await ear.next('transcript-final');
  if (event.type !== 'transcript-final') throw new Error(`an event of type ${event.type}`);
  return event;
};

async function transcribe(samples: Int16Array): Promise<string> {
  const ear = await openEar('mulaw', 8000);
  ear.session.push(1, mulawFromPcm16(samples));
  ear.session.commit(1);
  const { text } = await finalOf(ear);
  await ear.session.close();
  return text;
}

describe('a sentence over the telephone', () => {
  test.each([
    ['slt', 'Hello, I would like to book an appointment on Saturday morning.', ['book', 'appointment', 'saturday', 'morning']],
    ['rms', 'What are your opening hours during the holidays?', ['opening', 'hours', 'holidays']],
    ['awb', 'Do you have parking for my car behind the building?', ['parking', 'car', 'building']],
  ])('%s says it, the detector hears speech, the recogniser its key words', async (voice, text, keys) => {
    const spoken = telephone(await speak(tts, text, 8000, voice));
    const padded = joined([silence(640, 8000), spoken, silence(960, 8000)]);
    const probabilities = await probabilitiesOf(vad, padded, 8000);
    const isSpeech = probabilities.map((probability) => probability >= 0.5);
    expect(isSpeech.slice(0, 18).some(Boolean)).toBe(false);
    expect(isSpeech.slice(20, 20 + Math.floor(spoken.length / 256)).filter(Boolean).length).toBeGreaterThan(0.6 * (spoken.length / 256));
    expect(isSpeech.slice(-16).some(Boolean)).toBe(false);
    const heard = (await transcribe(padded)).toLowerCase();
    for (const key of keys) expect(heard).toContain(key);
  });
});

describe('the detector', () => {
  test('many calls in one batch hear what each would hear alone, at either rate', async () => {
    const single = await openVad(contextOf({ batching: 'single' }));
    for (const sampleRateHz of [8000, 16000] as const) {
      const speech = await speak(tts, 'One moment, please. I am looking for it.', sampleRateHz);
      const calls = [speech, silence(1500, sampleRateHz), noise(1500, sampleRateHz, 3000), speech.slice(sampleRateHz / 2), joined([silence(500, sampleRateHz), speech])];
      const batched = await Promise.all(calls.map(async (samples) => await probabilitiesOf(vad, samples, sampleRateHz)));
      const alone: (readonly number[])[] = [];
      for (const samples of calls) alone.push(await probabilitiesOf(single, samples, sampleRateHz));
      const differences = batched.flatMap((values, call) => values.map((value, index) => Math.abs(value - alone[call]![index]!)));
      expect(Math.max(...differences)).toBeLessThan(1e-4);
      expect(Math.max(...batched[0]!)).toBeGreaterThan(0.9);
      expect(Math.max(...batched[1]!)).toBeLessThan(0.1);
    }
    await single.close();
  });

  test('a place that a call has left is clean for the next', async () => {
    const speech = await speak(tts, 'This call leaves a memory behind.', 8000);
    const first = await probabilitiesOf(vad, speech, 8000);
    expect(await probabilitiesOf(vad, speech, 8000)).toEqual(first);
  });
});

describe('the recogniser', () => {
  test('the silence of a pause keeps a prepared transcript; speech makes it void', async () => {
    const speech = await speak(tts, 'I would like to know your prices.', 8000);
    const ear = await openEar('mulaw', 8000);
    ear.session.push(1, mulawFromPcm16(speech));
    ear.session.speculate(1);
    const prepared = await ear.next('transcript-speculative');
    ear.session.push(1, mulawFromPcm16(joined([silence(200, 8000), noise(300, 8000, 40)])));
    ear.session.commit(1);
    const final = await finalOf(ear);
    expect(final).toMatchObject({ isSpeculationHit: true, text: 'text' in prepared ? prepared.text : '' });
    expect(final.text.toLowerCase()).toContain('price');
    expect(final.confidence).toBeGreaterThan(0.5);
    ear.events.length = 0;
    ear.session.push(2, mulawFromPcm16(speech));
    ear.session.speculate(2);
    ear.session.push(2, mulawFromPcm16(joined([silence(300, 8000), await speak(tts, 'And the address.', 8000)])));
    ear.session.commit(2);
    const second = await finalOf(ear);
    expect(second.isSpeculationHit).toBe(false);
    expect(second.text.toLowerCase()).toContain('address');
    await ear.session.close();
  });

  test.each([
    ['nothing', new Int16Array(0)], ['digital silence', silence(2000, 8000)], ['line noise', noise(2500, 8000, 60)], ['loud noise', noise(2500, 8000, 6000)],
    ['a click', joined([silence(400, 8000), noise(60, 8000, 20_000), silence(800, 8000)])],
  ])('%s has no words', async (_name, samples) => {
    expect(await transcribe(samples)).toBe('');
  });

  test('speech longer than 12 s is cut where it is quiet and comes back whole', async () => {
    const sentences = ['The first thing is the garden.', 'The second thing is the kitchen.', 'The third thing is the window.', 'The fourth thing is the river.',
      'The fifth thing is the mountain.', 'The sixth thing is the market.', 'The seventh thing is the station.', 'The last thing is the bridge.'];
    const spoken = joined((await Promise.all(sentences.map(async (text) => await speak(tts, text, 8000)))).flatMap((samples) => [samples, silence(250, 8000)]));
    expect(spoken.length).toBeGreaterThan(8000 * 13);
    const ear = await openEar('mulaw', 8000);
    const bytes = mulawFromPcm16(spoken);
    for (let at = 0; at < bytes.length; at += 160) ear.session.push(1, bytes.subarray(at, at + 160));
    ear.session.commit(1);
    const { text } = await finalOf(ear);
    const found = ['garden', 'kitchen', 'window', 'river', 'mountain', 'market', 'station', 'bridge'].filter((word) => text.toLowerCase().includes(word));
    expect(found.length).toBeGreaterThanOrEqual(7);
    await ear.session.close();
  });
});

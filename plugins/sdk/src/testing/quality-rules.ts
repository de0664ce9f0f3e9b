import type { AudioFormat } from '../audio.js';
import { pcm16FromMulaw } from '../mulaw.js';
import type { QualityLevel } from '../manifest/quality.js';
import type { ProviderByKind, ProviderKind } from '../plugin.js';
import { readStream, withProvider } from './common-checks.js';
import { answerMsMaxOf, defineCheck, must, type ContractCheck, type ContractHarness } from './contract.js';
import type { HarnessByKind } from './contracts.js';
import { inFormat, piecesOf, type GoldenAudio } from './golden-audio.js';
import { Ear } from './stt-ear.js';
import { comparableWords, wordErrorRate } from './word-error-rate.js';

/** What a report brings along; rules that need what is not there are not met. */
export interface QualityMeans {
  /** Speech made by a voice that is not the one under test. */
  readonly golden?: readonly GoldenAudio[];
  /** Writes down what it hears. */
  readonly listen?: (samples: Int16Array, sampleRateHz: number) => Promise<string>;
}

interface Rule<Kind extends ProviderKind> { readonly level: QualityLevel; readonly check: ContractCheck<HarnessByKind[Kind]> }
type Rules<Kind extends ProviderKind> = readonly Rule<Kind>[];

const TRIES = 5;
const TEXT = 'Our shop opens at nine in the morning and closes at six.';
const PAUSE_MS = 300;
/** Of what an ear may get wrong in good speech, as a part of its words. */
const HEARD_ERRORS_MAX = 0.1;
/** Of what a good ear gets wrong in a voice. */
const SPOKEN_ERRORS_MAX = 0.2;
const BUSY_MS = 4_000;

/** First results must come soon at the median of some tries: a vendor may be slow for once. */
function soon<Kind extends ProviderKind>(kind: Kind, limitMs: number, ask: (provider: ProviderByKind[Kind], harness: HarnessByKind[Kind]) => Promise<number>): Rule<Kind> {
  return { level: 'silver', check: defineCheck<HarnessByKind[Kind]>(`${kind}/first-result-soon`, `the first result comes within ${limitMs} ms, at the median of ${TRIES} requests`, async (harness) => {
    await withProvider<Kind>(harness as unknown as ContractHarness<Kind>, async (provider) => {
      const took: number[] = [];
      for (let count = 0; count < TRIES; count += 1) took.push(await ask(provider, harness));
      const medianMs = took.toSorted((one, other) => one - other)[Math.floor(TRIES / 2)]!;
      must(medianMs <= limitMs, `it comes after ${Math.round(medianMs)} ms`);
    });
  }) };
}

async function timed(harness: ContractHarness<ProviderKind>, work: Promise<unknown>): Promise<number> {
  const { clock } = harness.time;
  const startedAtMs = clock.nowMs();
  await harness.time.within(work, answerMsMaxOf(harness), 'an answer');
  return clock.nowMs() - startedAtMs;
}

const never = (): AbortSignal => new AbortController().signal;
const llmRequest = ({ userText = 'What are your opening hours?', request }: HarnessByKind['llm']) => ({
  instructions: 'You answer the telephone of a shop that is open from nine to six. Be brief.', agentName: 'Robin', language: 'en', messages: [{ role: 'user', text: userText }] as const, tools: [],
  documents: [{ title: 'Opening hours', text: 'The opening hours of the shop are nine to six.' }], isSpeculative: false, ...request,
});
const ttsRequest = (harness: HarnessByKind['tts'], format: AudioFormat, text = harness.text ?? TEXT) => ({ contextId: 'quality', text, isLast: true, language: harness.language ?? 'en', format });

/** Until the first event of a type; what comes after it is not waited for. */
async function untilFirst(stream: (signal: AbortSignal) => AsyncIterable<{ readonly type: string }>, type: string): Promise<void> {
  const controller = new AbortController();
  try {
    for await (const event of stream(controller.signal)) if (event.type === type) return;
    must(false, `no ${type} came`);
  } finally {
    controller.abort();
  }
}

/** Reads a stream with a pause before each of its first events. */
async function* slowly<Event>(harness: ContractHarness<ProviderKind>, source: AsyncIterable<Event>): AsyncGenerator<Event> {
  let pauses = 3;
  for await (const event of source) {
    yield event;
    if (pauses > 0) await new Promise<void>((resolve) => { harness.time.clock.setTimer(PAUSE_MS, resolve); });
    pauses -= 1;
  }
}

async function spokenBy(harness: HarnessByKind['tts'], provider: ProviderByKind['tts'], format: AudioFormat, text: string, isSlow = false): Promise<Int16Array> {
  const parts: number[] = [];
  const open = (signal: AbortSignal) => { const source = provider.synthesize({ ...ttsRequest(harness, format, text), signal }); return isSlow ? slowly(harness, source) : source; };
  const { events, error } = await harness.time.within(readStream(open, () => harness.time.clock.nowMs()), answerMsMaxOf(harness), 'speaking');
  if (error !== undefined) throw error;
  for (const event of events) if (event.type === 'audio') parts.push(...(event.samples instanceof Int16Array ? event.samples : pcm16FromMulaw(event.samples)));
  return Int16Array.from(parts);
}

const pcmOf = (formats: readonly AudioFormat[]): AudioFormat => formats.find(({ encoding }) => encoding === 'pcm16') ?? formats[0]!;

function llmRules(): Rules<'llm'> {
  return [
    soon('llm', 1_500, (provider, harness) => timed(harness, untilFirst((signal) => provider.generate({ ...llmRequest(harness), signal }), 'text-delta'))),
    { level: 'gold', check: defineCheck<HarnessByKind['llm']>('llm/waits-for-its-reader', 'a reader that pauses gets the whole answer', (harness) => withProvider<'llm'>(harness, async (provider) => {
      const read = readStream((signal) => slowly(harness, provider.generate({ ...llmRequest(harness), signal })), () => harness.time.clock.nowMs());
      const fast = readStream((signal) => provider.generate({ ...llmRequest(harness), signal }), () => harness.time.clock.nowMs());
      const [slow, whole] = await harness.time.within(Promise.all([read, fast]), answerMsMaxOf(harness), 'two answers');
      if (slow.error !== undefined) throw slow.error;
      const wordsOf = ({ events }: typeof slow): number => comparableWords(events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')).length;
      must(slow.events.at(-1)?.type === 'end', 'the answer has no end');
      must(wordsOf(slow) >= wordsOf(whole) / 2, `${wordsOf(slow)} words of ${wordsOf(whole)} came`);
    })) },
  ];
}

function ttsRules({ listen }: QualityMeans): Rules<'tts'> {
  return [
    soon('tts', 800, (provider, harness) => timed(harness, untilFirst((signal) => provider.synthesize({ ...ttsRequest(harness, provider.abilities.formats[0]!), signal }), 'audio'))),
    { level: 'gold', check: defineCheck<HarnessByKind['tts']>('tts/waits-for-its-reader', 'a reader that pauses gets all of the audio', (harness) => withProvider<'tts'>(harness, async (provider) => {
      const format = pcmOf(provider.abilities.formats);
      const fast = await spokenBy(harness, provider, format, harness.text ?? TEXT);
      const slow = await spokenBy(harness, provider, format, harness.text ?? TEXT, true);
      must(Math.abs(slow.length - fast.length) <= fast.length * 0.1, `${slow.length} samples came, and ${fast.length} to one that does not`);
    })) },
    { level: 'gold', check: defineCheck<HarnessByKind['tts']>('tts/is-understood', `what it says is understood, with at most ${SPOKEN_ERRORS_MAX * 100} of 100 words wrong`, (harness) => withProvider<'tts'>(harness, async (provider) => {
      const format = pcmOf(provider.abilities.formats);
      const text = harness.text ?? TEXT;
      const heard = await listen!(await spokenBy(harness, provider, format, text), format.sampleRateHz);
      const rate = wordErrorRate(text, heard);
      must(rate <= SPOKEN_ERRORS_MAX, `"${text}" was heard as "${heard}"`);
    }), () => listen !== undefined) },
  ];
}

/** What one session hears, one utterance after another, and how long each transcript took. */
async function hear(harness: HarnessByKind['stt'], provider: ProviderByKind['stt'], speech: readonly GoldenAudio[]): Promise<readonly { readonly text: string; readonly tookMs: number }[]> {
  const ear = await Ear.open(harness, provider);
  const heard: { text: string; tookMs: number }[] = [];
  try {
    for (const [index, audio] of speech.entries()) {
      ear.say(index + 1, audio);
      const startedAtMs = harness.time.clock.nowMs();
      ear.commit(index + 1);
      const { text } = await ear.final(index + 1);
      heard.push({ text, tookMs: harness.time.clock.nowMs() - startedAtMs });
    }
  } finally {
    await ear.close();
  }
  return heard;
}

/** A push that takes a millisecond on average is too slow for some hundred calls; single ones may meet the collector of garbage. */
function mustNotBlock(tookMs: number, pushes: number): void {
  must(tookMs / pushes <= 1, `a push takes ${(tookMs / pushes).toFixed(2)} ms on average`);
}

function sttRules({ golden }: QualityMeans): Rules<'stt'> {
  return [
    soon('stt', 1_500, async (provider, harness) => (await hear(harness, provider, harness.speech.slice(0, 1)))[0]!.tookMs),
    { level: 'gold', check: defineCheck<HarnessByKind['stt']>('stt/push-never-blocks', 'audio is taken without blocking: a push takes at most a millisecond', (harness) => withProvider<'stt'>(harness, async (provider) => {
      const ear = await Ear.open(harness, provider);
      const pieces = piecesOf(inFormat(harness.speech[0]!, ear.format), ear.format.sampleRateHz);
      const startedAtMs = performance.now();
      for (const piece of pieces) ear.push(1, piece);
      mustNotBlock(performance.now() - startedAtMs, pieces.length);
      ear.discard(1);
      await ear.close();
    })) },
    { level: 'gold', check: defineCheck<HarnessByKind['stt']>('stt/understands-golden-audio', `speech of another voice is understood, with at most ${HEARD_ERRORS_MAX * 100} of 100 words wrong`, (harness) => withProvider<'stt'>(harness, async (provider) => {
      let [errors, words] = [0, 0];
      const heard = await hear(harness, provider, golden!);
      for (const [index, audio] of golden!.entries()) {
        const count = comparableWords(audio.text).length;
        errors += wordErrorRate(audio.text, heard[index]!.text) * count;
        words += count;
      }
      must(errors / words <= HEARD_ERRORS_MAX, `${Math.round((errors * 100) / words)} of 100 words are wrong: "${heard.map(({ text }) => text).join('", "')}"`);
    }), () => golden !== undefined && golden.length > 0) },
  ];
}

function vadRules(): Rules<'vad'> {
  const listen = async (provider: ProviderByKind['vad'], work: (push: (samples: Int16Array) => void, first: Promise<void>) => Promise<void>): Promise<void> => {
    let heard: () => void = () => undefined;
    const first = new Promise<void>((resolve) => { heard = resolve; });
    const session = await provider.open({ callId: 'quality', sampleRateHz: 16_000, onWindow: () => { heard(); }, onError: () => undefined });
    try { await work((samples) => { session.push(samples); }, first); } finally { session.close(); }
  };
  return [
    soon('vad', 100, async (provider, harness) => {
      let tookMs = 0;
      await listen(provider, async (push, first) => { push(new Int16Array(provider.abilities.windowSamples[16_000])); tookMs = await timed(harness, first); });
      return tookMs;
    }),
    { level: 'gold', check: defineCheck<HarnessByKind['vad']>('vad/push-never-blocks', 'audio is taken without blocking: a push takes at most a millisecond', (harness) => withProvider<'vad'>(harness, async (provider) => {
      const pieces = Array.from({ length: BUSY_MS / 20 }, () => new Int16Array(320));
      await listen(provider, async (push, first) => {
        const startedAtMs = performance.now();
        for (const piece of pieces) push(piece);
        mustNotBlock(performance.now() - startedAtMs, pieces.length);
        await timed(harness, first);
      });
    })) },
  ];
}

let mails = 0;

/** What good adapters of a kind do beyond its contract. */
export function qualityRules<Kind extends ProviderKind>(kind: Kind, means: QualityMeans): Rules<Kind> {
  const rules: { readonly [Each in ProviderKind]: () => Rules<Each> } = {
    llm: llmRules, tts: () => ttsRules(means), stt: () => sttRules(means), vad: vadRules,
    embedding: () => [soon('embedding', 1_000, (provider, harness) => timed(harness, provider.embed({ texts: [TEXT], signal: never() })))],
    turn: () => [soon('turn', 150, (provider, harness) => timed(harness, provider.predict({ transcript: TEXT, agentText: '', language: 'en', signal: never(), ...(harness.audio ? { audio: harness.audio } : {}) })))],
    mail: () => [soon('mail', 5_000, (provider, harness) => timed(harness, provider.send({
      message: { from: 'Parley <parley@example.com>', to: harness.recipient ?? 'Ada <ada@example.com>', subject: 'A report', text: 'Hello.\n', messageId: `<quality-${mails += 1}@example.com>` }, signal: never(),
    })))],
    storage: () => [soon('storage', 1_000, (provider, harness) => timed(harness, provider.head({ key: 'quality/none', signal: never() })))],
    'data-source': () => [soon('data-source', 1_000, (provider, harness) => timed(harness, provider.query({ text: harness.texts.numbers, parameters: { count: 1 }, rowsMax: 1, bytesMax: 1_000, timeoutMs: 10_000, signal: never() })))],
  };
  return rules[kind]();
}

import type { AudioFormat } from '../audio.js';
import { isProviderError } from '../errors.js';
import { TTS_SPEC, type TtsEvent, type TtsProvider, type TtsRequest } from '../kinds/tts.js';
import { commonChecks, mustHaveEndedOnAbort, mustNotHaveFailed, readStream, specCheck, withProvider } from './common-checks.js';
import { answerMsMaxOf, defineCheck, must, type ContractCheck, type ContractHarness } from './contract.js';
import { levelRms } from './golden-audio.js';

export interface TtsContractHarness extends ContractHarness<'tts'> {
  /** Language of the texts below; default `en`. */
  readonly language?: string;
  /** A sentence of 20 to 120 characters. */
  readonly text?: string;
  /** Several sentences, within the adapter's `textCharactersMax`. */
  readonly longText?: string;
}

const TEXT = 'Our shop opens at nine in the morning and closes at six.';
const LONG_TEXT = 'Thank you for calling. We are open from Monday to Friday. On Saturday we close at noon. You can order by telephone, '
  + 'and we deliver on the next working day. If you would like to speak to a person, please say so at any time.';
/** From the fastest talker to the slowest: English runs at about 60 ms a character. */
const MS_PER_CHARACTER = { min: 20, max: 250 };
/** Softest level of speech; digital silence and comfort noise are below. */
const SPEECH_RMS_MIN = 60;

type Check = ContractCheck<TtsContractHarness>;
interface Spoken { readonly events: readonly TtsEvent[]; readonly audioMs: number; readonly levelRms: number }

const textOf = (harness: TtsContractHarness): string => harness.text ?? TEXT;
const longTextOf = (harness: TtsContractHarness): string => harness.longText ?? LONG_TEXT;

function requestOf(harness: TtsContractHarness, provider: TtsProvider, text: string, changes: Partial<TtsRequest> = {}): Omit<TtsRequest, 'signal'> {
  return { contextId: 'contract', text, isLast: true, language: harness.language ?? 'en', format: provider.abilities.formats[0]!, ...changes };
}

async function speak(harness: TtsContractHarness, provider: TtsProvider, text: string, changes: Partial<TtsRequest> = {}): Promise<Spoken> {
  const request = requestOf(harness, provider, text, changes);
  const reading = readStream((signal) => provider.synthesize({ ...request, signal }), () => harness.time.clock.nowMs());
  const record = await harness.time.within(reading, answerMsMaxOf(harness), `speaking ${text.length} characters`);
  mustNotHaveFailed(record);
  return measure(record.events, request.format);
}

function measure(events: readonly TtsEvent[], format: AudioFormat): Spoken {
  let sampleCount = 0;
  let energy = 0;
  for (const event of events) {
    if (event.type !== 'audio') continue;
    const isRightClass = format.encoding === 'mulaw' ? event.samples instanceof Uint8Array : event.samples instanceof Int16Array;
    must(isRightClass, `${event.samples.constructor.name} for ${format.encoding}`);
    sampleCount += event.samples.length;
    energy += levelRms(event.samples) ** 2 * event.samples.length;
  }
  return { events, audioMs: (sampleCount * 1000) / format.sampleRateHz, levelRms: sampleCount === 0 ? 0 : Math.sqrt(energy / sampleCount) };
}

function voiceCheck(id: string, rule: string, run: (provider: TtsProvider, harness: TtsContractHarness) => Promise<void>): Check {
  return defineCheck<TtsContractHarness>(id, rule, async (harness) => {
    await withProvider<'tts'>(harness, async (provider) => await run(provider, harness));
  });
}

const audioChecks: readonly Check[] = [
  voiceCheck('tts/words-are-audible', 'text with words becomes audio louder than silence', async (provider, harness) => {
    const spoken = await speak(harness, provider, textOf(harness));
    must(spoken.audioMs > 0, 'no audio');
    must(spoken.levelRms >= SPEECH_RMS_MIN, `a level of ${Math.round(spoken.levelRms)}, which is silence`);
  }),
  voiceCheck('tts/duration-plausible', 'speech lasts 20 to 250 ms for each character', async (provider, harness) => {
    for (const text of [textOf(harness), longTextOf(harness)]) {
      const perCharacter = (await speak(harness, provider, text)).audioMs / text.length;
      must(perCharacter >= MS_PER_CHARACTER.min && perCharacter <= MS_PER_CHARACTER.max,
        `${perCharacter.toFixed(1)} ms a character over ${text.length} characters`);
    }
  }),
  voiceCheck('tts/formats-as-asked', 'every declared format is spoken in that format, equally long', async (provider, harness) => {
    const durations: number[] = [];
    for (const format of provider.abilities.formats) durations.push((await speak(harness, provider, textOf(harness), { format })).audioMs);
    const [shortest, longest] = [Math.min(...durations), Math.max(...durations)];
    must(shortest > 0 && longest / shortest < 1.15, `durations of ${durations.map((durationMs) => Math.round(durationMs)).join(', ')} ms for the same text`);
  }),
  voiceCheck('tts/no-words-no-error', 'text without words ends quietly: none or under 500 ms of audio', async (provider, harness) => {
    for (const text of ['', '   ', '...']) {
      const { audioMs } = await speak(harness, provider, text);
      must(audioMs < 500, `${Math.round(audioMs)} ms of audio for "${text}"`);
    }
  }),
  voiceCheck('tts/streaming-honest', 'isStreaming is true only where audio comes in pieces', async (provider, harness) => {
    if (!provider.abilities.isStreaming) return;
    const { events } = await speak(harness, provider, longTextOf(harness));
    must(events.filter((event) => event.type === 'audio').length > 1, 'all audio came as one piece');
  }),
  voiceCheck('tts/usage-counts-characters', 'exactly one usage event tells the characters of the text', async (provider, harness) => {
    const { events } = await speak(harness, provider, textOf(harness));
    const usages = events.filter((event) => event.type === 'usage');
    must(usages.length === 1, `${usages.length} usage events`);
    const characters = usages[0]!.usage.characters;
    must(characters === textOf(harness).length, `${String(characters)} characters for a text of ${textOf(harness).length}`);
  }),
  voiceCheck('tts/timestamps-honest', 'hasTimestamps is true exactly where timestamps come; they rise and lie inside text and audio',
    async (provider, harness) => {
      const text = textOf(harness);
      const { events, audioMs } = await speak(harness, provider, text);
      const words = events.flatMap((event) => (event.type === 'timestamps' ? event.words : []));
      must(words.length > 0 === provider.abilities.hasTimestamps, `${words.length} word times, hasTimestamps is ${String(provider.abilities.hasTimestamps)}`);
      let [previousMs, previousChar] = [0, 0];
      for (const word of words) {
        must(word.startMs >= previousMs && word.endMs >= word.startMs, `times go back at ${word.startMs} to ${word.endMs} ms`);
        must(word.charStart >= previousChar && word.charEnd > word.charStart, `characters go back at ${word.charStart} to ${word.charEnd}`);
        must(word.endMs <= audioMs + 50, `a word ends at ${word.endMs} ms of ${Math.round(audioMs)} ms of audio`);
        must(word.charEnd <= text.length, `a word ends at character ${word.charEnd} of ${text.length}`);
        [previousMs, previousChar] = [word.startMs, word.charEnd];
      }
    }),
];

const requestChecks: readonly Check[] = [
  voiceCheck('tts/voices-listed', 'voices() lists at least one voice, each once, in declared languages', async (provider, harness) => {
    const voices = await harness.time.within(provider.voices(), answerMsMaxOf(harness), 'voices()');
    must(voices.length > 0, 'no voice');
    must(new Set(voices.map((voice) => voice.id)).size === voices.length, 'a voice is listed twice');
    const { languages } = provider.abilities;
    for (const voice of voices) {
      const isDeclared = languages.some((language) => language === '*' || voice.language === language || voice.language.startsWith(`${language}-`));
      must(isDeclared, `voice "${voice.id}" speaks ${voice.language}; declared: ${languages.join(', ')}`);
    }
  }),
  voiceCheck('tts/voices-speak', 'the first and the last voice listed can be spoken with', async (provider, harness) => {
    const voices = await harness.time.within(provider.voices(), answerMsMaxOf(harness), 'voices()');
    for (const voice of new Set([voices[0], voices.at(-1)])) {
      if (!voice) continue;
      const { audioMs } = await speak(harness, provider, textOf(harness), { voice: voice.id });
      must(audioMs > 0, `no audio from voice "${voice.id}"`);
    }
  }),
  voiceCheck('tts/abort-ends-stream', 'an abort ends the stream within 100 ms, before the first audio and in the middle', async (provider, harness) => {
    for (const [abortAfter, when] of [[0, 'before the first audio'], [1, 'after the first event']] as const) {
      const request = requestOf(harness, provider, longTextOf(harness));
      const reading = readStream((signal) => provider.synthesize({ ...request, signal }), () => harness.time.clock.nowMs(), abortAfter);
      mustHaveEndedOnAbort(await harness.time.within(reading, answerMsMaxOf(harness), 'an aborted request'), harness.time.toleranceMs, when);
    }
  }),
  voiceCheck('tts/requests-independent', 'requests at the same time each get their own audio, and aborting one leaves the other whole',
    async (provider, harness) => {
      const alone = await speak(harness, provider, textOf(harness));
      const nowMs = (): number => harness.time.clock.nowMs();
      const long = requestOf(harness, provider, longTextOf(harness), { contextId: 'contract-long' });
      const short = requestOf(harness, provider, textOf(harness), { contextId: 'contract-short' });
      const both = Promise.all([
        readStream((signal) => provider.synthesize({ ...long, signal }), nowMs, 1),
        readStream((signal) => provider.synthesize({ ...short, signal }), nowMs),
      ]);
      const [, whole] = await harness.time.within(both, answerMsMaxOf(harness), 'two requests at the same time');
      mustNotHaveFailed(whole);
      const { audioMs } = measure(whole.events, short.format);
      must(Math.abs(audioMs - alone.audioMs) <= alone.audioMs * 0.1,
        `${Math.round(audioMs)} ms beside another request, ${Math.round(alone.audioMs)} ms alone`);
    }),
  voiceCheck('tts/too-long-refused', 'text over textCharactersMax is refused as bad-request', async (provider, harness) => {
    const text = 'word '.repeat(Math.ceil(provider.abilities.textCharactersMax / 5) + 1);
    const request = requestOf(harness, provider, text);
    const reading = readStream((signal) => provider.synthesize({ ...request, signal }), () => harness.time.clock.nowMs(), 1);
    const { error } = await harness.time.within(reading, answerMsMaxOf(harness), 'refusing a text');
    must(isProviderError(error) && error.causeCode === 'bad-request', `${text.length} characters were not refused as bad-request`);
  }),
];

/** The rules of `tts/v1`. */
export const ttsContract: readonly Check[] = [
  specCheck('tts', TTS_SPEC, ({ abilities }) => {
    if (abilities.formats.length === 0) return 'no format is declared';
    if (!(abilities.textCharactersMax > 0)) return `textCharactersMax is ${abilities.textCharactersMax}`;
    return abilities.languages.length === 0 ? 'no language is declared' : undefined;
  }),
  ...audioChecks, ...requestChecks,
  ...commonChecks<'tts', TtsContractHarness>('tts', async (provider, harness) => {
    const request = requestOf(harness, provider, textOf(harness));
    const reading = readStream((signal) => provider.synthesize({ ...request, signal }), () => harness.time.clock.nowMs());
    const { error } = await harness.time.within(reading, answerMsMaxOf(harness), 'speaking');
    if (error !== undefined) throw error;
  }),
];

import type { TtsEvent, TtsProvider, TtsRequest, TtsVoice } from '@parley/plugin-sdk';
import { commonBreakers, mapStream, mapStreamError, neverAborted, SharedAbort, type Breakers } from './breaker.js';
import type { Wrap } from './harness.js';

function withAbilities(changes: Partial<TtsProvider['abilities']>): Wrap<'tts'> {
  return (provider) => ({ ...provider, abilities: { ...provider.abilities, ...changes } });
}

function withRequest(change: (request: TtsRequest) => TtsRequest): Wrap<'tts'> {
  return (provider) => ({ ...provider, synthesize: (request) => provider.synthesize(change(request)) });
}

function withEvents(change: (event: TtsEvent, request: TtsRequest) => readonly TtsEvent[]): Wrap<'tts'> {
  return (provider) => ({
    ...provider, synthesize: (request) => mapStream(provider.synthesize(request), (event) => change(event, request)),
  });
}

function withVoices(change: (voices: readonly TtsVoice[]) => readonly TtsVoice[]): Wrap<'tts'> {
  return (provider) => ({ ...provider, voices: async () => change(await provider.voices()) });
}

type Words = Extract<TtsEvent, { type: 'timestamps' }>['words'];

function withWords(change: (words: Words) => Words): Wrap<'tts'> {
  return withEvents((event) => [event.type === 'timestamps' ? { ...event, words: change(event.words) } : event]);
}

const withoutAudio = (isSilenced: (request: TtsRequest) => boolean): Wrap<'tts'> => withEvents((event, request) => (
  event.type === 'audio' && isSilenced(request) ? [] : [event]));

async function* inOnePiece(stream: AsyncIterable<TtsEvent>): AsyncGenerator<TtsEvent> {
  const events: TtsEvent[] = [];
  for await (const event of stream) events.push(event);
  const samples = events.flatMap((event) => (event.type === 'audio' ? [...event.samples] : []));
  yield { type: 'audio', samples: Int16Array.from(samples) };
  yield* events.filter((event) => event.type !== 'audio');
}

const isWordless = (text: string): boolean => !/\p{L}/u.test(text);

export const ttsBreakers: Breakers<'tts'> = {
  'tts/declares-itself': [
    { wrong: 'declares no format', wrap: withAbilities({ formats: [] }) },
    { wrong: 'declares no language', wrap: withAbilities({ languages: [] }) },
    { wrong: 'takes no text', wrap: withAbilities({ textCharactersMax: 0 }) },
    { wrong: 'names another spec', wrap: (provider) => ({ ...provider, spec: 'tts/v2' as 'tts/v1' }) },
  ],
  'tts/words-are-audible': [
    { wrong: 'ends without audio', settings: { faults: [{ kind: 'silence' }] } },
    { wrong: 'speaks silence', wrap: withEvents((event) => [event.type === 'audio' ? { ...event, samples: event.samples.map(() => 0) } : event]) },
    { wrong: 'gives bytes where samples are due', settings: { faults: [{ kind: 'garbage' }] } },
    { wrong: 'stalls', settings: { faults: [{ kind: 'stall' }] } },
    { wrong: 'breaks midway', settings: { faults: [{ kind: 'break-midway' }] } },
  ],
  'tts/duration-plausible': [
    { wrong: 'speaks in a blink', settings: { msPerCharacter: 5 } },
    { wrong: 'drawls', settings: { msPerCharacter: 400 } },
    { wrong: 'speaks the first sentence only', wrap: withRequest((request) => ({ ...request, text: request.text.slice(0, 20) })) },
  ],
  'tts/formats-as-asked': [
    {
      wrong: 'gives 8 kHz whatever is asked',
      wrap: withRequest((request) => ({ ...request, format: { encoding: 'pcm16', sampleRateHz: 8000 } })),
    },
    { wrong: 'declares a format it refuses', wrap: withAbilities({ formats: [{ encoding: 'mulaw', sampleRateHz: 48_000 }] }) },
  ],
  'tts/no-words-no-error': [
    { wrong: 'fails on an empty text', wrap: withRequest((request) => (request.text === '' ? { ...request, voice: 'nobody' } : request)) },
    { wrong: 'reads punctuation aloud', wrap: withRequest((request) => (isWordless(request.text) ? { ...request, text: 'dot dot dot' } : request)) },
  ],
  'tts/streaming-honest': [{
    wrong: 'declares streaming and gives one piece',
    wrap: (provider) => ({ ...provider, synthesize: (request) => inOnePiece(provider.synthesize(request)) }),
  }],
  'tts/usage-counts-characters': [
    { wrong: 'tells no usage', wrap: withEvents((event) => (event.type === 'usage' ? [] : [event])) },
    { wrong: 'tells usage twice', wrap: withEvents((event) => (event.type === 'usage' ? [event, event] : [event])) },
    { wrong: 'counts words', wrap: withEvents((event) => [event.type === 'usage' ? { type: 'usage', usage: { characters: 7 } } : event]) },
  ],
  'tts/timestamps-honest': [
    { wrong: 'declares times it has not', wrap: withAbilities({ hasTimestamps: true }) },
    { wrong: 'has times without declaring them', settings: { hasTimestamps: true }, wrap: withAbilities({ hasTimestamps: false }) },
    { wrong: 'tells times backwards', settings: { hasTimestamps: true }, wrap: withWords((words) => words.toReversed()) },
    { wrong: 'tells seconds as minutes', settings: { hasTimestamps: true }, wrap: withWords((words) => words.map((word) => ({ ...word, endMs: word.endMs * 60 }))) },
    { wrong: 'points past the text', settings: { hasTimestamps: true }, wrap: withWords((words) => words.map((word) => ({ ...word, charEnd: word.charEnd + 9 }))) },
    { wrong: 'repeats characters', settings: { hasTimestamps: true }, wrap: withWords((words) => words.map((word) => ({ ...word, charStart: 0 }))) },
  ],
  'tts/voices-listed': [
    { wrong: 'lists no voice', wrap: withVoices(() => []) },
    { wrong: 'lists a voice twice', wrap: withVoices((voices) => [...voices, voices[0]!]) },
    { wrong: 'lists an undeclared language', wrap: withVoices((voices) => voices.map((voice) => ({ ...voice, language: 'sv' }))) },
  ],
  'tts/voices-speak': [
    { wrong: 'lists a voice it refuses', wrap: withVoices((voices) => [...voices, { id: 'ghost', name: 'Ghost', language: 'en' }]) },
    { wrong: 'has a mute voice', wrap: withoutAudio((request) => request.voice === 'high') },
  ],
  'tts/abort-ends-stream': [
    { wrong: 'does not listen to the signal', wrap: withRequest((request) => ({ ...request, signal: neverAborted() })) },
    {
      wrong: 'throws an error of its own when aborted',
      wrap: (provider) => ({ ...provider, synthesize: (request) => mapStreamError(provider.synthesize(request), () => new Error('socket hang up')) }),
    },
  ],
  'tts/requests-independent': [
    {
      wrong: 'aborts all requests with one',
      wrap: (provider) => {
        const shared = new SharedAbort();
        return { ...provider, synthesize: (request) => provider.synthesize({ ...request, signal: shared.join(request.signal) }) };
      },
    },
    {
      wrong: 'speaks the text that was asked for last',
      wrap: (provider) => {
        let previous: string | undefined;
        return {
          ...provider,
          synthesize: (request) => { const text = previous ?? request.text; previous = request.text; return provider.synthesize({ ...request, text }); },
        };
      },
    },
  ],
  'tts/too-long-refused': [{
    wrong: 'cuts a long text off silently', wrap: withRequest((request) => ({ ...request, text: request.text.slice(0, 5000) })),
  }],
  ...commonBreakers<'tts'>('tts', (change) => (provider, watch) => ({
    ...provider, synthesize: (request) => mapStreamError(provider.synthesize(request), (error) => change(error, watch)),
  })),
};

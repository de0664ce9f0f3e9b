import {
  CONTRACT_NUMBERS_MAX, CONTRACT_PEOPLE, virtualTime, VirtualClock, WATCHED_SECRET, type ContractTime, type ContractWatch, type GoldenAudio, type HarnessByKind,
} from '@parley/plugin-sdk/testing';
import { openStorageLink, type Clock, type Plugin, type PluginContext, type ProviderByKind, type ProviderErrorCause, type ProviderKind, type StorageProvider } from '@parley/plugin-sdk';
import plugin from '../src/index.js';
import { renderSpeech, spokenDurationMs } from '../src/speech.js';
import { STORAGE_URL } from '../src/storage.js';

/** Changes what was opened; the way to a deliberately broken adapter. */
export type Wrap<Kind extends ProviderKind> = (
  provider: ProviderByKind[Kind], watch: ContractWatch, clock: Clock,
) => ProviderByKind[Kind];

function golden(text: string): GoldenAudio {
  const timing = { msPerCharacter: 60, speed: 1 };
  const to = Math.round(spokenDurationMs(text, timing) * 16);
  const samples = renderSpeech(text, { from: 0, to }, timing, { encoding: 'pcm16', sampleRateHz: 16_000 }, 150);
  return { name: text, text, language: 'en', samples: samples as Int16Array, sampleRateHz: 16_000 };
}

export const SPEECH = [golden('What are your opening hours?'), golden('I would like to book a table for two.')];

const FAULT_BY_CAUSE: Partial<Record<ProviderErrorCause, string>> = {
  unreachable: 'refuse', auth: 'auth', quota: 'quota', 'rate-limit': 'rate-limit', 'vendor-fault': 'break-midway',
};

const SETTINGS: Readonly<Record<ProviderKind, Readonly<Record<string, unknown>>>> = {
  stt: { transcripts: SPEECH.map((audio) => audio.text) },
  tts: {},
  llm: {
    replies: ['We are open from nine to six.'],
    rules: [{ match: 'appointment', reply: 'One moment.', toolCalls: [{ name: 'book', arguments: { day: 'monday' } }] }],
  },
  embedding: {}, vad: {}, turn: {}, mail: {}, storage: {},
  'data-source': {
    tables: [
      { name: 'contract_numbers', columns: ['n'], rows: Array.from({ length: CONTRACT_NUMBERS_MAX }, (_, index) => [index + 1]) },
      { name: 'contract_people', columns: ['id', 'name'], rows: CONTRACT_PEOPLE.map((name, index) => [index + 1, name]) },
    ],
  },
};

/** What a server of simulated storage would answer; to `?open` one that lets everybody in. */
async function openUrl(url: string, headers: Readonly<Record<string, string>>, provider: StorageProvider): Promise<Response> {
  const key = url.endsWith('?open') ? url.slice(STORAGE_URL.length + 1, -'?open'.length) : openStorageLink(url, { baseUrl: STORAGE_URL, secret: WATCHED_SECRET, nowMs: 0 });
  const [, startByte, endByte] = /^bytes=(\d+)-(\d+)$/.exec(headers['range'] ?? '') ?? [];
  const reading = key === undefined ? undefined : await provider.read({ key, signal: new AbortController().signal, ...(startByte === undefined ? {} : { range: { startByte: Number(startByte), endByte: Number(endByte) } }) });
  if (!reading) return new Response('', { status: 403 });
  const pieces: Uint8Array[] = [];
  for await (const piece of reading.body) pieces.push(piece);
  return new Response(Buffer.concat(pieces), { status: startByte === undefined ? 200 : 206, headers: { 'content-type': reading.object.contentType } });
}

const EXTRAS: { readonly [Kind in ProviderKind]: Omit<HarnessByKind[Kind], 'time' | 'open' | 'openFailing' | 'failingCauses'> } = {
  stt: { speech: SPEECH, wordErrorRateMax: 0 },
  tts: {},
  llm: {
    toolCase: {
      userText: 'Please make an appointment.', resultJson: '{"isBooked":true}',
      tool: { name: 'book', description: 'Books an appointment', parameters: { type: 'object', properties: { day: { type: 'string' } } } },
    },
  },
  embedding: {}, vad: { speech: SPEECH[0]! }, turn: {}, mail: {}, storage: { openUrl },
  'data-source': {
    texts: {
      numbers: '{"from":"contract_numbers","atMost":{"n":{"$parameter":"count"}}}', people: '{"from":"contract_people","where":{"name":{"$parameter":"name"}}}',
      broken: '{"from":"nowhere"}', slow: '{"from":"contract_people","delayMs":60000}',
      writes: ['{"insertInto":"contract_people","row":[99,"New"]}', '{"from":"contract_people","delete":true}'], several: ['{"from":"contract_people"} {"from":"contract_numbers"}'],
    },
  },
};

function context(settings: Readonly<Record<string, unknown>>, watch: ContractWatch, clock: Clock): PluginContext {
  return { settings, secrets: { key: watch.secret }, clock, logger: watch.logger };
}

/** The harness of a simulated adapter, with its settings changed and itself wrapped; on a virtual clock of its own by default. */
export function simulatedHarness<Kind extends ProviderKind>(
  kind: Kind, settings: Readonly<Record<string, unknown>> = {}, wrap: Wrap<Kind> = (provider) => provider,
  time: ContractTime = virtualTime(new VirtualClock()),
): HarnessByKind[Kind] {
  const { clock } = time;
  const open = (plugin as Required<Plugin>)[kind] as (context: PluginContext) => Promise<ProviderByKind[Kind]>;
  const all = { ...SETTINGS[kind], ...settings };
  const base = {
    time,
    open: async (watch: ContractWatch) => wrap(await open(context(all, watch, clock)), watch, clock),
    openFailing: async (cause: ProviderErrorCause, watch: ContractWatch) => {
      const faults = [{ kind: FAULT_BY_CAUSE[cause], always: true }];
      return wrap(await open(context({ ...all, faults }, watch, clock)), watch, clock);
    },
    // A detector that breaks midway has answered before: that is no failed request.
    failingCauses: (Object.keys(FAULT_BY_CAUSE) as ProviderErrorCause[]).filter((cause) => kind !== 'vad' || cause !== 'vendor-fault'),
  };
  return { ...base, ...EXTRAS[kind] } as unknown as HarnessByKind[Kind];
}

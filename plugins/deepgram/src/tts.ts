import { checkSpeech, chosenFirst, failureOnTheWay, openHttpConnections, readSpeech, startDeadline, TTS_SPEC, type Deadline, type PluginContext, type TtsAbilities, type TtsEvent, type TtsProvider, type TtsRequest } from '@parley/plugin-sdk';
import { refusal } from './errors.js';
import { formatQuery, FORMATS } from './formats.js';
import { ttsSettings, type TtsSettings } from './settings.js';
import { readVoices } from './voices.js';

export const ABILITIES: TtsAbilities = { isStreaming: true, hasTimestamps: false, formats: FORMATS, languages: ['*'], textCharactersMax: 2_000 };
const SPEED = { min: 0.7, max: 1.5 };

interface Vendor {
  startDeadline(signal: AbortSignal): Deadline;
  /** Resolves when the vendor answers with what was asked for. */
  ask(path: string, init: RequestInit, deadline: Deadline): Promise<Response>;
  close(): Promise<void>;
}

/** Over connections that stay open between requests. Nothing is tried twice: whoever asked knows better. */
function connect({ baseUrl, timeoutMs }: TtsSettings, { secrets, clock }: PluginContext): Vendor {
  const secret = secrets['apiKey'] ?? '';
  const http = openHttpConnections({ connectMsMax: timeoutMs });
  return {
    startDeadline: (signal) => startDeadline({ signal, clock, silenceMs: timeoutMs, asProviderError: failureOnTheWay }),
    async ask(path, init, deadline) {
      const headers = { authorization: `Token ${secret}`, 'content-type': 'application/json' };
      const response = await deadline.race(http.fetch(`${baseUrl.replace(/\/+$/, '')}${path}`, { ...init, headers, signal: deadline.signal }));
      if (response.ok) return response;
      throw refusal({ text: await deadline.race(response.text()), status: response.status, headers: response.headers, secret });
    },
    close: () => http.close(),
  };
}

/** Speech as it is made, without a container. */
export async function openTts(context: PluginContext): Promise<TtsProvider> {
  const settings = ttsSettings.parse(context.settings);
  const vendor = connect(settings, context);
  return {
    spec: TTS_SPEC,
    abilities: ABILITIES,
    async voices() {
      const deadline = vendor.startDeadline(new AbortController().signal);
      try {
        const response = await vendor.ask('/v1/models', { method: 'GET' }, deadline);
        return chosenFirst(readVoices(await deadline.race(response.text())), settings.voice);
      } finally { deadline.end(); }
    },
    synthesize: (request) => synthesize(request, settings, vendor),
    close: () => vendor.close(),
  };
}

async function* synthesize(request: TtsRequest, settings: TtsSettings, vendor: Vendor): AsyncGenerator<TtsEvent> {
  if (!checkSpeech(request, ABILITIES)) return;
  const { text, voice, format, speed = 1, signal } = request;
  const query = new URLSearchParams({
    model: voice ?? settings.voice, ...formatQuery(format), container: 'none',
    ...(speed === 1 ? {} : { speed: String(Math.min(SPEED.max, Math.max(SPEED.min, speed))) }),
  });
  const deadline = vendor.startDeadline(signal);
  try {
    const response = await vendor.ask(`/v1/speak?${query.toString()}`, { method: 'POST', body: JSON.stringify({ text }) }, deadline);
    yield* readSpeech(deadline, response.body as unknown as AsyncIterable<Uint8Array>, format);
    yield { type: 'usage', usage: { requests: 1, characters: text.length } };
  } finally { deadline.end(); }
}

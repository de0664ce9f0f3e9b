import type { DataSourceProvider, EmbeddingProvider, LlmProvider, ProviderByKind, SttEvent, SttProvider, TtsProvider, TurnProvider, VadProvider } from '@parley/plugin-sdk';

const SILENCE_MS = 500;
const LOOK_MS = 15_000;

/** One word; what it costs ends with it. */
async function answer(provider: LlmProvider, signal: AbortSignal): Promise<void> {
  const request = { instructions: 'Answer with the single word "ready".', agentName: 'Parley', language: 'en', messages: [{ role: 'user', text: 'Are you ready?' }] as const, tools: [], documents: [], isSpeculative: false, signal };
  for await (const { type } of provider.generate(request)) if (type === 'text-delta') return;
}

/** One syllable, until its first sound. */
async function speak(provider: TtsProvider, signal: AbortSignal, voice: string | undefined): Promise<void> {
  const { formats, languages } = provider.abilities;
  const [format] = formats;
  const language = languages.find((tag) => tag !== '*') ?? 'en';
  for await (const { type } of provider.synthesize({ contextId: crypto.randomUUID(), text: 'Hi.', isLast: true, language, format: format!, signal, ...(voice === undefined ? {} : { voice }) })) if (type === 'audio') return;
}

/** A result that comes through a callback. It may fail before it is waited for. */
function settled(): { readonly promise: Promise<void>; readonly resolve: () => void; readonly reject: (error: unknown) => void } {
  let [resolve, reject]: [() => void, (error: unknown) => void] = [() => undefined, () => undefined];
  const promise = new Promise<void>((onResult, onError) => { [resolve, reject] = [onResult, onError]; });
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}

/** Half a second of silence, which is heard as nothing. */
async function hear(provider: SttProvider, signal: AbortSignal): Promise<void> {
  const { formats, languages } = provider.abilities;
  const { encoding, sampleRateHz } = formats.find((format) => format.encoding === 'pcm16') ?? formats[0]!;
  const length = (sampleRateHz * SILENCE_MS) / 1_000;
  const { promise: heard, resolve, reject } = settled();
  const onEvent = (event: SttEvent) => { if (event.type === 'transcript-final') resolve(); else if (event.type === 'error') reject(event.error); };
  const session = await provider.open({ callId: crypto.randomUUID(), language: languages.find((tag) => tag !== '*') ?? 'en', format: { encoding, sampleRateHz }, signal, onEvent });
  try {
    session.push(1, encoding === 'pcm16' ? new Int16Array(length) : new Uint8Array(length).fill(0xff));
    session.commit(1);
    await heard;
  } finally {
    await session.close();
  }
}

async function embed(provider: EmbeddingProvider, signal: AbortSignal): Promise<void> {
  await provider.embed({ texts: ['ready'], signal });
}

/** One window. */
async function listen(provider: VadProvider): Promise<void> {
  const sampleRateHz = 16_000;
  const { promise: heard, ...settle } = settled();
  const session = await provider.open({ callId: crypto.randomUUID(), sampleRateHz, onWindow: settle.resolve, onError: settle.reject });
  try {
    session.push(new Int16Array(provider.abilities.windowSamples[sampleRateHz]));
    await heard;
  } finally {
    session.close();
  }
}

async function judge(provider: TurnProvider, signal: AbortSignal): Promise<void> {
  await provider.predict({ transcript: 'I would like a table for two.', agentText: 'How can I help you?', language: 'en', signal });
}

/** One table. */
async function look(provider: DataSourceProvider, signal: AbortSignal): Promise<void> {
  await provider.describe({ tablesMax: 1, timeoutMs: LOOK_MS, signal });
}

/** The smallest real request of each kind that a call is made of, and of data sources: resolves with the first result. */
export const SMALLEST_REQUESTS: { readonly [Kind in 'llm' | 'tts' | 'stt' | 'embedding' | 'vad' | 'turn' | 'data-source']: (provider: ProviderByKind[Kind], signal: AbortSignal, voice: string | undefined) => Promise<void> } = {
  llm: answer, tts: speak, stt: hear, embedding: embed, vad: listen, turn: judge, 'data-source': look,
};

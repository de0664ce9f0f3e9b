import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a test and its own speech plugin tell each other. */
export interface TestVoice {
  /** How often the list was asked for. */
  asked: number;
  /** Texts that are being spoken. */
  running: number;
  /** Texts whose synthesis was cut off. */
  cut: number;
  /** The list comes once this is resolved. */
  listed: Promise<void>;
}

/** A speech plugin, dropped into a folder: it speaks a tenth of a second at once, and then waits until it is cut off. */
export function dropTestVoice(pluginsDir: string, id = 'endless'): TestVoice {
  const state: TestVoice = { asked: 0, running: 0, cut: 0, listed: Promise.resolve() };
  (globalThis as Record<string, unknown>)[`parleyTestVoice-${id}`] = state;
  const folder = join(pluginsDir, id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({
    name: `parley-${id}`, version: '1.0.0', type: 'module', keywords: ['parley-plugin'],
    parley: { id, title: id, entry: './index.js', host: '^0.1.0', kinds: { tts: { spec: 'tts/v1', title: id } } },
  }));
  writeFileSync(join(folder, 'index.js'), `
const state = globalThis['parleyTestVoice-${id}'];
export default { tts: async () => ({
  spec: 'tts/v1', abilities: { isStreaming: true, hasTimestamps: false, formats: [{ encoding: 'pcm16', sampleRateHz: 8000 }, { encoding: 'pcm16', sampleRateHz: 24000 }], languages: ['*'], textCharactersMax: 1000 },
  voices: async () => { state.asked += 1; await state.listed; return [{ id: 'ana', name: 'Ana', language: 'de-AT', gender: 'female' }, { id: 'ben', name: 'Ben', language: 'en' }, { id: 'eva', name: 'Eva', language: 'de' }]; },
  async *synthesize({ signal, format }) {
    state.running += 1;
    try {
      yield { type: 'audio', samples: new Int16Array(format.sampleRateHz / 10).fill(9000) };
      await new Promise((resolve) => { if (signal.aborted) resolve(); else signal.addEventListener('abort', resolve, { once: true }); });
      state.cut += 1;
    } finally { state.running -= 1; }
  },
  close: async () => undefined,
}) };
`);
  return state;
}

import { ConsoleStdout, File, OpenFile, PreopenDirectory, WASI } from '@bjorn3/browser_wasi_shim';

/** All voices of this build speak at 16 kHz. */
export const FLITE_RATE_HZ = 16_000;
const WAV_HEADER_BYTES = 44;

export interface FliteRequest {
  readonly text: string;
  readonly voice: string;
  readonly speed: number;
}

/** The smallest JavaScript view of what the engine's `wasi` types ask of an instance. */
type WasiInstance = Parameters<WASI['start']>[0];

/**
 * Speaks one text. Every utterance gets an instance of its own (about 20 ms) on an in-memory file system: Flite leaks
 * between utterances, and an instance takes its memory with it.
 */
export function speak(module: WebAssembly.Module, request: FliteRequest): Int16Array {
  const output = new File([]);
  const messages: string[] = [];
  const console = ConsoleStdout.lineBuffered((line) => { messages.push(line); });
  const files = new PreopenDirectory('/files', new Map([['text', new File(new TextEncoder().encode(request.text))], ['speech.wav', output]]));
  const args = ['flite', '-voice', request.voice, '--setf', `duration_stretch=${(1 / request.speed).toFixed(3)}`, '-f', '/files/text', '-o', '/files/speech.wav'];
  const wasi = new WASI(args, [], [new OpenFile(new File([])), console, console, files], { debug: false });
  const instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: wasi.wasiImport });
  const code = wasi.start(instance as unknown as WasiInstance);
  const bytes = output.data;
  if (code !== 0 || bytes.length < WAV_HEADER_BYTES) throw new Error(`flite ended with ${code}: ${messages.slice(0, 3).join(' ') || 'no audio'}`);
  const body = bytes.slice(WAV_HEADER_BYTES, WAV_HEADER_BYTES + ((bytes.length - WAV_HEADER_BYTES) & ~1));
  return new Int16Array(body.buffer, 0, body.length >> 1);
}

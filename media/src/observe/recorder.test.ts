import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { parseWav } from '../audio/wav.js';
import { captureLogger } from '../report/testing/capture-logger.js';
import { eventually } from '../report/testing/eventually.js';
import type { CallRecorder, RecordingFile } from './recorder-port.js';
import { createRecorderFactory } from './recorder.js';
import { listRecordings, recordingPath, repairRecording } from './wav-files.js';

const folders: string[] = [];
afterEach(() => { for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true }); });

function room(): { dataDir: string; logger: ReturnType<typeof captureLogger>; record: (callId: string, sampleRateHz?: number) => CallRecorder } {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-recorder-'));
  folders.push(dataDir);
  const logger = captureLogger();
  const create = createRecorderFactory({ dataDir, logger });
  return { dataDir, logger, record: (callId, sampleRateHz = 8_000) => create(callId, sampleRateHz) };
}

/** Both legs of a file, by sample. */
function legs(path: string): { caller: Int16Array; agent: Int16Array; sampleRateHz: number } {
  const file = readFileSync(path);
  const wav = parseWav(file);
  expect(wav).toMatchObject({ channels: 2, bitsPerSample: 16 });
  const frames = wav.dataBytes / 4;
  const caller = new Int16Array(frames);
  const agent = new Int16Array(frames);
  for (let frame = 0; frame < frames; frame++) {
    caller[frame] = file.readInt16LE(wav.dataOffset + frame * 4);
    agent[frame] = file.readInt16LE(wav.dataOffset + frame * 4 + 2);
  }
  return { caller, agent, sampleRateHz: wav.sampleRateHz };
}

const constant = (length: number, value: number): Int16Array => new Int16Array(length).fill(value);
/** `[value, length]` of each run of equal samples. */
function runs(samples: Int16Array): [number, number][] {
  const found: [number, number][] = [];
  for (const sample of samples) {
    const last = found.at(-1);
    if (last && last[0] === sample) last[1] += 1;
    else found.push([sample, 1]);
  }
  return found;
}

/** Caller speech in frames of 20 ms. */
function speak(recorder: CallRecorder, fromMs: number, toMs: number, value: number, sampleRateHz = 8_000): void {
  for (let atMs = fromMs; atMs < toMs; atMs += 20) recorder.caller(constant(sampleRateHz / 50, value), atMs);
}

test('both legs lie where they were heard, and gaps are silence', async () => {
  const { record } = room();
  const recorder = record('call-1');
  speak(recorder, 0, 100, 1);
  speak(recorder, 200, 1_000, 2);
  recorder.agent(constant(800, 7), 300);
  recorder.agent(constant(800, 8), 400);
  const file = (await recorder.finish(1_000))!;
  const { caller, agent } = legs(file.path);
  expect(runs(caller)).toEqual([[1, 800], [0, 800], [2, 6_400]]);
  expect(runs(agent)).toEqual([[0, 2_400], [7, 800], [8, 800], [0, 4_000]]);
  const bytes = readFileSync(file.path);
  expect(file).toEqual({ path: file.path, durationMs: 1_000, byteLength: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), sampleRateHz: 8_000 } satisfies RecordingFile);
  expect(await recorder.finish(2_000)).toEqual(file);
});

test('a clock that jitters leaves no seam, a real gap stays one', async () => {
  const { record } = room();
  const recorder = record('call-1', 16_000);
  let atMs = 0;
  for (let index = 0; index < 50; index++, atMs += 20) recorder.caller(constant(320, 5), Math.max(0, atMs + ((index * 7) % 23) - 11));
  recorder.caller(constant(320, 6), 1_500);
  const file = (await recorder.finish(1_520))!;
  expect(runs(legs(file.path).caller)).toEqual([[5, 16_000], [0, 8_000], [6, 320]]);
});

test('a cut silences what was not heard: in the window, and on disk', async () => {
  const { record } = room();
  const recorder = record('call-1');
  for (let atMs = 0; atMs < 12_000; atMs += 20) {
    recorder.caller(constant(160, 3), atMs);
    recorder.agent(constant(160, 4), atMs + 400);
  }
  // Further back than the window holds, and into what is still to come.
  recorder.cutAgent(2_000);
  recorder.agent(constant(800, 9), 11_000);
  recorder.cutAgent(11_050);
  recorder.agent(constant(80, 5), 11_080);
  const file = (await recorder.finish(12_000))!;
  const { caller, agent } = legs(file.path);
  expect(runs(caller)).toEqual([[3, 96_000]]);
  expect(runs(agent)).toEqual([[0, 3_200], [4, 12_800], [0, 72_000], [9, 400], [0, 240], [5, 80], [0, 7_280]]);
});

test('the file ends where the call ends, whatever was scheduled after it', async () => {
  const { record } = room();
  const recorder = record('call-1');
  speak(recorder, 0, 500, 1);
  recorder.agent(constant(8_000, 2), 400);
  const file = (await recorder.finish(500))!;
  expect(file.durationMs).toBe(500);
  expect(runs(legs(file.path).agent)).toEqual([[0, 3_200], [2, 800]]);
});

test('a call far faster than the writer, with a long silence in it, is whole', async () => {
  const { record, logger } = room();
  const recorder = record('call-1');
  speak(recorder, 0, 30_000, 1);
  recorder.agent(constant(8_000, 2), 29_000);
  speak(recorder, 600_000, 601_000, 3);
  recorder.agent(constant(1_600, 4), 603_000);
  const file = (await recorder.finish(603_500))!;
  const { caller, agent } = legs(file.path);
  expect(runs(caller)).toEqual([[1, 240_000], [0, 4_560_000], [3, 8_000], [0, 20_000]]);
  expect(runs(agent)).toEqual([[0, 232_000], [2, 8_000], [0, 4_584_000], [4, 1_600], [0, 2_400]]);
  expect(logger.lines).toEqual([]);
});

test('the agent goes on being recorded when the caller sends nothing', async () => {
  const { record } = room();
  const recorder = record('call-1');
  speak(recorder, 0, 100, 1);
  for (let atMs = 1_000; atMs < 20_000; atMs += 100) recorder.agent(constant(800, 2), atMs);
  speak(recorder, 19_000, 19_100, 3);
  const file = (await recorder.finish(20_000))!;
  expect(runs(legs(file.path).agent)).toEqual([[0, 8_000], [2, 152_000]]);
  expect(runs(legs(file.path).caller)).toEqual([[1, 800], [0, 151_200], [3, 800], [0, 7_200]]);
});

test('nothing heard leaves no file', async () => {
  const { dataDir, record } = room();
  expect(await record('call-1').finish(0)).toBeUndefined();
  expect((await listRecordings(dataDir)).size).toBe(0);
});

test('a file whose writer died can be read, and is made whole', async () => {
  const { dataDir, record } = room();
  const recorder = record('call:1/ü');
  speak(recorder, 0, 3_000, 1);
  const path = recordingPath(dataDir, 'call:1/ü');
  await eventually(() => existsSync(path) && readFileSync(path).length >= 44 + 17_600 * 4, 'the first round is on disk');
  expect([...await listRecordings(dataDir)]).toEqual([['call:1/ü', path]]);
  const file = (await repairRecording(path))!;
  expect(runs(legs(file.path).caller)).toEqual([[1, 17_600]]);
  expect(file).toMatchObject({ durationMs: 2_200, byteLength: 44 + 70_400, sha256: createHash('sha256').update(readFileSync(path)).digest('hex') });
  await recorder.finish(3_000);
});

test('a full disk ends the recording and nothing else', async () => {
  const { dataDir, logger, record } = room();
  mkdirSync(join(dataDir, 'media', 'recordings'), { recursive: true });
  symlinkSync('/dev/full', recordingPath(dataDir, 'full'));
  const full = record('full');
  const fine = record('fine');
  for (const recorder of [full, fine]) speak(recorder, 0, 3_000, 1);
  await eventually(() => logger.lines.length > 0, 'the disk refuses');
  speak(full, 3_000, 3_100, 1);
  full.cutAgent(0);
  expect(await full.finish(3_100)).toBeUndefined();
  expect((await fine.finish(3_000))?.durationMs).toBe(3_000);
  expect(logger.lines).toEqual([expect.objectContaining({ level: 'warn', message: 'a recording stops: its file cannot be written', callId: 'full', error: expect.stringContaining('ENOSPC') })]);
});

test('many calls that end at once all get their file', async () => {
  const { dataDir, record } = room();
  const recorders = Array.from({ length: 50 }, (_, index) => record(`call-${index}`));
  for (const recorder of recorders) speak(recorder, 0, 2_000, 1);
  const files = await Promise.all(recorders.map((recorder) => recorder.finish(2_000)));
  expect(new Set(files.map((file) => file?.sha256)).size).toBe(1);
  expect(readdirSync(join(dataDir, 'media', 'recordings'))).toHaveLength(50);
});

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

/** Opens kinds in a process of its own and says how that process ends; without a close where `closes` is false. */
async function ends(script: string): Promise<string> {
  const prelude = `
    import plugin from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)};
    const clock = { nowMs: () => performance.now(), setTimer(ms, run) { const handle = setTimeout(run, ms); return { cancel: () => clearTimeout(handle) }; } };
    const context = { settings: {}, secrets: {}, clock, logger: { debug() {}, info() {}, warn(message) { process.stdout.write(message); } } };
    const signal = new AbortController().signal;`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', `${prelude}\n${script}`], { timeout: 30_000 });
  return stdout;
}

test('a process whose adapters are idle ends by itself', { timeout: 40_000 }, async () => {
  const said = await ends(`
    const [vad, stt, tts, llm] = await Promise.all([plugin.vad(context), plugin.stt(context), plugin.tts(context), plugin.llm(context)]);
    for await (const event of tts.synthesize({ contextId: 'a', text: 'Hello.', isLast: true, language: 'en', format: { encoding: 'pcm16', sampleRateHz: 8000 }, signal }));
    process.stdout.write('idle');`);
  expect(said).toBe('idle');
});

test('adapters closed while they work take nobody with them', { timeout: 40_000 }, async () => {
  const said = await ends(`
    const [vad, stt, tts] = await Promise.all([plugin.vad(context), plugin.stt(context), plugin.tts(context)]);
    const ear = await vad.open({ callId: 'a', sampleRateHz: 8000, onWindow() {}, onError() {} });
    ear.push(new Int16Array(8000 * 6).fill(500));
    const session = await stt.open({ callId: 'a', language: 'en', format: { encoding: 'pcm16', sampleRateHz: 8000 }, signal, onEvent() {} });
    session.push(1, Int16Array.from({ length: 40000 }, () => Math.random() * 9000));
    session.commit(1);
    const speech = tts.synthesize({ contextId: 'a', text: 'This sentence is never heard by anyone at all.', isLast: true, language: 'en', format: { encoding: 'pcm16', sampleRateHz: 8000 }, signal }).next().catch((error) => error.causeCode);
    await new Promise((resolve) => { setTimeout(resolve, 30); });
    await Promise.all([vad.close(), stt.close(), tts.close()]);
    process.stdout.write('closed ' + await speech);`);
  expect(said).toBe('closed aborted');
});

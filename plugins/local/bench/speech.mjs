// Recogniser, voice and search: how long they take on this machine.
//   node plugins/local/bench/speech.mjs
import { monitorEventLoopDelay } from 'node:perf_hooks';
import plugin from '../dist/index.js';
import { context, quantile, report, speak } from './support.mjs';

const TEXTS = {
  short: 'Yes, please.',
  medium: 'I would like to book an appointment on Saturday morning.',
  long: 'Hello, I am calling because I have lost my crown, and I would like to see somebody as soon as possible. Would Tuesday or Wednesday afternoon be possible, and how much will it cost?',
};
const delay = monitorEventLoopDelay({ resolution: 1 });

async function timed(run, times = 8) {
  const all = [];
  for (let time = 0; time < times; time += 1) {
    const startedMs = performance.now();
    const ownMs = await run();
    all.push(ownMs ?? performance.now() - startedMs);
  }
  return quantile(all, 0.5);
}

let startedMs = performance.now();
const tts = await plugin.tts(context());
report('Voice (Flite)', [`opened in ${(performance.now() - startedMs).toFixed(0)} ms`]);
delay.enable();
const speech = {};
for (const [name, text] of Object.entries(TEXTS)) {
  speech[name] = await speak(tts, text, 8000);
  const firstMs = await timed(async () => {
    for await (const event of tts.synthesize({ contextId: 'b', text, isLast: true, language: 'en', format: { encoding: 'pcm16', sampleRateHz: 8000 }, signal: new AbortController().signal })) if (event.type === 'audio') break;
  });
  const allMs = await timed(async () => { await speak(tts, text, 8000); });
  report(`  ${name}: ${text.length} characters, ${(speech[name].length / 8000).toFixed(1)} s of speech`, [`first audio ${firstMs.toFixed(0)} ms, all ${allMs.toFixed(0)} ms (median of 8)`]);
}

startedMs = performance.now();
const stt = await plugin.stt(context({ partials: false }));
report('Recogniser (Moonshine tiny)', [`opened in ${(performance.now() - startedMs).toFixed(0)} ms`]);
for (const [name, samples] of Object.entries(speech)) {
  let text = '';
  const ms = await timed(async () => {
    let done = () => {};
    const final = new Promise((resolve) => { done = resolve; });
    const session = await stt.open({
      callId: 'b', language: 'en', format: { encoding: 'pcm16', sampleRateHz: 8000 }, signal: new AbortController().signal,
      onEvent: (event) => { text = event.text; done(performance.now()); },
    });
    for (let at = 0; at < samples.length; at += 160) {
      session.push(1, samples.subarray(at, at + 160));
      if (at % 1600 === 0) await new Promise((resolve) => { setImmediate(resolve); });
    }
    const committedMs = performance.now();
    session.commit(1);
    const tookMs = await final - committedMs;
    await session.close();
    return tookMs;
  });
  report(`  ${name}`, [`${ms.toFixed(0)} ms for ${(samples.length / 8000).toFixed(1)} s: ${(ms / (samples.length / 8)).toFixed(3)} of real time`, `"${text}"`]);
}

startedMs = performance.now();
const llm = await plugin.llm(context());
const documents = [{ title: 'Opening hours', text: 'We are open Monday to Friday from eight until six. On Saturday we are open from nine until one.' }];
const answer = async () => { for await (const event of llm.generate({ instructions: '', agentName: 'Robin', language: 'en', messages: [{ role: 'user', text: `Are you open on Saturday ${Math.random()}?` }], tools: [], documents, isSpeculative: false, signal: new AbortController().signal })) if (event.type === 'text-delta') break; };
report('Answerer', [`opened in ${(performance.now() - startedMs).toFixed(0)} ms`, `first word ${(await timed(answer)).toFixed(0)} ms (median of 8)`]);
report('Event loop of this process over all of it', [`p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms, worst ${(delay.max / 1e6).toFixed(1)} ms`, `resident memory ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`]);
await Promise.all([tts.close(), stt.close(), llm.close()]);

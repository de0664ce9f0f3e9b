import { STT_SPEC, type SttProvider } from '../kinds/stt.js';
import { commonChecks, specCheck, withProvider } from './common-checks.js';
import { defineCheck, must, type ContractCheck } from './contract.js';
import { inFormat, piecesOf, silenceOf } from './golden-audio.js';
import { Ear, type SttContractHarness } from './stt-ear.js';
import { comparableWords, wordErrorRate } from './word-error-rate.js';

/** Long enough for an event that should not come to come. */
const QUIET_MS = 800;

type Check = ContractCheck<SttContractHarness>;

/** A check on one fresh session. */
function earCheck(
  id: string, rule: string, run: (ear: Ear, harness: SttContractHarness, provider: SttProvider) => Promise<void>,
): Check {
  return defineCheck<SttContractHarness>(id, rule, async (harness) => {
    await withProvider<'stt'>(harness, async (provider) => {
      const ear = await Ear.open(harness, provider);
      await run(ear, harness, provider);
      await ear.close();
    });
  });
}

async function request(provider: SttProvider, harness: SttContractHarness): Promise<void> {
  const ear = await Ear.open(harness, provider);
  ear.say(1, harness.speech[0]!);
  ear.commit(1);
  await ear.final(1);
  await ear.close();
}

const commitChecks: readonly Check[] = [
  earCheck('stt/one-final-per-commit', 'each commit is answered by exactly one final transcript, in the order of the commits',
    async (ear, harness) => {
      for (const segmentId of [1, 2, 5]) {
        ear.say(segmentId, harness.speech[segmentId % 2]!);
        ear.commit(segmentId);
      }
      await ear.final(5);
      await harness.time.pass(QUIET_MS);
      const order = ear.finals.map((event) => event.segmentId).join(', ');
      must(order === '1, 2, 5', `finals for the segments ${order || '(none)'} after commits of 1, 2, 5`);
    }),
  earCheck('stt/speech-has-words', 'committed speech is answered with words', async (ear, harness) => {
    ear.say(1, harness.speech[0]!);
    ear.commit(1);
    const final = await ear.final(1);
    must(comparableWords(final.text).length > 0, `the transcript of "${harness.speech[0]!.text}" is "${final.text}"`);
  }),
  earCheck('stt/never-reentrant', 'no event is delivered from within push, speculate, commit or discard', async (ear, harness) => {
    ear.say(1, harness.speech[0]!);
    ear.speculate(1);
    ear.commit(1);
    ear.speculate(2);
    ear.discard(2);
    await ear.final(1);
    must(ear.reentrantCount === 0, `${ear.reentrantCount} events inside a call of the session`);
  }),
  earCheck('stt/discard-is-silent', 'a discarded segment gets no transcript, and the next one is untouched by it', async (ear, harness) => {
    ear.say(1, harness.speech[0]!);
    ear.speculate(1);
    ear.discard(1);
    const eventCount = ear.events.length;
    await harness.time.pass(QUIET_MS);
    const late = ear.events.slice(eventCount).filter((event) => event.type !== 'error' && event.segmentId === 1);
    must(late.length === 0, `a ${late[0]?.type ?? ''} for a discarded segment`);
    ear.say(2, harness.speech[0]!);
    ear.commit(2);
    const text = (await ear.final(2)).text;
    const words = comparableWords(harness.speech[0]!.text).length;
    must(comparableWords(text).length < words * 1.5 + 1, `the segment after a discarded one holds too many words: "${text}"`);
  }),
  earCheck('stt/nothing-is-empty', 'a commit without audio is answered with an empty text', async (ear) => {
    ear.commit(1);
    const { text } = await ear.final(1);
    must(text === '', `the text of nothing is "${text}"`);
  }),
  earCheck('stt/silence-is-empty', 'a second of digital silence is answered with an empty text', async (ear) => {
    for (const piece of piecesOf(silenceOf(ear.format, 1000), ear.format.sampleRateHz)) ear.push(1, piece);
    ear.commit(1);
    const { text } = await ear.final(1);
    must(text === '', `the text of silence is "${text}"`);
  }),
  earCheck('stt/audio-not-kept', 'the array given to push may be reused as soon as push returns', async (ear, harness) => {
    for (const piece of piecesOf(inFormat(harness.speech[0]!, ear.format), ear.format.sampleRateHz)) {
      ear.push(1, piece);
      piece.fill(ear.format.encoding === 'mulaw' ? 0xff : 0);
    }
    ear.commit(1);
    const { text } = await ear.final(1);
    must(text !== '', 'the transcript is empty once the pushed arrays are cleared');
  }),
];

const endChecks: readonly Check[] = [
  earCheck('stt/close-ends-events', 'nothing is delivered after close()', async (ear, harness) => {
    ear.say(1, harness.speech[0]!);
    ear.commit(1);
    await ear.close();
    const eventCount = ear.events.length;
    await harness.time.pass(QUIET_MS);
    must(ear.events.length === eventCount, `a ${ear.events[eventCount]?.type ?? ''} after close()`);
  }),
  earCheck('stt/abort-ends-events', 'nothing is delivered after the signal fired', async (ear, harness) => {
    ear.say(1, harness.speech[0]!);
    ear.commit(1);
    ear.abort();
    const eventCount = ear.events.length;
    await harness.time.pass(QUIET_MS);
    must(ear.events.length === eventCount, `a ${ear.events[eventCount]?.type ?? ''} after the abort`);
  }),
  earCheck('stt/sessions-independent', 'sessions share nothing: closing one leaves the others their transcripts', async (ear, harness, provider) => {
    const other = await Ear.open(harness, provider);
    ear.say(1, harness.speech[0]!);
    other.say(7, harness.speech[0]!);
    ear.commit(1);
    await ear.final(1);
    other.commit(7);
    await ear.close();
    const { text } = await other.final(7);
    must(text !== '', 'the transcript of the other session is empty');
    const strays = other.events.filter((event) => event.type !== 'error' && event.segmentId !== 7);
    must(strays.length === 0, 'a session got an event of another session');
    await other.close();
  }),
];

const speculationChecks: readonly Check[] = [
  earCheck('stt/speculation-honest', 'hasSpeculation is true exactly where speculate is answered, and the final that follows says the same',
    async (ear, harness, provider) => {
      ear.say(1, harness.speech[0]!);
      ear.speculate(1);
      if (!provider.abilities.hasSpeculation) {
        await harness.time.pass(QUIET_MS);
        must(ear.speculativeTextOf(1) === undefined, 'a speculative transcript from an adapter that declares none');
        return;
      }
      await ear.until(() => ear.speculativeTextOf(1) !== undefined, 'the answer to speculate');
      ear.commit(1);
      const final = await ear.final(1);
      must(final.text === ear.speculativeTextOf(1), `prepared "${ear.speculativeTextOf(1) ?? ''}", then said "${final.text}"`);
    }),
  earCheck('stt/speculation-void-after-audio', 'audio after speculate makes the prepared transcript void: the final is no hit',
    async (ear, harness) => {
      const [first, second] = piecesOf(inFormat(harness.speech[0]!, ear.format), ear.format.sampleRateHz, 400);
      ear.push(1, first!);
      ear.speculate(1);
      ear.push(1, second!);
      ear.commit(1);
      const final = await ear.final(1);
      must(final.isSpeculationHit !== true, 'the final is called a hit although audio came after speculate');
    }),
  earCheck('stt/partials-honest', 'hasPartials is true exactly where partial transcripts come', async (ear, harness, provider) => {
    for (const piece of piecesOf(inFormat(harness.speech[0]!, ear.format), ear.format.sampleRateHz)) {
      ear.push(1, piece);
      await harness.time.pass(5);
    }
    await harness.time.pass(QUIET_MS);
    ear.commit(1);
    await ear.final(1);
    const partials = ear.events.filter((event) => event.type === 'transcript-partial');
    must(partials.length > 0 === provider.abilities.hasPartials, `${partials.length} partials, hasPartials is ${String(provider.abilities.hasPartials)}`);
    must(ear.events.at(-1)?.type === 'transcript-final', 'a partial after the final transcript');
  }),
];

const qualityChecks: readonly Check[] = [
  defineCheck<SttContractHarness>('stt/formats-accepted', 'every declared format is accepted and understood', async (harness) => {
    await withProvider<'stt'>(harness, async (provider) => {
      for (const format of provider.abilities.formats) {
        const ear = await Ear.open(harness, provider, format);
        ear.say(1, harness.speech[0]!);
        ear.commit(1);
        const { text } = await ear.final(1);
        must(text !== '', `nothing was heard in ${format.encoding} at ${format.sampleRateHz} Hz`);
        await ear.close();
      }
    });
  }),
  earCheck('stt/word-error-rate', 'known speech is understood within the word error rate allowed', async (ear, harness) => {
    let errorCount = 0;
    let wordCount = 0;
    const heard: string[] = [];
    for (const [index, audio] of harness.speech.entries()) {
      ear.say(index + 1, audio);
      ear.commit(index + 1);
      const { text } = await ear.final(index + 1);
      const words = comparableWords(audio.text).length;
      errorCount += wordErrorRate(audio.text, text) * words;
      wordCount += words;
      heard.push(`${audio.name}: "${text}"`);
    }
    const rate = errorCount / wordCount;
    const allowed = harness.wordErrorRateMax ?? 0.3;
    must(rate <= allowed, `word error rate ${rate.toFixed(2)}, ${allowed} allowed; ${heard.join('; ')}`);
  }),
];

/** The rules of `stt/v1`. */
export const sttContract: readonly Check[] = [
  specCheck('stt', STT_SPEC, ({ abilities }) => {
    if (abilities.formats.length === 0) return 'no format is declared';
    return abilities.languages.length === 0 ? 'no language is declared' : undefined;
  }),
  ...commitChecks, ...endChecks, ...speculationChecks, ...qualityChecks,
  ...commonChecks<'stt', SttContractHarness>('stt', request),
];

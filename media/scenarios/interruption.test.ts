import { describe, expect, test } from 'vitest';
import { MS_PER_CHARACTER, Scenario, type ScenarioSetup } from './scenario.js';

const ANSWER = 'Our office is open from nine in the morning until five in the afternoon. On Saturdays we open at ten and close at two. We are closed on Sundays and on public holidays.';

/** The whole words of `text` that lie within its first `playedMs` as the simulated voice speaks it. */
function wordsWithin(text: string, playedMs: number): string {
  const characters = playedMs / MS_PER_CHARACTER + 1e-6;
  const ends = Array.from(text.matchAll(/\S+/g), (match) => match.index + match[0].length).filter((end) => end <= characters);
  return text.slice(0, ends.at(-1) ?? 0);
}

/** Words of an answer that is spoken in several pieces: each piece is one request, without the space between. */
function heardOfPieces(text: string, playedMs: number): string {
  const pieces = text.split(/(?<=[.?!]) /);
  const heard: string[] = [];
  let leftMs = playedMs;
  for (const piece of pieces) {
    const words = wordsWithin(piece, leftMs);
    if (words !== '') heard.push(words);
    leftMs -= piece.length * MS_PER_CHARACTER;
    if (leftMs <= 0) break;
  }
  return heard.join(' ');
}

async function untilAnswering(setup: ScenarioSetup, transcripts: readonly string[]): Promise<Scenario> {
  const scenario = await Scenario.start({ ...setup, stt: { transcripts, ...(setup.stt as object) }, llm: { replies: [ANSWER, 'Then come on Monday.'], ...(setup.llm as object) } });
  await scenario.untilListening();
  await scenario.says(1_000);
  await scenario.until(() => scenario.call.snapshot().agentState === 'SPEAKING');
  return scenario;
}

/** Agent audio of the answer that reached the caller's ear, in milliseconds. */
function answerPlayedMs(scenario: Scenario, sinceMs: number): number {
  const samples = scenario.phone.played.filter((part) => part.atMs >= sinceMs).reduce((sum, part) => sum + part.samples.length, 0);
  return (samples * 1000) / scenario.phone.sampleRateHz;
}

describe.each([
  { name: 'marks', setup: { transport: 'TWILIO' }, evidence: 'MARK' },
  { name: 'marks and word times', setup: { transport: 'TWILIO', tts: { hasTimestamps: true } }, evidence: 'MARK' },
  { name: 'marks over a network of 60 ms', setup: { transport: 'TWILIO', phone: { delayMs: 60 } }, evidence: 'MARK' },
  { name: 'played samples', setup: { transport: 'BROWSER' }, evidence: 'SAMPLES' },
  { name: 'played samples over a network of 60 ms', setup: { transport: 'BROWSER', phone: { delayMs: 60 } }, evidence: 'SAMPLES' },
  { name: 'word times, marks lost', setup: { transport: 'TWILIO', phone: { echoesMarks: false }, tts: { hasTimestamps: true } }, evidence: 'TIMESTAMPS' },
  { name: 'an estimate, marks lost', setup: { transport: 'TWILIO', phone: { echoesMarks: false } }, evidence: 'ESTIMATE' },
] as const)('barge-in with $name', ({ setup, evidence }) => {
  test('stops at once, and the heard text is exact to the word', async () => {
    const scenario = await untilAnswering(setup as ScenarioSetup, ['When are you open?', 'No, I mean on Sunday']);
    const startMs = scenario.phone.played.findLast((part) => part.atMs < scenario.nowMs - 500)?.atMs ?? 0;
    await scenario.waits(3_330);
    const onsetMs = scenario.nowMs;
    await scenario.says(1_500);
    await scenario.until(() => scenario.of('interruption-resolved').length === 1);
    const turn = scenario.of('agent-turn')[1]!;
    const playedMs = answerPlayedMs(scenario, startMs + 1_000);
    expect(turn).toMatchObject({ purpose: 'ANSWER', isInterrupted: true, heardEvidence: evidence });
    expect(turn.heardText).toBe(heardOfPieces(ANSWER, playedMs));
    expect(turn.heardText.length).toBeGreaterThan(20);
    const started = scenario.of('interruption-started')[0]!;
    // Gate of 500 ms; a window of 32 ms each for onset and gate, and the network.
    expect(started.stopMs).toBeLessThanOrEqual(500 + 2 * 32 + 20);
    const lastHeardMs = Math.max(...scenario.phone.played.filter((part) => part.atMs < onsetMs + 1_500).map((part) => part.atMs + (part.samples.length * 1000) / scenario.phone.sampleRateHz));
    expect(lastHeardMs - onsetMs).toBeLessThanOrEqual(500 + 250);
    // The next answer builds on what was heard.
    await scenario.until(() => scenario.of('agent-turn').length === 3);
    expect(scenario.of('caller-turn').at(-1)!.text).toBe('No, I mean on Sunday');
    expect(scenario.of('agent-turn').at(-1)!.heardText).toBe('Then come on Monday.');
    expect(scenario.warnings).toEqual([]);
    await scenario.hangUp();
  });
});

describe.each(['TWILIO', 'BROWSER'] as const)('on %s', (transport) => {
  test('a false alarm resumes from the paused sample: none lost, none repeated', async () => {
    const undisturbed = await untilAnswering({ transport }, ['When are you open?']);
    await undisturbed.untilListening();
    // Noise: the recogniser finds no words in it.
    const disturbed = await untilAnswering({ transport, stt: { isCycling: false } }, ['When are you open?']);
    await disturbed.waits(2_345);
    await disturbed.says(700);
    await disturbed.until(() => disturbed.of('interruption-resolved').length === 1);
    expect(disturbed.of('interruption-resolved')[0]).toMatchObject({ outcome: 'FALSE_ALARM', text: '' });
    await disturbed.untilListening();
    expect(disturbed.of('agent-turn')[1]).toMatchObject({ isInterrupted: false, heardText: ANSWER });
    expect(Buffer.from(disturbed.phone.playedSamples.buffer).equals(Buffer.from(undisturbed.phone.playedSamples.buffer))).toBe(true);
  });
});

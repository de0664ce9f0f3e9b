import { expect, test } from 'vitest';
import { Scenario } from './scenario.js';

/** 4 s promised, and the length of a network's frames and of one tick. */
const DEAD_AIR_MS_MAX = 4_200;
const KINDS = ['refuse', 'stall', 'rate-limit', 'silence', 'garbage', 'break-midway'] as const;
const REPLIES = [
  'We open at nine in the morning, every day of the week. On Saturdays we open a little later, at ten. You can park behind the house.',
  'Of course. The kitchen closes at half past nine, and the bar is open until midnight.', 'Yes.',
];

/** A generator of numbers that is the same on every run (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Fault = Readonly<Record<string, unknown>>;

/** Some faults of one provider: at any request, once, a few times or for good. */
function faultsOf(next: () => number, share: number, more: Fault = {}): readonly Fault[] {
  if (next() > share) return [];
  return Array.from({ length: 1 + Math.floor(next() * 2) }, () => ({
    kind: KINDS[Math.floor(next() * KINDS.length)]!, atRequest: 1 + Math.floor(next() * 12), times: 1 + Math.floor(next() * 4), always: next() < 0.3,
    afterMs: next() < 0.5 ? 0 : Math.floor(next() * 2_500), ...more,
  }));
}

interface Stretch { readonly fromMs: number; readonly toMs: number }

/** Longest stretch within `whole` that none of `covered` touches. */
function longestGap(whole: Stretch, covered: readonly Stretch[]): Stretch {
  let at = whole.fromMs;
  let longest: Stretch = { fromMs: at, toMs: at };
  const note = (toMs: number): void => { if (toMs - at > longest.toMs - longest.fromMs) longest = { fromMs: at, toMs }; };
  for (const { fromMs, toMs } of covered.toSorted((a, b) => a.fromMs - b.fromMs)) {
    if (toMs <= at) continue;
    if (fromMs >= whole.toMs) break;
    note(fromMs);
    at = toMs;
  }
  note(whole.toMs);
  return longest;
}

/** `listening`: the agent had said something, was silent, and owed nothing: it waits for the caller. */
interface Run { readonly scenario: Scenario; readonly spoken: readonly Stretch[]; readonly listening: readonly Stretch[] }

async function play(seed: number): Promise<Run> {
  const next = random(seed);
  const isDouble = next() < 0.5;
  const route = <Settings extends object>(make: () => Settings): Settings[] => isDouble ? [make(), make()] : [make()];
  const scenario = await Scenario.start({
    transport: next() < 0.5 ? 'TWILIO' : 'BROWSER',
    agent: { greeting: next() < 0.8 ? 'Hello, you have reached the Golden Lion. How can I help you today?' : '' },
    llm: route(() => ({ replies: REPLIES, firstTokenMs: 100 + next() * 700, tokensPerSecond: 15 + next() * 80, faults: faultsOf(next, 0.5) })),
    stt: route(() => ({ transcripts: ['When do you open?', 'And the kitchen?', 'Can I bring my dog?'], hasSpeculation: next() < 0.7, partialEveryMs: next() < 0.3 ? 300 : 0, faults: faultsOf(next, 0.4, { on: next() < 0.7 ? 'commit' : 'open' }) })),
    tts: route(() => ({ firstAudioMs: 50 + next() * 300, realTimeFactor: next() * 0.6, faults: faultsOf(next, 0.5) })),
    turn: { faults: faultsOf(next, 0.3) }, vad: { faults: faultsOf(next, 0.2) },
  });
  const spoken: Stretch[] = [];
  const listening: Stretch[] = [];
  let listenFromMs: number | undefined;
  let speakUntilMs = 0;
  let owesAnswer = scenario.plan.agent.greeting !== '';
  for (let speeches = 0; !scenario.ended && scenario.nowMs < 90_000 && speeches < 9;) {
    await scenario.waits(20);
    const { agentState } = scenario.call.snapshot();
    const played = scenario.phone.played.at(-1);
    const isPlaying = played !== undefined && scenario.nowMs - played.atMs - (played.samples.length * 1000) / scenario.phone.sampleRateHz < 100;
    if (agentState === 'SPEAKING' || isPlaying) owesAnswer = false;
    const isWaiting = agentState === 'LISTENING' && !owesAnswer && scenario.nowMs > speakUntilMs;
    if (isWaiting) listenFromMs ??= scenario.nowMs;
    else if (listenFromMs !== undefined) {
      listening.push({ fromMs: listenFromMs, toMs: scenario.nowMs });
      listenFromMs = undefined;
    }
    // Mostly in turn; now and then over the agent, or into its thinking.
    const isDue = isWaiting && listenFromMs !== undefined ? scenario.nowMs - listenFromMs > 300 && next() < 0.04 : next() < 0.002;
    if (!isDue || scenario.nowMs < speakUntilMs) continue;
    const durationMs = 700 + next() * 1_000;
    scenario.microphone.speak(durationMs);
    speakUntilMs = scenario.nowMs + durationMs;
    spoken.push({ fromMs: scenario.nowMs, toMs: speakUntilMs });
    speeches++;
    owesAnswer = true;
  }
  if (listenFromMs !== undefined) listening.push({ fromMs: listenFromMs, toMs: scenario.nowMs });
  return { scenario, spoken, listening };
}

test('120 calls with faults at random in every provider: never dead air, and an apology where it is hopeless', { timeout: 240_000 }, async () => {
  const failures: string[] = [];
  const ends = new Map<string, number>();
  for (let seed = 1; seed <= 120; seed++) {
    const { scenario, spoken, listening } = await play(seed);
    const heard = scenario.phone.played.map((part) => ({ fromMs: part.atMs, toMs: part.atMs + (part.samples.length * 1000) / scenario.phone.sampleRateHz }));
    const gap = longestGap({ fromMs: 0, toMs: scenario.nowMs }, [...heard, ...spoken, ...listening]);
    if (gap.toMs - gap.fromMs > DEAD_AIR_MS_MAX) failures.push(`seed ${seed}: silent from ${Math.round(gap.fromMs)} to ${Math.round(gap.toMs)}`);
    if (scenario.ended?.code === 'PROVIDERS_DOWN' && scenario.of('agent-turn').at(-1)?.purpose !== 'APOLOGY') failures.push(`seed ${seed}: ended without an apology`);
    if (scenario.warnings.some((warning) => warning.includes('unexpected'))) failures.push(`seed ${seed}: ${scenario.warnings.join('; ')}`);
    ends.set(scenario.ended?.code ?? 'lasted', (ends.get(scenario.ended?.code ?? 'lasted') ?? 0) + 1);
    if (!scenario.ended) await scenario.hangUp();
    await scenario.closeHost();
  }
  expect(failures).toEqual([]);
  // Both kinds of calls were among them, or nothing was tried.
  expect(ends.get('PROVIDERS_DOWN') ?? 0).toBeGreaterThan(10);
  expect(ends.get('lasted') ?? 0).toBeGreaterThan(10);
});

// The bar: where the first provider fails, however it fails, the next one's answer comes at most 1.5 s later than it would
// have by itself, for 95 of 100 turns.
import type { LlmRequest, SttEvent, TtsRequest } from '@parley/plugin-sdk';
import { expect, test } from 'vitest';
import { RouteKit, type KitStep } from '../../test/route-kit.js';
import { wrapLlm } from './llm.js';
import { RecoveryProbes } from './recovery-probes.js';
import { wrapStt } from './stt.js';
import { wrapTts } from './tts.js';

const TURNS = 100;
const TURN_MS = 4_000;
const ADDED_P95_MS = 1_500;
const never = (): AbortSignal => new AbortController().signal;
const FORMAT = { encoding: 'pcm16', sampleRateHz: 16_000 } as const;

type Kind = 'llm' | 'tts' | 'stt';
type Route<Each extends Kind> = Awaited<ReturnType<typeof RouteKit.prototype.route<Each>>>;

async function firstOf(stream: AsyncIterable<{ readonly type: string }>, type: string): Promise<void> {
  for await (const event of stream) if (event.type === type) return;
}

const llmRequest = (): LlmRequest => ({ instructions: '', agentName: 'Ada', language: 'en', messages: [{ role: 'user', text: 'hello' }], tools: [], documents: [], isSpeculative: false, signal: never() });
let contexts = 0;
const ttsRequest = (): TtsRequest => ({ contextId: `c${contexts += 1}`, text: 'We are open from nine to six.', isLast: true, language: 'en', format: FORMAT, signal: never() });

/** One call's ear, opened once as calls do; each turn is one segment of it. */
function hearing(route: Route<'stt'>): () => Promise<void> {
  let waiting: (() => void) | undefined;
  const onEvent = (event: SttEvent): void => { if (event.type === 'transcript-final') waiting?.(); };
  const opening = wrapStt(route).open({ callId: 'call', language: 'en', format: FORMAT, signal: never(), onEvent });
  let segment = 0;
  return async () => {
    const session = await opening;
    segment += 1;
    session.push(segment, Int16Array.from({ length: 8_000 }, (_, index) => (index % 50) * 200));
    await new Promise<void>((resolve) => { waiting = resolve; session.commit(segment); });
  };
}

const turns: { readonly [Each in Kind]: (route: Route<Each>) => () => Promise<void> } = {
  llm: (route) => { const provider = wrapLlm(route); return () => firstOf(provider.generate(llmRequest()), 'text-delta'); },
  tts: (route) => { const provider = wrapTts(route); return () => firstOf(provider.synthesize(ttsRequest()), 'audio'); },
  stt: hearing,
};

/** How long each turn of one long call takes, in milliseconds. */
async function measure<Each extends Kind>(kind: Each, steps: readonly KitStep<Each>[], count: number): Promise<{ readonly tookMs: readonly number[]; readonly kit: RouteKit }> {
  const kit = new RouteKit();
  const probes = new RecoveryProbes({ breakers: kit.context.breakers, clock: kit.clock, limits: kit.context.limits, health: undefined });
  const route = await kit.route(kind, ...steps);
  probes.enlist(route as never);
  const turn = turns[kind](route);
  const tookMs: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const startedAtMs = kit.clock.nowMs();
    await kit.clock.runUntil(turn(), 60_000);
    tookMs.push(kit.clock.nowMs() - startedAtMs);
    await kit.clock.advance(TURN_MS);
  }
  probes.close();
  return { tookMs, kit };
}

for (const kind of ['llm', 'tts', 'stt'] as const) {
  // An ear that hears nothing may be right.
  for (const fault of ['refuse', 'auth', 'quota', 'rate-limit', 'stall', ...(kind === 'stt' ? [] : ['silence' as const])] as const) {
    test(`${kind}: the next one's answer is at most 1.5 s late where the first fails with ${fault}`, async () => {
      const sound: KitStep<typeof kind> = { settings: {} };
      const { tookMs: [aloneMs] } = await measure(kind, [sound], 1);
      const { tookMs, kit } = await measure(kind, [{ settings: { faults: [{ kind: fault, always: true }] } }, sound], TURNS);
      const added = tookMs.map((each) => each - aloneMs!).toSorted((one, other) => one - other);
      expect(added[Math.ceil(TURNS * 0.95) - 1]!).toBeLessThanOrEqual(ADDED_P95_MS);
      // And no turn at all waits longer than a caller bears.
      expect(added.at(-1)!).toBeLessThanOrEqual(4_000);
      // The second one answered them all but those in which the first was being given up.
      expect(kit.usage.filter(({ connectionId, firstResultMs }) => connectionId === 'b' && firstResultMs !== undefined).length).toBeGreaterThanOrEqual(TURNS - 1);
    });
  }
}

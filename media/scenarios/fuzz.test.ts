import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Scenario } from './scenario.js';

const action = fc.oneof(
  fc.record({ do: fc.constant('says' as const), ms: fc.integer({ min: 20, max: 2_500 }) }),
  fc.record({ do: fc.constant('waits' as const), ms: fc.integer({ min: 1, max: 3_000 }) }),
  fc.record({ do: fc.constant('mark' as const), name: fc.oneof(fc.string(), fc.constant('1.1.0')) }),
  fc.record({ do: fc.constant('played' as const), samples: fc.oneof(fc.integer({ min: -10, max: 1_000_000 }), fc.constant(Number.NaN)) }),
  fc.record({ do: fc.constant('audio' as const), length: fc.constantFrom(0, 1, 7, 160, 4_000, 80_000) }),
  fc.record({ do: fc.constant('digit' as const), digit: fc.constantFrom('1', '#', '*', 'x', '') }),
  fc.record({ do: fc.constant('socket' as const), outcome: fc.constantFrom('sent' as const, 'queued' as const, 'dropped' as const) }),
  fc.record({ do: fc.constant('drain' as const) }),
  fc.record({ do: fc.constant('types' as const), text: fc.constantFrom('Hello?', 'mhm', 'and then', 'x'.repeat(2_000)) }),
  fc.record({ do: fc.constant('holds' as const), isHeld: fc.boolean() }),
);

test('whatever the line does, a call ends once, says so last, and leaves nothing behind', { timeout: 120_000 }, async () => {
  await fc.assert(fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 25 }), fc.constantFrom('TWILIO' as const, 'BROWSER' as const), fc.boolean(), async (actions, transport, isFaulty) => {
    const fault = isFaulty ? { faults: [{ kind: 'stall', atRequest: 2, times: 2 }] } : {};
    const scenario = await Scenario.start({ transport, stt: { transcripts: ['Hello there', 'mhm', '', 'And then?'] }, llm: { ...fault, rules: [{ match: 'then', reply: 'Goodbye.', end: 'goodbye' }] }, tts: isFaulty ? { faults: [{ kind: 'break-midway', atRequest: 10, times: 3 }] } : {} });
    for (const step of actions) {
      const { call, phone } = scenario;
      if (step.do === 'says') await scenario.says(step.ms);
      else if (step.do === 'waits') await scenario.waits(step.ms);
      else if (step.do === 'mark') call.onMark(step.name);
      else if (step.do === 'played') call.onPlayed(step.samples);
      else if (step.do === 'audio') call.onAudio(new Int16Array(step.length).fill(3_000));
      else if (step.do === 'digit') call.onDtmf(step.digit);
      else if (step.do === 'socket') phone.outcome = step.outcome;
      else if (step.do === 'types') scenario.types(step.text);
      else if (step.do === 'holds') call.onHold(step.isHeld);
      else call.onDrain();
    }
    if (!scenario.ended) await scenario.hangUp();
    scenario.call.onAudio(new Int16Array(160));
    scenario.call.onMark('late');
    scenario.call.onText('late');
    scenario.call.onHold(true);
    await scenario.waits(500);
    expect(scenario.warnings).toEqual([]);
    expect(scenario.of('call-ended')).toHaveLength(1);
    expect(scenario.events.at(-1)!.type).toBe('call-ended');
    const started = scenario.of('agent-turn-started').map((turn) => turn.turnIndex);
    expect(scenario.of('agent-turn').map((turn) => turn.turnIndex).toSorted((a, b) => a - b)).toEqual(started.toSorted((a, b) => a - b));
    await scenario.closeHost();
    expect(scenario.clock.pendingCount).toBe(0);
  }), { numRuns: 120, seed: 7 });
});

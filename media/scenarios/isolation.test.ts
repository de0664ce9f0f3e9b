import { expect, test } from 'vitest';
import type { CallOptions } from '../src/call/ports.js';
import { Scenario } from './scenario.js';

/** Throws into whatever calls it, at the `at`-th call of any of the wrapped functions. */
function planter(at: number): { wrap: <Part extends object>(part: Part, label: string) => Part; readonly planted: () => string | undefined } {
  let count = 0;
  let planted: string | undefined;
  const wrap = <Part extends object>(part: Part, label: string): Part => new Proxy(part, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return (...values: unknown[]) => {
        count++;
        if (count === at) {
          planted = `${label}.${String(key)}`;
          throw new TypeError(`a bug in ${planted}`);
        }
        return value.apply(target, values);
      };
    },
  });
  return { wrap, planted: () => planted };
}

function withBug(options: CallOptions, at: number): { options: CallOptions; planted: () => string | undefined } {
  const { wrap, planted } = planter(at);
  return {
    planted,
    options: {
      ...options, report: wrap(options.report, 'report'), phrases: wrap(options.phrases, 'phrases'),
      openProviders: async (hooks) => {
        const opened = await options.openProviders(hooks);
        return { ...opened, llm: wrap(opened.llm, 'llm'), tts: wrap(opened.tts, 'tts'), stt: wrap(opened.stt, 'stt'), turn: wrap(opened.turn, 'turn'), vad: wrap(opened.vad, 'vad') };
      },
    },
  };
}

test('an unexpected error anywhere, at any moment, harms only its call', { timeout: 120_000 }, async () => {
  const places = new Set<string>();
  for (let at = 1; at <= 90; at++) {
    const healthy = await Scenario.start({ stt: { transcripts: ['When are you open?'] }, llm: { replies: ['At nine.'] } });
    let planted: () => string | undefined = () => undefined;
    const broken = await Scenario.start({
      beside: healthy, stt: { transcripts: ['When are you open?', 'No, on Sunday'] }, llm: { replies: ['We open at nine in the morning, every day of the week.', 'We are closed.'] },
      change: (options) => {
        const bugged = withBug(options, at);
        planted = bugged.planted;
        return bugged.options;
      },
    });
    await healthy.waits(3_000);
    if (!broken.ended) await broken.says(1_000);
    await healthy.says(1_000);
    if (!broken.ended) await broken.says(1_000);
    // Written words, and a hold in the middle of their answer.
    broken.types('When are you open?');
    await healthy.waits(1_200);
    broken.call.onHold(true);
    await healthy.waits(3_000);
    broken.call.onHold(false);
    await healthy.waits(25_000);
    const place = planted();
    if (place !== undefined) places.add(place);
    expect(healthy.ended).toBeUndefined();
    expect(healthy.of('agent-turn').some((turn) => turn.heardText === 'At nine.')).toBe(true);
    expect(healthy.warnings).toEqual([]);
    if (broken.ended) expect(broken.phone.closedWith).toBeDefined();
    else await broken.hangUp();
    await healthy.hangUp();
    expect(healthy.ticker.taskCount).toBe(0);
    await healthy.closeHost();
    await broken.closeHost();
  }
  expect(places.size).toBeGreaterThanOrEqual(5);
});

import { expect, test } from 'vitest';
import { makeAutosave, type Clock, type SaveOutcome, type SaveState } from './autosave.js';

/** Time that passes when the test says so. */
function virtualClock() {
  let nowMs = 0;
  let timers: { atMs: number; run: () => void }[] = [];
  const clock: Clock = {
    now: () => nowMs,
    after(delayMs, run) { const timer = { atMs: nowMs + delayMs, run }; timers.push(timer); return () => { timers = timers.filter((other) => other !== timer); }; },
  };
  /** Lets everything run that waits for nothing but its turn. */
  const settle = async () => { for (let turn = 0; turn < 20; turn++) await Promise.resolve(); };
  const pass = async (ms: number) => {
    const untilMs = nowMs + ms;
    for (;;) {
      await settle();
      const [next] = timers.filter(({ atMs }) => atMs <= untilMs).sort((one, other) => one.atMs - other.atMs);
      if (!next) break;
      nowMs = next.atMs;
      timers = timers.filter((other) => other !== next);
      next.run();
    }
    nowMs = untilMs;
    await settle();
  };
  return { clock, pass };
}

/** A writer and a server that answers when it is told to; each save is written down with its time. */
function desk() {
  const { clock, pass } = virtualClock();
  let written = '';
  let stored = '';
  const sent: { atMs: number; text: string }[] = [];
  const states: SaveState[] = [];
  const open: ((outcome: SaveOutcome) => void)[] = [];
  let automatic: SaveOutcome | undefined = { kind: 'saved' };
  const autosave = makeAutosave({
    clock, hasChanges: () => written !== stored, onState: (state) => { states.push(state); },
    save: async () => {
      const text = written;
      sent.push({ atMs: clock.now(), text });
      const outcome = automatic ?? await new Promise<SaveOutcome>((resolve) => { open.push(resolve); });
      if (outcome.kind === 'saved') stored = text;
      return outcome;
    },
  });
  return {
    autosave, pass, sent, states,
    type: (text: string) => { written += text; autosave.changed(); },
    erase: () => { written = stored; autosave.changed(); },
    answer: (outcome: SaveOutcome) => { open.shift()!(outcome); },
    automatically: (outcome: SaveOutcome | undefined) => { automatic = outcome; },
    last: () => states.at(-1),
    stored: () => stored,
  };
}

test('a pause of the keyboard saves once, and says when', async () => {
  const { type, pass, sent, last, states } = desk();
  type('H'); await pass(1_000); type('i'); await pass(1_499);
  expect(sent).toEqual([]);
  expect(last()).toEqual({ kind: 'waiting' });
  await pass(1);
  expect(sent).toEqual([{ atMs: 2_500, text: 'Hi' }]);
  expect(states.map(({ kind }) => kind)).toEqual(['waiting', 'saving', 'saved']);
  expect(last()).toEqual({ kind: 'saved', atMs: 2_500 });
  await pass(60_000);
  expect(sent).toHaveLength(1);
});

test('whoever never pauses is saved every few seconds', async () => {
  const { type, pass, sent } = desk();
  for (let index = 0; index < 40; index++) { type('x'); await pass(300); }
  expect(sent.map(({ atMs }) => atMs)).toEqual([5_000, 10_100]);
  expect(sent[0]!.text).toHaveLength(17);
});

test('one save at a time; what is written during a slow one follows it and is not lost', async () => {
  const { type, pass, sent, answer, automatically, stored, last } = desk();
  automatically(undefined);
  type('a'); await pass(1_500);
  type('b'); await pass(10_000); type('c'); await pass(200);
  expect(sent).toHaveLength(1);
  answer({ kind: 'saved' }); await pass(0);
  expect(stored()).toBe('a');
  // Longer than the limit has 'b' waited, so it does not wait for another pause.
  expect(sent.map(({ text }) => text)).toEqual(['a', 'abc']);
  answer({ kind: 'saved' }); await pass(0);
  expect(stored()).toBe('abc');
  expect(last()).toMatchObject({ kind: 'saved' });
});

test('a field that is left sends at once, but not twice', async () => {
  const { autosave, type, pass, sent } = desk();
  type('a'); autosave.pause(); autosave.pause(); await pass(5_000); autosave.pause();
  expect(sent).toEqual([{ atMs: 0, text: 'a' }]);
});

test('what is typed back to what was is nothing to save', async () => {
  const { type, erase, pass, sent, last } = desk();
  type('a'); erase(); await pass(10_000);
  expect(sent).toEqual([]);
  expect(last()).toEqual({ kind: 'resting' });
});

test('without an answer it tries again, less and less often, and typing does not hurry it', async () => {
  const { type, pass, sent, automatically, last } = desk();
  automatically({ kind: 'unreachable', reason: 'Nobody answers.' });
  type('a'); await pass(1_500);
  expect(last()).toEqual({ kind: 'failed', reason: 'Nobody answers.', isRetried: true });
  for (let index = 0; index < 100; index++) { type('.'); await pass(1_000); }
  const gaps = sent.map(({ atMs }, index) => atMs - (sent[index - 1]?.atMs ?? 0));
  expect(gaps).toEqual([1_500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  automatically({ kind: 'saved' });
  await pass(30_000);
  expect(sent.at(-1)!.text).toHaveLength(101);
  expect(last()).toMatchObject({ kind: 'saved' });
  type('b'); await pass(1_500);
  expect(sent.at(-1)!.text).toMatch(/b$/);
});

test('a connection that comes back is used at once', async () => {
  const { autosave, type, pass, sent, automatically, stored } = desk();
  automatically({ kind: 'unreachable', reason: '' });
  type('a'); await pass(20_000);
  const before = sent.length;
  automatically({ kind: 'saved' });
  autosave.reconnected(); autosave.reconnected(); await pass(0);
  expect(sent).toHaveLength(before + 1);
  expect(stored()).toBe('a');
});

test('a refusal is not repeated until something else is written', async () => {
  const { type, pass, sent, automatically, last } = desk();
  automatically({ kind: 'refused', reason: 'Too long.' });
  type('a'); await pass(600_000);
  expect(sent).toHaveLength(1);
  expect(last()).toEqual({ kind: 'failed', reason: 'Too long.', isRetried: false });
  automatically({ kind: 'saved' });
  type('b'); await pass(1_500);
  expect(sent.map(({ text }) => text)).toEqual(['a', 'ab']);
});

test('what is written while a refusal is on its way is tried by itself', async () => {
  const { type, pass, sent, answer, automatically } = desk();
  automatically(undefined);
  type('a'); await pass(1_500); type('b'); await pass(0);
  answer({ kind: 'refused', reason: '' }); automatically({ kind: 'saved' }); await pass(1_500);
  expect(sent.map(({ text }) => text)).toEqual(['a', 'ab']);
});

test('a conflict waits for a decision, whatever is typed', async () => {
  const { autosave, type, pass, sent, automatically, last, stored } = desk();
  automatically({ kind: 'conflict' });
  type('a'); await pass(1_500); type('b'); autosave.pause(); autosave.reconnected(); await pass(60_000);
  expect(await autosave.flush()).toBe(false);
  expect(sent).toHaveLength(1);
  expect(last()).toEqual({ kind: 'conflict' });
  automatically({ kind: 'saved' });
  autosave.resolve();
  expect(await autosave.flush()).toBe(true);
  expect(stored()).toBe('ab');
});

test('leaving waits for the save under way, sends the rest, and tells whether all is stored', async () => {
  const { autosave, type, pass, sent, answer, automatically, stored } = desk();
  expect(await autosave.flush()).toBe(true);
  automatically(undefined);
  type('a'); await pass(1_500); type('b');
  const left = autosave.flush();
  await pass(0); answer({ kind: 'saved' });
  await pass(0); answer({ kind: 'saved' });
  expect(await left).toBe(true);
  expect(sent.map(({ text }) => text)).toEqual(['a', 'ab']);
  expect(stored()).toBe('ab');
  automatically({ kind: 'unreachable', reason: '' });
  type('c');
  expect(await autosave.flush()).toBe(false);
});

test('stopped, it plans nothing more', async () => {
  const { autosave, type, pass, sent } = desk();
  type('a'); autosave.stop(); await pass(60_000);
  type('b'); await pass(60_000);
  expect(sent).toEqual([]);
});

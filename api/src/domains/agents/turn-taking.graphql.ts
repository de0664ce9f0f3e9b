import type { TurnTaking } from '@parley/media-contract';
import type { Builder } from '../../schema/builder.js';

const NUMBERS = {
  completeWaitMs: 'Silence after a sentence that sounds complete, until the agent answers; 200 to 5000 ms, default 400.',
  incompleteWaitMs: 'Silence after one that does not; 300 to 10000 ms, default 2500.',
  interruptionSpeechMs: 'Speech of the caller that interrupts the agent; 100 to 3000 ms, default 500.',
  falseAlarmMs: 'An interruption without words is a false alarm after this; 500 to 10000 ms, default 2000.',
  idlePromptMs: 'Silence of the caller until the agent asks whether anyone is there; 3000 to 120000 ms, default 10000.',
  callDurationMaxMs: 'Longest call; 30000 to 14400000 ms, default 1800000.',
} as const;
const COUNTS = {
  interruptionWordsMin: 'Words that interrupt the agent, where partial transcripts exist; 0 to 10, 0 turns the rule off. Default 0.',
  idlePromptsMax: 'How often the agent asks before it says goodbye; 0 to 5, default 2.',
} as const;
const IS_INTERRUPTIBLE = 'Whether the caller can interrupt the agent; default true.';

const names = <Table extends object>(table: Table) => Object.keys(table) as (keyof Table)[];

/** The numbers that decide who speaks when: as they are read, and as they are set. */
export function defineTurnTaking(builder: Builder) {
  const object = builder.objectRef<TurnTaking>('TurnTaking').implement({
    description: 'When the agent takes its turn, and when it gives it up.',
    fields: (t) => Object.fromEntries([
      ...names(NUMBERS).map((name) => [name, t.field({ type: 'Milliseconds', description: NUMBERS[name], resolve: (settings) => settings[name] })]),
      ...names(COUNTS).map((name) => [name, t.int({ description: COUNTS[name], resolve: (settings) => settings[name] })]),
      ['isInterruptible', t.boolean({ description: IS_INTERRUPTIBLE, resolve: (settings) => settings.isInterruptible })],
    ]) as never,
  });
  const input = builder.inputType('TurnTakingInput', {
    description: 'Turn-taking numbers to set; what is left out stays as it is, or takes its default in a new agent.',
    fields: (t) => Object.fromEntries([
      ...names(NUMBERS).map((name) => [name, t.int({ description: NUMBERS[name] })]),
      ...names(COUNTS).map((name) => [name, t.int({ description: COUNTS[name] })]),
      ['isInterruptible', t.boolean({ description: IS_INTERRUPTIBLE })],
    ]) as never,
  });
  return { object, input };
}

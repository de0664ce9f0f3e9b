import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TURN_TAKING_LIMITS, TURN_TAKING_NUMBERS } from '../src/pages/agents/turn-taking.ts';

test('limits and defaults are those that the contract tells', () => {
  const schema = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');
  const input = /input TurnTakingInput \{([\s\S]*?)\n\}/.exec(schema)[1];
  for (const name of TURN_TAKING_NUMBERS) {
    const words = new RegExp(`"""([^"]*)"""\\s*${name}: Int`).exec(input)?.[1] ?? '';
    const { min, max, standard } = TURN_TAKING_LIMITS[name];
    const [least, most, ...rest] = words.match(/\d+/g)?.map(Number) ?? [];
    expect([name, least, most, rest.at(-1)]).toEqual([name, min, max, standard]);
  }
});

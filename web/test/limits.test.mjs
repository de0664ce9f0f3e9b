import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DRAFT_LIMITS } from '../src/pages/agents/draft.ts';
import { TURN_TAKING_LIMITS, TURN_TAKING_NUMBERS } from '../src/pages/agents/turn-taking.ts';
import { previewText } from '../src/pages/agents/voice/voice-list.ts';

const schema = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');

/** The numbers in the words about a field or argument. */
function numbersAbout(block, name) {
  const inside = new RegExp(`${block} \\{([\\s\\S]*?)\\n\\}`).exec(schema)[1];
  return [...inside.matchAll(/"""([^"]*)"""\s*(\w+)/g)].find((match) => match[2] === name)?.[1].match(/\d+/g)?.map(Number) ?? [];
}

test('limits and defaults are those that the contract tells', () => {
  for (const name of TURN_TAKING_NUMBERS) {
    const { min, max, standard } = TURN_TAKING_LIMITS[name];
    const [least, most, ...rest] = numbersAbout('input TurnTakingInput', name);
    expect([name, least, most, rest.at(-1)]).toEqual([name, min, max, standard]);
  }
});

test('texts are as long as the contract lets them be', () => {
  expect(numbersAbout('input AgentUpdateInput', 'name')).toEqual([1, DRAFT_LIMITS.nameCharacters]);
  expect(numbersAbout('input AgentCreateInput', 'knowledge')).toEqual([DRAFT_LIMITS.knowledgeEntries, DRAFT_LIMITS.knowledgeCharacters]);
  expect(numbersAbout('input KnowledgeEntryInput', 'title')).toEqual([1, DRAFT_LIMITS.titleCharacters]);
  expect(numbersAbout('input KnowledgeEntryInput', 'text')).toEqual([1, DRAFT_LIMITS.textCharacters]);
  const [least, most] = /"""\s*What it shall say; (\d+) to (\d+) characters/.exec(schema).slice(1).map(Number);
  expect([least, Array.from(previewText('🙂'.repeat(400))).length]).toEqual([1, most]);
});

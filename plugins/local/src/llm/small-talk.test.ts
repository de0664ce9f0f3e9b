import { expect, test } from 'vitest';
import { smallTalkOf, withoutCourtesy } from './small-talk.js';

test.each([
  ['Hello?', 'greeting'], ['hi there', 'greeting'], ['Good morning.', 'greeting'], ['Thank you very much.', 'thanks'], ['Great, thanks!', 'thanks'],
  ['Goodbye.', 'goodbye'], ['Okay, bye bye', 'goodbye'], ['That\'s all, thank you.', 'goodbye'], ['No, that\'s all. Bye.', 'goodbye'], ['Thanks, goodbye.', 'goodbye'], ['Thank you very much, good-bye.', 'goodbye'],
  ['No, thank you.', 'no'], ['nope', 'no'], ['Yes please', 'yes'], ['Okay.', 'yes'], ['How are you?', 'how-are-you'], ['Who are you?', 'identity'],
  ['What\'s your name?', 'identity'], ['Are you a robot?', 'robot'], ['Am I talking to a real person?', 'robot'], ['Is this an AI?', 'robot'],
  ['Can I speak to a human?', 'human'], ['Put me through to somebody please', 'human'], ['What can you do?', 'abilities'], ['Can you help me?', 'abilities'],
  ['Can you repeat that, please?', 'repeat'], ['Sorry?', 'repeat'], ['What did you say?', 'repeat'], ['...', 'nothing-heard'], ['', 'nothing-heard'],
  ['I would like to make an appointment', 'booking'], ['Can I book a table for two?', 'booking'],
  ['What are your opening hours?', undefined], ['Hello, where are you?', undefined], ['Thanks, and is there parking?', undefined], ['Can I cancel my appointment?', undefined],
  ['How much is an appointment?', undefined], ['Do you have a person who speaks French?', undefined], ['Can I pay by card?', undefined], ['What', 'repeat'],
] as const)('%j is %s', (text, expected) => { expect(smallTalkOf(text)).toBe(expected); });

test('courtesies go, the question stays', () => {
  expect(withoutCourtesy('Hello, um, thanks. Where are you?')).toBe('Where are you?');
  expect(withoutCourtesy('My name is Ann Smith. Do you treat children?')).toBe('Do you treat children?');
  expect(withoutCourtesy('Okay, thanks.')).toBe('Okay, thanks.');
});

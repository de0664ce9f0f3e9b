import { expect, test } from 'vitest';
import { splitText } from './split-text.js';

test('headings begin entries, and what stands below belongs to them', () => {
  expect(splitText('# Opening hours\nNine to five.\n\nClosed on Sunday.\n\n## Parking ##\n\nBehind the house.\r\n\r\nPrices:\n- Check-up 60\n- Filling 90')).toEqual([
    { title: 'Opening hours', text: 'Nine to five.\n\nClosed on Sunday.' },
    { title: 'Parking', text: 'Behind the house.' },
    { title: 'Prices', text: '- Check-up 60\n- Filling 90' },
  ]);
});

test('without headings each paragraph is an entry with its first words as the subject', () => {
  expect(splitText('We open at nine. On Friday at ten.\n\nPlease park behind the house, where there is room for twelve cars and some bicycles as well.')).toEqual([
    { title: 'We open at nine', text: 'We open at nine. On Friday at ten.' },
    { title: 'Please park behind the house, where there is room for …', text: 'Please park behind the house, where there is room for twelve cars and some bicycles as well.' },
  ]);
  expect(splitText('One line')).toEqual([{ title: 'One line', text: 'One line' }]);
  expect(splitText(' \n\n ')).toEqual([]);
});

test('nothing of a text is lost, also where a section is longer than an entry', () => {
  const paragraph = `${'Words that fill a page. '.repeat(400).trim()}`;
  const pieces = splitText(`# Long\n${Array.from({ length: 12 }, () => paragraph).join('\n\n')}`);
  expect(pieces.map(({ title }) => title)).toEqual(['Long (1)', 'Long (2)', 'Long (3)']);
  expect(pieces.every(({ text }) => text.length <= 50_000)).toBe(true);
  expect(pieces.map(({ text }) => text).join(' ').match(/Words/g)).toHaveLength(4_800);
  expect(splitText('x'.repeat(120_000)).map(({ text }) => text.length)).toEqual([50_000, 50_000, 20_000]);
});

test('a line that is only a heading stays as knowledge', () => {
  expect(splitText('Free parking\n\nDogs welcome')).toEqual([{ title: 'Free parking', text: 'Free parking' }, { title: 'Dogs welcome', text: 'Dogs welcome' }]);
});

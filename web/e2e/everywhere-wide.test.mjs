// Every place of the console on a wide screen: axe's rules, words that fit enlarged or with more space between them.
import { expect, test } from 'vitest';
import { sidewaysScroll } from './browser.mjs';
import { axeInBothLooks, prepareWalk, resize, twoFrames, WALK_TIMEOUT_MS } from './everywhere.mjs';
import { cutTexts } from './words.mjs';

const walk = prepareWalk();

/** More space between letters, words and lines than most people need (WCAG 1.4.12). */
const addSpacing = (page) => page.evaluate(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }');
  document.adoptedStyleSheets = [sheet];
});

test('on a wide screen: axe’s rules in both looks; enlarged twofold, and with more space between letters, nothing is cut off', async () => {
  expect(await walk({ width: 1280, height: 800 }, async (page, data) => {
    const found = await axeInBothLooks(page);
    if (await sidewaysScroll(page) > 0) found.push('wider than 1280 px');
    // A window of 1280 px at twice the size has the layout of one of 640 px.
    await resize(page, 640, 400);
    if (await sidewaysScroll(page) > 0) found.push('wider than the window at twice the size');
    found.push(...(await cutTexts(page, data)).map((text) => `at twice the size: ${text}`));
    await resize(page, 1280, 800);
    await addSpacing(page);
    await twoFrames(page);
    if (await sidewaysScroll(page) > 0) found.push('wider than the window with more space between letters');
    found.push(...(await cutTexts(page, data)).map((text) => `with more space: ${text}`));
    return found;
  })).toEqual([]);
}, WALK_TIMEOUT_MS);

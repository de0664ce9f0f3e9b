// Every place of the console on a phone: axe's rules, room for fingers, words that fit in narrow windows.
import { expect, test } from 'vitest';
import { sidewaysScroll, smallTargets } from './browser.mjs';
import { axeInBothLooks, prepareWalk, resize, WALK_TIMEOUT_MS } from './everywhere.mjs';
import { forgottenRoutes, routesOf } from './routes.mjs';

const walk = prepareWalk();

test('every route of the app has a place that is looked at', () => {
  expect(forgottenRoutes()).toEqual([]);
  expect(routesOf('<Route path="/" component={() => <A href="/a" />}><Route path="/b/:id" component={B} /><Route path="/c"><Route path="/" component={C} /></Route></Route><Route path="/d" />')).toEqual(['/b/:id', '/c', '/d']);
});

test('on a phone: axe’s rules in both looks, room for fingers, nothing wider than a window of 320 px', async () => {
  expect(await walk({ width: 360, height: 740 }, async (page) => {
    const found = [...await axeInBothLooks(page), ...await smallTargets(page)];
    if (await sidewaysScroll(page) > 0) found.push('wider than 360 px');
    await resize(page, 320, 740);
    if (await sidewaysScroll(page) > 0) found.push('wider than 320 px');
    await resize(page, 360, 740);
    return found;
  })).toEqual([]);
}, WALK_TIMEOUT_MS);

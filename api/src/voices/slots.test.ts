import { expect, test } from 'vitest';
import { Slots } from './slots.js';

const { signal } = new AbortController();

test('so many at once, so many waiting, the rest turned away; places go on in the order of arrival', async () => {
  const slots = new Slots(2, 2);
  const [first, second] = [await slots.enter(signal), await slots.enter(signal)];
  const order: string[] = [];
  const third = slots.enter(signal).then((leave) => { order.push('third'); return leave; });
  const fourth = slots.enter(signal).then((leave) => { order.push('fourth'); return leave; });
  expect(await slots.enter(signal)).toBeUndefined();
  expect([slots.running, slots.waiting]).toEqual([2, 2]);
  first!();
  first!();
  await third;
  expect([order, slots.running, slots.waiting]).toEqual([['third'], 2, 1]);
  second!();
  (await third)!();
  (await fourth)!();
  expect([order, slots.running, slots.waiting]).toEqual([['third', 'fourth'], 0, 0]);
});

test('who gives up waiting frees the place in the queue, and never runs', async () => {
  const slots = new Slots(1, 1);
  const leave = await slots.enter(signal);
  const impatient = new AbortController();
  const waiting = slots.enter(impatient.signal);
  impatient.abort();
  expect(await waiting).toBeUndefined();
  expect(await slots.enter(impatient.signal)).toBeUndefined();
  const next = slots.enter(signal);
  expect(slots.waiting).toBe(1);
  leave!();
  (await next)!();
  expect(slots.running).toBe(0);
});

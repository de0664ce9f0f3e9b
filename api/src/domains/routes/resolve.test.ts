import { expect, test } from 'vitest';
import type { RoutableConnection, RouteLevel, StoredRoutes } from './levels.js';
import { resolveRoute } from './resolve.js';

const connection = (id: string, more: Partial<RoutableConnection> = {}): RoutableConnection => ({ id, organizationId: 'o', kind: 'llm', pluginId: 'simulated', name: id, status: 'ACTIVE', settings: {}, voice: null, voices: [], testedAt: null, secrets: [], ...more });
const level = (source: RouteLevel['source'], connections: readonly RoutableConnection[], routes: StoredRoutes = {}): RouteLevel => ({ organizationId: source, source, connections, routes });
const named = (...ids: readonly string[]): StoredRoutes => ({ llm: ids.map((connectionId) => ({ connectionId })) });
const isUsable = ({ status }: RoutableConnection) => status === 'ACTIVE';
const resolve = (levels: readonly RouteLevel[], agent: StoredRoutes = {}, seed?: string) => {
  const { source, isStored, isClosed, steps } = resolveRoute('llm', levels, agent, { isUsable, seed });
  return [source, isStored, isClosed, steps.map((step) => step.connection.id).join(' ')];
};

test('the first stored route of which something can be used holds, and nothing follows that it does not name', () => {
  const levels = (own: StoredRoutes, agency: StoredRoutes, platform: StoredRoutes) => [level('ORGANIZATION', [connection('a'), connection('b', { status: 'ERROR' }), connection('ear', { kind: 'stt' })], own), level('AGENCY', [connection('c')], agency), level('PLATFORM', [connection('d')], platform)];
  expect(resolve(levels({}, {}, {}))).toEqual(['ORGANIZATION', false, false, 'a c d']);
  expect(resolve(levels(named('d', 'a'), named('c'), {}))).toEqual(['ORGANIZATION', true, true, 'd a']);
  expect(resolve(levels(named('d'), {}, {}), named('c', 'b'))).toEqual(['AGENT', true, true, 'c']);
  // Nothing of it can be used: what is above it holds.
  expect(resolve(levels(named('d'), {}, {}), named('b', 'gone', 'ear'))).toEqual(['ORGANIZATION', true, true, 'd']);
  // Whoever connects a provider and stores no route means it to be tried first.
  expect(resolve(levels({}, named('d'), {}))).toEqual(['ORGANIZATION', false, true, 'a d']);
  expect(resolve([level('ORGANIZATION', []), level('AGENCY', [connection('c')]), level('PLATFORM', [connection('d')], named('d'))])).toEqual(['AGENCY', false, true, 'c d']);
  expect(resolve([level('ORGANIZATION', []), level('PLATFORM', [connection('d')], named('d'))])).toEqual(['PLATFORM', true, true, 'd']);
  expect(resolve([level('ORGANIZATION', [])])).toEqual(['INSTALLATION', false, false, '']);
});

test('weights decide how often each comes first; the same call is given the same order, and 0 stands by at the end', () => {
  const levels = [level('ORGANIZATION', ['a', 'b', 'c', 'd'].map((id) => connection(id)), { llm: [{ connectionId: 'd', weight: 0 }, { connectionId: 'a', weight: 7 }, { connectionId: 'c', weight: 0 }, { connectionId: 'b', weight: 3 }] })];
  const orders = Array.from({ length: 2_000 }, (_, index) => resolve(levels, {}, `call-${index}`)[3] as string);
  expect(Array.from({ length: 2_000 }, (_, index) => resolve(levels, {}, `call-${index}`)[3])).toEqual(orders);
  expect(new Set(orders)).toEqual(new Set(['a b d c', 'b a d c']));
  const share = orders.filter((order) => order.startsWith('a')).length / orders.length;
  expect(share).toBeGreaterThan(0.66);
  expect(share).toBeLessThan(0.74);
  expect(resolve(levels)[3]).toBe('d a c b');
});

import { expect, test } from 'vitest';
import { placeElsewhere } from './place-elsewhere.js';

test('one goes on at the same kind of page, without what belongs to the organization before', () => {
  const go = (path: string) => placeElsewhere(path, (page) => page !== 'clients');
  expect(['/', '/agents', '/agents/agt_1', '/agents/agt_1/talk', '/calls/call_1', '/live', '/nothing', '/agentsmith'].map(go)).toEqual(['/', '/agents', '/agents', '/agents', '/calls', '/live', '/', '/']);
  expect(['/settings', '/settings/members', '/settings/clients', '/settings/organizations/org_1'].map(go)).toEqual(['/settings', '/settings/members', '/settings', '/settings/organizations']);
});

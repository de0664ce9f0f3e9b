import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedTenant, type Tenant } from '../../testing/tenant-fixture.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { modelRules } from '../tenant/model-rules.js';
import { EXPORTED_MODELS, organizationRows, type OrganizationRow } from './organization-rows.js';

let opened: TestDatabase;
let mine: Tenant;
let other: Tenant;
beforeAll(async () => {
  opened = await openTestDatabase();
  mine = await seedTenant(opened.database.system, 'mine');
  other = await seedTenant(opened.database.system, 'other');
});
afterAll(() => opened.close());

async function read(pageRows: number): Promise<OrganizationRow[]> {
  const rows: OrganizationRow[] = [];
  for await (const page of organizationRows(opened.database.forOrganization(mine.organizationId), pageRows)) rows.push(...page);
  return rows;
}
const written = (rows: readonly OrganizationRow[]) => JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));

test('a row of every model of organizations is there, but for those that are left out on purpose', async () => {
  const rows = await read(100);
  const wanted = [...modelRules].filter(([name, { scope }]) => ['root', 'member', 'shared', 'tenant'].includes(scope) && !['AuditHead', 'ConnectionSecret', 'DataKey', 'IdempotentRequest', 'Session'].includes(name)).map(([name]) => name);
  expect([...new Set(rows.map(({ model }) => model))].sort()).toEqual(wanted.sort());
  expect(rows.slice(0, 2).map(({ model }) => model)).toEqual(['Organization', 'User']);
});

test('nothing of others and no secret is told', async () => {
  const rows = await read(100);
  for (const id of Object.values(other)) expect(written(rows)).not.toContain(id);
  // The audit log tells that there was a secret, in its place.
  expect(written(rows.filter(({ model }) => model !== 'AuditEvent'))).not.toMatch(/passwordHash|tokenHash|keyHash|"hash"|other/);
  const columns = EXPORTED_MODELS.flatMap(({ columns: told }) => Object.keys(told));
  expect(columns.filter((name) => /hash|secret|password|token$/i.test(name))).toEqual([]);
  expect(columns).toContain('meteredTokens');
});

test('pages of one row lead through all of them, also where a key has several columns', async () => {
  const { callId, organizationId } = mine;
  await opened.database.system.callEvent.createMany({ data: [2, 3, 4].map((seq) => ({ organizationId, callId, seq, type: 'speech-started', atMs: 0, occurredAt: new Date(0), payload: {} })) });
  await opened.database.system.usageCounter.createMany({ data: ['2026-01', '2026-02'].map((period) => ({ organizationId, meter: 'tokens', period, amount: 1 })) });
  const whole = await read(100);
  expect(written(await read(1))).toBe(written(whole));
  expect(written(await read(2))).toBe(written(whole));
  expect(whole.filter(({ model }) => model === 'CallEvent').map(({ row }) => row['seq'])).toEqual([1, 2, 3, 4]);
  expect(whole.find(({ model }) => model === 'Call')!.targets).toEqual(new Map([['id', 'Call'], ['agentId', 'Agent'], ['agentVersionId', 'AgentVersion'], ['callerUserId', 'User']]));
});

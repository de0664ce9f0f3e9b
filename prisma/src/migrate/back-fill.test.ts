import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEmptyEngine, type EmptyEngine } from '../testing/empty-engine.js';
import { applyMigrations } from './apply.js';
import { migrationsFolder } from './files.js';

let opened: EmptyEngine;
beforeAll(async () => { opened = await openEmptyEngine(); });
afterAll(() => opened.close());

const ORGANIZATION = '01930000-0000-7000-8000-000000000001';

test('an installation from before learns which agents have unpublished changes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-migrations-'));
  cpSync(migrationsFolder, folder, { recursive: true });
  for (const name of readdirSync(folder)) if (/^\d/.test(name) && !name.endsWith('_first')) rmSync(join(folder, name), { recursive: true });
  const apply = (migrations: string) => opened.engine.exclusively((adapterFactory) => applyMigrations(adapterFactory, migrations));
  expect(await apply(folder)).toHaveLength(1);
  const adapter = await opened.engine.adapterFactory.connect();
  const agent = (slug: string, greeting: string) => `(gen_random_uuid(), '${ORGANIZATION}', '${slug}', 'Mia', '', '${greeting}', 'en', '[]', '{}', now())`;
  await adapter.executeScript(`
    INSERT INTO organizations (id, name, slug) VALUES ('${ORGANIZATION}', 'Old', 'old');
    INSERT INTO agents (id, "organizationId", slug, name, instructions, greeting, language, knowledge, "turnTaking", "updatedAt")
      VALUES ${agent('as-published', 'Hello.')}, ${agent('never-published', 'Hello.')}, ${agent('changed', 'Good day.')};
    INSERT INTO agent_versions (id, "organizationId", "agentId", number, name, instructions, greeting, language, knowledge, "turnTaking")
      SELECT gen_random_uuid(), "organizationId", id, 1, 'Mia', '', 'Hello.', 'en', '[]', '{}' FROM agents WHERE slug <> 'never-published';
    UPDATE agents SET "publishedVersionId" = agent_versions.id FROM agent_versions WHERE agent_versions."agentId" = agents.id;`);
  await apply(migrationsFolder);
  expect((await adapter.queryRaw({ sql: 'SELECT slug, "hasUnpublishedChanges" FROM agents ORDER BY slug', args: [], argTypes: [] })).rows)
    .toEqual([['as-published', false], ['changed', true], ['never-published', true]]);
  await adapter.dispose();
  rmSync(folder, { recursive: true, force: true });
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { KEY_PERMISSIONS } from '../src/pages/settings/keys/key-permissions.ts';

test('everything that is offered to keys is something that the api gives to keys', () => {
  const schema = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');
  const described = /input ApiKeyCreateInput \{[\s\S]*?What it may do;([\s\S]*?)"""/.exec(schema)[1];
  for (const permission of Object.values(KEY_PERMISSIONS).flat()) expect(described).toContain(`\`${permission}\``);
});

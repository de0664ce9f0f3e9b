import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { rules } from './rules.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const TEXT = /\.(ts|tsx|mjs|md|json|ya?ml|graphql|prisma|sql|html|css|sh)$|(^|\/)(\.npmrc|\.gitignore)$|^\.ci\//;
const BYTES_MAX = 1_000_000;

/** Every text file that git knows or would add. */
function repository() {
  const names = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split('\n');
  return names.filter((path) => TEXT.test(path) && existsSync(join(root, path)) && statSync(join(root, path)).size < BYTES_MAX)
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

describe('the repository keeps the house rules', () => {
  const files = repository();
  for (const rule of rules) test(`${rule.name}`, () => { expect(rule.check(files)).toEqual([]); });
});

describe('every rule bites', () => {
  for (const rule of rules) test(`${rule.name}`, () => { expect(rule.check([rule.refuses])).toHaveLength(1); });
});

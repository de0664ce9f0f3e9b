// What a first visit loads, measured in the built files.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const ENTRY_BYTES_MAX = 80 * 1024;
const ROUTE_BYTES_MAX = 60 * 1024;
const CSS_BYTES_MAX = 15 * 1024;
const assets = fileURLToPath(new URL('../dist/assets/', import.meta.url));
const read = (name) => readFileSync(join(assets, name));
const gzipBytes = (names) => [...names].reduce((sum, name) => sum + gzipSync(read(name)).length, 0);

/** A script and all that it imports before it runs. */
function withImports(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  for (const match of read(name).toString().matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) withImports(match[1], found);
  return found;
}

const entry = basename(/<script type="module"[^>]*src="([^"]+)"/.exec(readFileSync(new URL('../dist/index.html', import.meta.url), 'utf8'))[1]);
const scripts = readdirSync(assets).filter((name) => name.endsWith('.js') && !name.includes('processor'));

/** The scripts with the words of each language, as the page names them. */
const words = Object.values(JSON.parse(/data-words='([^']+)'/.exec(readFileSync(new URL('../dist/index.html', import.meta.url), 'utf8'))[1])).map((path) => basename(path));

test('the entry, every route and the styles stay small', () => {
  const first = withImports(entry);
  expect(words.length).toBeGreaterThan(1);
  expect(words.filter((name) => first.has(name))).toEqual([]);
  for (const name of words) expect(gzipBytes(new Set([...first, name]))).toBeLessThanOrEqual(ENTRY_BYTES_MAX);
  const routes = scripts.map((name) => [name, gzipBytes([...withImports(name)].filter((part) => !first.has(part)))]);
  expect(routes.filter(([, bytes]) => bytes > ROUTE_BYTES_MAX)).toEqual([]);
  expect(gzipBytes(readdirSync(assets).filter((name) => name.endsWith('.css')))).toBeLessThanOrEqual(CSS_BYTES_MAX);
});

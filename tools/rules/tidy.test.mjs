// The house rules, as tests. Each names the file and line it is about.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n').filter((file) => file !== '' && existsSync(file));
const sources = tracked.filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !/generated\/|migrations\//.test(file));
const isTest = (file) => /\.(test|spec)\.(ts|tsx|mjs)$/.test(file);
const text = (file) => readFileSync(file, 'utf8');
const lines = (file) => text(file).split('\n');

/** `file:line` of every line of these files that matches. */
function places(files, pattern) {
  return files.flatMap((file) => lines(file).flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 100)}`] : [])));
}

test('files stay short: 400 lines, media 300, tests 800', () => {
  const limit = (file) => (isTest(file) || file.includes('/scenarios/') ? 800 : file.startsWith('media/') ? 300 : 400);
  const long = sources.filter((file) => lines(file).length - 1 > limit(file)).map((file) => `${file}: ${lines(file).length - 1} lines, at most ${limit(file)}`);
  expect(long).toEqual([]);
});

test('functions stop at 70 lines', () => {
  const long = [];
  for (const file of sources.filter((name) => !isTest(name) && !name.includes('/testing/'))) {
    const source = lines(file);
    source.forEach((line, start) => {
      const opening = /^(\s*)(?:export )?(?:default )?(?:(?:public |private |protected |static |override )*(?:async )?(?:function\b|[#\w]+\s*\([^)]*\)\s*(?::[^={]+)?\{$)|(?:const|let) \w+ = (?:async )?\([^)]*\)[^=]*=> \{$)/.exec(line);
      if (!opening || !line.trimEnd().endsWith('{') || /^\s*(if|for|while|switch|catch)\b/.test(line)) return;
      const end = source.findIndex((candidate, index) => index > start && (candidate.startsWith(`${opening[1]}}`)));
      if (end - start - 1 > 70) long.push(`${file}:${start + 1}: ${end - start - 1} lines`);
    });
  }
  expect(long).toEqual([]);
});

test('file names are kebab-case', () => {
  const odd = sources.filter((file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.(ts|tsx|mjs)$/.test(basename(file)));
  expect(odd).toEqual([]);
});

test('only the allowed arrows between packages', () => {
  const room = (file) => /^(plugins\/[a-z-]+|media\/contract|media|api|prisma|tools|web)\//.exec(file)?.[1];
  const allowed = {
    prisma: [], 'media/contract': [], 'plugins/sdk': [], 'plugins/host': ['@parley/plugin-sdk'],
    media: ['@parley/plugin-host', '@parley/media-contract'],
    api: ['@parley/db', '@parley/plugin-host', '@parley/media-contract'],
    tools: [], web: [],
  };
  const wrong = [];
  for (const file of sources) {
    const from = room(file);
    if (!from || isTest(file) || /\/(test|bench|scenarios|scripts|e2e|testing)\//.test(file)) continue;
    for (const [, name] of text(file).matchAll(/(?:from|import\()\s*'(@parley\/[a-z-]+)/g)) {
      if (!(allowed[from] ?? ['@parley/plugin-sdk']).includes(name)) wrong.push(`${file} imports ${name}`);
    }
    for (const [, path] of text(file).matchAll(/(?:from|import\()\s*'(\.\.?\/[^']+)'/g)) {
      if (from !== 'tools' && !new URL(path, `file:///${dirname(file)}/`).pathname.startsWith(`/${from}/`)) wrong.push(`${file} reaches out of its package: ${path}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('nothing imports a provider package by name', () => {
  const vendors = places(sources.filter((file) => !isTest(file) && !/\/(test|bench|scenarios)\//.test(file)), /from '@parley\/plugin-(?!sdk|host)/);
  expect(vendors).toEqual([]);
});

const production = sources.filter((file) => !isTest(file) && /^(api|media|plugins|prisma)\/.*src\//.test(file) && !file.includes('/testing/'));

test('the environment is read in env.ts alone', () => {
  expect(places(production.filter((file) => !/\/(env|main)\.ts$/.test(file)), /process\.env/)).toEqual([]);
  expect(places(production.filter((file) => file.endsWith('/main.ts')), /process\.env\.\w/)).toEqual([]);
});

test('no bare console, no default of everything, no export *', () => {
  expect(places(production, /\bconsole\./)).toEqual([]);
  expect(places(sources, /^export \*/)).toEqual([]);
});

test('the path of a call knows no time but its clock', () => {
  const onThePath = production.filter((file) => /^media\/src\/(call|stages)\//.test(file));
  expect(places(onThePath, /\b(setTimeout|setInterval|Date\.now|performance\.now)\b\(/)).toEqual([]);
});

test('tests do not sleep and hide nothing', () => {
  const tests = sources.filter((file) => isTest(file) && !file.endsWith('tidy.test.mjs'));
  expect(places(tests, /\b(test|it|describe)\.(skip|todo|only|skipIf|runIf)\b/)).toEqual([]);
});

test('dependencies have exact versions and no host but the registry', () => {
  const loose = [];
  for (const file of tracked.filter((name) => basename(name) === 'package.json')) {
    const manifest = JSON.parse(text(file));
    for (const [name, range] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      if (!/^(workspace:\*|(npm:[\w@/.-]+@)?\d+\.\d+\.\d+[\w.-]*)$/.test(range)) loose.push(`${file}: ${name} ${range}`);
    }
  }
  expect(loose).toEqual([]);
  expect(places(tracked.filter((file) => /(package\.json|\.npmrc|\.ya?ml|\.mjs|\.sh)$|^\.ci\//.test(file) && file !== 'pnpm-lock.yaml' && !file.endsWith('tidy.test.mjs')), /registry\.npmjs|deb\.debian\.org|npmmirror/)).toEqual([]);
});

test('the project speaks of itself alone', () => {
  const prose = tracked.filter((file) => /\.(md|ts|tsx|mjs|graphql|prisma|ya?ml|json)$/.test(file) && file !== 'pnpm-lock.yaml' && !file.endsWith('tidy.test.mjs'));
  expect(places(prose, /\/work\/|\/tmp\/|\b(Claude|Copilot|ChatGPT)\b|subagent|\.library\//)).toEqual([]);
});

// The house rules. Each takes files `{ path, text }` and answers what is wrong, as `path:line: words`; each carries an
// example that it must refuse, so that a rule which no longer bites fails its own test.
import { dirname, basename } from 'node:path';

const isTest = (path) => /\.(test|spec)\.(ts|tsx|mjs)$/.test(path);
const isSource = (path) => /\.(ts|tsx|mjs)$/.test(path) && !/(^|\/)(generated|migrations)\//.test(path);
const isProduction = (path) => isSource(path) && !isTest(path) && /^(api|media|plugins|prisma|web)\/(.*\/)?src\//.test(path) && !path.includes('/testing/');
/** The rules' own examples would break the rules. */
const isRules = (path) => path.startsWith('tools/rules/');

/** Every line of these files that matches. */
function places(files, pattern) {
  return files.flatMap(({ path, text }) => text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 100)}`] : [])));
}

const only = (files, wanted) => files.filter(({ path }) => wanted(path) && !isRules(path));

function lengthLimit(path) {
  if (isTest(path) || path.includes('/scenarios/')) return 800;
  return path.startsWith('media/') ? 300 : 400;
}

const FUNCTION_OPENING = /^(\s*)(?:export )?(?:default )?(?:(?:(?:public|private|protected|static|override|async) )*(?:function\b|[#\w]+\s*\([^)]*\)\s*(?::[^={]+)?\{$)|(?:const|let) \w+ = (?:async )?\([^)]*\)[^=]*=> \{$)/;
const FUNCTION_LINES_MAX = 70;

function longFunctions({ path, text }) {
  const lines = text.split('\n');
  return lines.flatMap((line, start) => {
    const opening = FUNCTION_OPENING.exec(line);
    if (!opening || !line.trimEnd().endsWith('{') || /^\s*(if|for|while|switch|catch)\b/.test(line)) return [];
    const end = lines.findIndex((candidate, index) => index > start && candidate.startsWith(`${opening[1]}}`));
    return end - start - 1 > FUNCTION_LINES_MAX ? [`${path}:${start + 1}: ${end - start - 1} lines`] : [];
  });
}

const ARROWS = {
  prisma: [], 'media/contract': [], 'plugins/sdk': [], 'plugins/host': ['@parley/plugin-sdk'],
  media: ['@parley/plugin-host', '@parley/media-contract'],
  api: ['@parley/db', '@parley/plugin-host', '@parley/media-contract'],
  tools: [], web: [],
};

const room = (path) => /^(plugins\/[a-z0-9-]+|media\/contract|media|api|prisma|tools|web)\//.exec(path)?.[1];

function wrongArrows({ path, text }) {
  const from = room(path);
  if (!from || isTest(path) || /\/(test|bench|scenarios|scripts|e2e|testing)\//.test(path)) return [];
  const imports = [...text.matchAll(/(?:from|import\()\s*'((?:@parley\/|\.\.?\/)[^']+)'/g)].map((match) => match[1]);
  return imports.flatMap((name) => {
    if (name.startsWith('@parley/')) {
      const bare = name.split('/').slice(0, 2).join('/');
      return (ARROWS[from] ?? ['@parley/plugin-sdk']).includes(bare) ? [] : [`${path} imports ${name}`];
    }
    return from === 'tools' || new URL(name, `file:///${dirname(path)}/`).pathname.startsWith(`/${from}/`) ? [] : [`${path} reaches out of its package: ${name}`];
  });
}

function looseVersions({ path, text }) {
  const manifest = JSON.parse(text);
  return Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
    .filter(([, range]) => !/^(workspace:\*|(npm:[\w@/.-]+@)?\d+\.\d+\.\d+[\w.-]*)$/.test(range))
    .map(([name, range]) => `${path}: ${name} ${range}`);
}

const many = (count) => 'x;\n'.repeat(count);

export const rules = [
  {
    name: 'files stay short: 400 lines, media 300, tests 800',
    check: (files) => only(files, isSource).filter(({ path, text }) => text.split('\n').length - 1 > lengthLimit(path)).map(({ path, text }) => `${path}: ${text.split('\n').length - 1} lines, at most ${lengthLimit(path)}`),
    refuses: { path: 'media/src/a.ts', text: many(301) },
  },
  {
    name: 'functions stop at 70 lines',
    check: (files) => only(files, (path) => isSource(path) && !isTest(path) && !path.includes('/testing/')).flatMap(longFunctions),
    refuses: { path: 'api/src/a.ts', text: `export async function a() {\n${many(71)}}\n` },
  },
  {
    name: 'file names are kebab-case',
    check: (files) => only(files, isSource).map(({ path }) => path).filter((path) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.(ts|tsx|mjs)$/.test(basename(path))),
    refuses: { path: 'api/src/someThing.ts', text: '' },
  },
  {
    name: 'only the allowed arrows between packages',
    check: (files) => only(files, isSource).flatMap(wrongArrows),
    refuses: { path: 'media/src/a.ts', text: "import { openDatabase } from '@parley/db';\n" },
  },
  {
    name: 'nothing imports a provider package by name',
    check: (files) => places(only(files, (path) => isSource(path) && !isTest(path) && !/\/(test|bench|scenarios|scripts|e2e)\//.test(path)), /(from|import\() ?'@parley\/plugin-(?!sdk|host)/),
    refuses: { path: 'tools/src/a.ts', text: "import plugin from '@parley/plugin-local';\n" },
  },
  {
    name: 'the environment is read in env.ts alone',
    check: (files) => [
      ...places(only(files, (path) => isProduction(path) && !/\/(env|main)\.ts$/.test(path)), /process\.env/),
      ...places(only(files, (path) => isProduction(path) && path.endsWith('/main.ts')), /process\.env\.\w/),
    ],
    refuses: { path: 'api/src/a.ts', text: 'const port = process.env.PORT;\n' },
  },
  {
    name: 'no bare console',
    check: (files) => places(only(files, isProduction), /\bconsole\./),
    refuses: { path: 'api/src/a.ts', text: "console.log('hello');\n" },
  },
  {
    name: 'exports are named one by one',
    check: (files) => places(only(files, isSource), /^export \*/),
    refuses: { path: 'api/src/a.ts', text: "export * from './b.js';\n" },
  },
  {
    name: 'the path of a call knows no time but its clock',
    check: (files) => places(only(files, (path) => isProduction(path) && /^(media\/src\/(call|stages)|plugins\/simulated\/src|plugins\/host\/src\/(wrap|open))\//.test(path)), /\b(setTimeout|setInterval|Date\.now|performance\.now)\(/),
    refuses: { path: 'media/src/stages/a.ts', text: 'setTimeout(() => {}, 20);\n' },
  },
  {
    name: 'tests hide nothing',
    check: (files) => places(only(files, isTest), /\b(test|it|describe)\.(skip|todo|only|skipIf|runIf)\b/),
    refuses: { path: 'api/src/a.test.ts', text: "test.skip('later', () => {});\n" },
  },
  {
    name: 'dependencies have exact versions',
    check: (files) => files.filter(({ path }) => basename(path) === 'package.json').flatMap(looseVersions),
    refuses: { path: 'api/package.json', text: '{"dependencies":{"graphql":"^16.0.0"}}' },
  },
  {
    name: 'no host of a package registry is named',
    check: (files) => places(only(files, (path) => path !== 'pnpm-lock.yaml'), /registry\.npmjs|deb\.debian\.org|npmmirror/),
    refuses: { path: '.npmrc', text: 'registry=https://registry.npmjs.org/\n' },
  },
  {
    name: 'the project speaks of itself alone',
    check: (files) => places(only(files, (path) => path !== 'pnpm-lock.yaml'), /(^|[\s"'`(])\/(work|tmp|root|home)\/|\b(Claude|Copilot|ChatGPT)\b|\bsubagent/),
    refuses: { path: 'docs/a.md', text: 'as seen in /work/main\n' },
  },
];

// `npm test`: the whole check. The console's tests drive Chromium, which not every machine has: they run when named
// (`--only console`), as continuous integration does. `--only <step>[,<step>…]` runs some of it; `--list` names the steps.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bin, build, buildConsole, checkNode, CommandFailed, fail, generate, install, run, step } from './lib/steps.mjs';

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1]?.split(',') : undefined;
const totals = { passed: 0, failed: 0 };

/** Runs vitest, shows its progress, and adds its figures to the totals. A run without a single test is a failure. */
async function vitest(title, args) {
  await step(title, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-test-'));
    const report = join(folder, 'report.json');
    try {
      await run(bin('vitest'), ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`, ...args], { isVerbose: true });
    } finally {
      addTotals(report);
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

function addTotals(report) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(report, 'utf8'));
  totals.passed += numPassedTests;
  totals.failed += numFailedTests;
  if (numPendingTests + numTodoTests > 0) throw new CommandFailed(`${numPendingTests + numTodoTests} tests were skipped; a test runs or it goes`);
  if (numPassedTests + numFailedTests === 0) throw new CommandFailed('no test was run');
}

const node = (...args) => () => run(process.execPath, ['--enable-source-maps', ...args]).then(() => undefined);

const steps = {
  types: () => step('types', async () => {
    await run(bin('tsc'), ['--noEmit', '-p', 'tsconfig.json']);
    await run(bin('tsc'), ['--noEmit', '-p', 'web/tsconfig.json']);
    await run(process.execPath, ['web/scripts/check-documents.mjs']);
  }),
  lint: () => step('lint', () => run(bin('oxlint'), ['--type-aware', '--deny-warnings']).then(() => undefined)),
  schema: () => step('schema.graphql is what the api prints', node('api/scripts/print-schema.mjs', '--check')),
  settings: () => step('docs/settings.md and .env.example are what the code says', node('tools/settings.mjs', '--check')),
  migrations: () => step('migrations lead to the data model', node('prisma/scripts/check-drift.mjs')),
  rules: () => vitest('house rules', ['tools/rules']),
  unit: () => vitest('unit and integration', ['--exclude', 'tools/e2e/**', '--exclude', 'tools/rules/**', '--exclude', 'web/e2e/**', '--exclude', '**/*.servers.test.ts']),
  stores: () => vitest('what reads and writes the database', ['media', 'plugins/!(host)', 'plugins/host/src/{catalog,open,outbound,wrap}', 'tools', 'web', 'api/src/http', 'api/src/mail', 'api/src/schema', 'api/src/voices', 'api/src/domains/voices'].flatMap((folder) => ['--exclude', `${folder}/**`])),
  e2e: () => vitest('whole calls, real speech', ['--maxWorkers=1', 'tools/e2e']),
  sources: () => vitest('data sources on real servers', ['.servers.test.ts']),
  restarts: () => vitest('whole calls, and processes that die', ['--maxWorkers=1', 'tools/e2e/crash.test.mjs', 'tools/e2e/start.test.mjs']),
  console: () => vitest('the console in a browser', ['web/e2e']),
};

/**
 * Steps that run only when they are named; `stores` and `restarts` are the parts of `unit` and `e2e` that another database
 * can change, `sources` needs servers that not every machine has (`.ci/servers start <folder> mariadb`).
 */
const NAMED_ONLY = new Set(['console', 'stores', 'restarts', 'sources']);

async function main() {
  if (process.argv.includes('--list')) { process.stdout.write(`${Object.keys(steps).join('\n')}\n`); return; }
  const unknown = only?.filter((name) => !(name in steps)) ?? [];
  if (unknown.length > 0) throw new CommandFailed(`no such step: ${unknown.join(', ')}; there are ${Object.keys(steps).join(', ')}`);
  checkNode();
  await install();
  await generate();
  await build();
  await buildConsole();
  let failure;
  for (const [name, runStep] of Object.entries(steps)) {
    if (only ? !only.includes(name) : NAMED_ONLY.has(name)) continue;
    // Every step runs, so that one run tells all that is wrong.
    await runStep().catch((error) => { failure ??= error; process.stderr.write(`${error.message}\n`); });
  }
  process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed\n`);
  if (failure) throw failure;
}

main().catch(fail);

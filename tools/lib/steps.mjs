// Shared by start and test. Plain Node with no dependency: it runs before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const isTerminal = process.stdout.isTTY === true;

/** Runs one long step and says what goes on: a line when it begins, a line with its time when it ends. */
export async function step(title, run) {
  const startedAt = Date.now();
  process.stdout.write(`▸ ${title} …${isTerminal ? '' : '\n'}`);
  const ticking = isTerminal && setInterval(() => process.stdout.write(`\r▸ ${title} … ${Math.round((Date.now() - startedAt) / 1000)} s`), 1000);
  try {
    const note = await run();
    process.stdout.write(`${isTerminal ? '\r' : ''}✓ ${title}${note ? `: ${note}` : ''} (${seconds(startedAt)})\n`);
  } catch (error) {
    process.stdout.write(`${isTerminal ? '\r' : ''}✗ ${title} (${seconds(startedAt)})\n`);
    throw error;
  } finally {
    if (ticking) clearInterval(ticking);
  }
}

const seconds = (startedAt) => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;

/** A command that failed; its output has been shown. */
export class CommandFailed extends Error {}

/**
 * Runs a command in the project's root. Quiet unless it fails or `isVerbose`; resolves with its standard output.
 */
export function run(command, args, { isVerbose = false, env = {}, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let all = '';
    child.stdout.on('data', (chunk) => { out += chunk; all += chunk; if (isVerbose) process.stdout.write(chunk); });
    child.stderr.on('data', (chunk) => { all += chunk; if (isVerbose) process.stderr.write(chunk); });
    child.on('error', (error) => reject(new CommandFailed(`${command} could not be started: ${error.message}`)));
    child.on('close', (code) => {
      if (code === 0) { resolve(out); return; }
      if (!isVerbose) process.stderr.write(`\n${all}\n`);
      reject(new CommandFailed(`${command} ${args.join(' ')} ended with code ${code}`));
    });
  });
}

export const bin = (name) => join(root, 'node_modules', '.bin', name);

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update('\0').update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** Runs `work` when `files` changed since it last succeeded here. */
async function once(name, files, isPresent, work) {
  const marker = join(root, 'node_modules', '.cache', 'parley', name);
  const wanted = hashOf(files);
  if (isPresent() && existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  await work();
  mkdirSync(dirname(marker), { recursive: true });
  writeFileSync(marker, wanted);
}

const filesIn = (folder, ending) => readdirSync(join(root, folder)).filter((name) => name.endsWith(ending)).sort().map((name) => join(folder, name));

function packageFiles() {
  const folders = ['.', 'api', 'media', 'media/contract', 'prisma', 'tools', 'web', ...readdirSync(join(root, 'plugins')).map((name) => join('plugins', name))];
  return folders.map((folder) => join(folder, 'package.json')).filter((file) => existsSync(join(root, file)));
}

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new CommandFailed(`Parley needs Node 20.19 or newer; this is ${process.versions.node}.`);
}

/** Installs what is missing: the pinned pnpm through npx, with the lock file as it is. */
export async function install() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...packageFiles()];
  await once('install', files, () => existsSync(join(root, 'node_modules', '.bin', 'vitest')), () =>
    step(`installing packages with ${packageManager} (once; about a minute)`, async () => {
      await run('npx', ['--yes', packageManager, 'install', '--frozen-lockfile', '--reporter=append-only'], {
        isVerbose: !isTerminal, env: { CI: 'true' },
      });
    }));
}

/** Generates the database client from prisma/schema, and the console's types from schema.graphql. */
export async function generate() {
  const files = [...filesIn('prisma/schema', '.prisma'), 'prisma/package.json'];
  await once('generate', files, () => existsSync(join(root, 'prisma/src/generated/client.ts')), () =>
    step('generating the database client', async () => {
      // The command-line tool looks for a schema engine that `generate` never runs; any file that exists will do.
      await run(join(root, 'prisma/node_modules/.bin/prisma'), ['generate'], {
        cwd: join(root, 'prisma'), env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
      });
    }));
  const consoleTypes = ['schema.graphql', 'web/scripts/write-introspection.mjs'];
  await once('console-types', consoleTypes, () => existsSync(join(root, 'web/src/generated/introspection.ts')), async () => { await run(process.execPath, ['web/scripts/write-introspection.mjs']); });
}

/** Every file below a folder, as paths from the project's root. */
const filesBelow = (folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath, entry.name))).sort();

/** Builds the console into web/dist: its types from schema.graphql, then the pages. */
export async function buildConsole() {
  const sources = [...filesBelow('web/src').filter((file) => !file.includes('generated') && !file.endsWith('.test.ts')), ...filesBelow('web/public'), 'web/index.html', 'web/vite.config.mjs', 'web/package.json', 'schema.graphql'];
  await once('console', sources, () => existsSync(join(root, 'web/dist/index.html')), () =>
    step('building the console', async () => { await run(join(root, 'web/node_modules/.bin/vite'), ['build', '--logLevel', 'warn'], { cwd: join(root, 'web') }); }));
}

export async function build() {
  const { buildAll } = await import('../build.mjs');
  await step('building', async () => `${await buildAll()} files`);
}

/** Ends the process the way a person expects: what failed, in a sentence, and code 1. */
/** Installs, generates and builds, telling of it on standard error: standard output is for what was asked. */
export async function makeReady() {
  checkNode();
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  await install();
  await generate();
  await build();
  process.stdout.write = write;
}

export function fail(error) {
  process.stderr.write(`\n${error instanceof CommandFailed ? error.message : error?.stack ?? error}\n`);
  process.exit(1);
}

// Turns every package's src/ into dist/ with esbuild, file by file: no bundling, so that worker threads, plugins found
// at run time and stack traces all see the layout of the source. Types are checked separately (`npm run types`).
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, stop } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Folders of the workspace packages that carry TypeScript, in no particular order. */
export function packageFolders() {
  const plugins = readdirSync(join(root, 'plugins')).map((name) => join('plugins', name));
  return ['prisma', ...plugins, 'media/contract', 'media', 'api', 'tools'].filter((folder) => existsSync(join(root, folder, 'src')));
}

function sourceFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !/\.(test|spec)\.ts$|\.d\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

async function buildPackage(folder) {
  const source = join(root, folder, 'src');
  const entryPoints = sourceFiles(source);
  if (entryPoints.length === 0) return 0;
  const outdir = join(root, folder, 'dist');
  const { outputFiles } = await build({
    entryPoints, outdir, outbase: source, format: 'esm', platform: 'node', target: 'node20', sourcemap: true, logLevel: 'warning', write: false,
  });
  for (const { path, contents } of outputFiles) writeChanged(path, contents);
  removeStale(outdir, new Set(entryPoints.map((file) => join(outdir, relative(source, file)).replace(/\.ts$/, '.js'))));
  return entryPoints.length;
}

/** A running Parley loads from dist/ as well: a file that is as it should be stays, another is replaced in one move. */
function writeChanged(path, contents) {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}.${process.pid}.tmp`;
  writeFileSync(fresh, contents);
  renameSync(fresh, path);
}

/** A file whose source is gone must not stay importable. */
function removeStale(outdir, wanted) {
  for (const entry of readdirSync(outdir, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && file.endsWith('.js') && !wanted.has(file)) { rmSync(file); rmSync(`${file}.map`, { force: true }); }
  }
}

export async function buildAll() {
  const counts = await Promise.all(packageFolders().map(buildPackage));
  // Its process would stay as long as ours.
  await stop();
  return counts.reduce((sum, count) => sum + count, 0);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const startedAt = Date.now();
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const files = await buildAll();
  console.log(`built ${files} files (${version}) in ${Date.now() - startedAt} ms`);
}

// `npm run bench:media`, `bench:api`, `bench:isolation` and `bench:sign-in`: benchmarks are scripts with recorded figures, never timed tests.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, checkNode, fail, generate, install, root } from './lib/steps.mjs';

async function main() {
  const [name, ...args] = process.argv.slice(2);
  checkNode();
  // Progress goes to standard error, so that --json leaves standard output to the figures.
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  await install();
  await generate();
  await build();
  process.stdout.write = write;
  const { pinned } = await import('./dist/bench/media/pinning.js');
  const [command, commandArgs] = pinned(1, process.execPath, [join(root, 'tools/dist/bench', name, 'main.js'), ...args]);
  const child = spawn(command, commandArgs, { cwd: root, stdio: 'inherit' });
  child.on('exit', (code) => process.exit(code ?? 1));
}

main().catch(fail);

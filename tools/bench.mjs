// `npm run bench:media`, `bench:api`, `bench:isolation` and `bench:sign-in`: benchmarks are scripts with recorded figures, never timed tests.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fail, makeReady, root } from './lib/steps.mjs';

async function main() {
  const [name, ...args] = process.argv.slice(2);
  await makeReady();
  const { pinned } = await import('./dist/bench/media/pinning.js');
  const [command, commandArgs] = pinned(1, process.execPath, [join(root, 'tools/dist/bench', name, 'main.js'), ...args]);
  const child = spawn(command, commandArgs, { cwd: root, stdio: 'inherit' });
  child.on('exit', (code) => process.exit(code ?? 1));
}

main().catch(fail);

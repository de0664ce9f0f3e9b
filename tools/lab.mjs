// `npm run lab:console`: how the console feels, measured in Chromium; a script with recorded figures, never a timed test.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, buildConsole, checkNode, fail, generate, install, root } from './lib/steps.mjs';

async function main() {
  checkNode();
  await install();
  await generate();
  await build();
  await buildConsole();
  const child = spawn(process.execPath, [join(root, 'web/e2e/lab.mjs')], { cwd: root, stdio: 'inherit' });
  child.on('exit', (code) => process.exit(code ?? 1));
}

main().catch(fail);

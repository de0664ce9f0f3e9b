// `npm run call -- path/to.wav …`: a caller in a box. Needs a running Parley.
import { checkNode, fail, generate, install } from './lib/steps.mjs';

async function main() {
  checkNode();
  await install();
  await generate();
  const { buildAll } = await import('./build.mjs');
  await buildAll();
  const { callFromCommandLine } = await import('./dist/caller/command-line.js');
  process.exitCode = await callFromCommandLine(process.argv.slice(2), process.env);
}

main().then(() => process.exit(), fail);

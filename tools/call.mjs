// `npm run call -- path/to.wav …`: a caller in a box. Needs a running Parley.
import { build, checkNode, fail, generate, install } from './lib/steps.mjs';

async function main() {
  checkNode();
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = () => true;
  try {
    await install();
    await generate();
    await build();
  } finally {
    process.stdout.write = write;
  }
  const { callFromCommandLine } = await import('./dist/caller/command-line.js');
  process.exitCode = await callFromCommandLine(process.argv.slice(2), process.env);
}

main().then(() => process.exit(), fail);

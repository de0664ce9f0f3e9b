// Prints the public schema to schema.graphql; with `--check` it only says whether the file is what would be printed.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { printPublicSchema } from '../dist/schema/print.js';

const file = fileURLToPath(new URL('../../schema.graphql', import.meta.url));
const printed = printPublicSchema();
if (process.argv.includes('--check')) {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== printed) {
    process.stderr.write('schema.graphql is not what the api prints: run `npm run generate` and commit it.\n');
    process.exit(1);
  }
} else {
  writeFileSync(file, printed);
}

// Validates every GraphQL document of the console against schema.graphql: unknown fields, wrong arguments, unused variables.
// `node scripts/check-documents.mjs`; ends with code 1 and one line for each fault.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema, parse, validate, NoUnusedFragmentsRule, specifiedRules } from 'graphql';

const source = fileURLToPath(new URL('../src', import.meta.url));
const rules = specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule);

/** The documents in a source file: what stands in ``graphql(`…`)``. */
export function documentsIn(text) {
  return [...text.matchAll(/\bgraphql\(\s*`([^`]*)`/g)].map((match) => match[1]);
}

/** What the schema says against these documents; fragments of all of them are known to each. */
export function faultsOf(schema, documents) {
  const parsed = documents.map((text) => parse(text));
  const fragments = parsed.flatMap(({ definitions }) => definitions.filter(({ kind }) => kind === 'FragmentDefinition'));
  return parsed.flatMap((document) => {
    const own = new Set(document.definitions);
    const all = { ...document, definitions: [...document.definitions, ...fragments.filter((fragment) => !own.has(fragment))] };
    return validate(schema, all, rules).map(({ message }) => message);
  });
}

export function readSchema() {
  return buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = readdirSync(source, { recursive: true }).map((name) => join(source, name)).filter((file) => /\.tsx?$/.test(file) && !file.includes('generated'));
  const documents = files.flatMap((file) => documentsIn(readFileSync(file, 'utf8')));
  const faults = [...new Set(faultsOf(readSchema(), documents))];
  for (const fault of faults) process.stderr.write(`${relative(process.cwd(), source)}: ${fault}\n`);
  if (documents.length === 0) process.stderr.write('no document was found\n');
  process.exitCode = faults.length > 0 || documents.length === 0 ? 1 : 0;
}

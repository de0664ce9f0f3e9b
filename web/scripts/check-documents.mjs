// Validates every GraphQL document of the console against schema.graphql: unknown fields, wrong arguments, unused
// variables, names used twice. `node scripts/check-documents.mjs`; ends with code 1 and one line for each fault.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema, parse, validate, NoUnusedFragmentsRule, specifiedRules } from 'graphql';
import { manifestOf, readDocuments, SOURCE_FOLDER } from './documents.mjs';

const rules = specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule);

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
  const documents = readDocuments();
  const faults = [...new Set(faultsOf(readSchema(), documents))];
  try { manifestOf(documents); } catch (error) { faults.push(error.message); }
  for (const fault of faults) process.stderr.write(`${relative(process.cwd(), SOURCE_FOLDER)}: ${fault}\n`);
  if (documents.length === 0) process.stderr.write('no document was found\n');
  process.exitCode = faults.length > 0 || documents.length === 0 ? 1 : 0;
}

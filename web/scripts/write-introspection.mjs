// Writes src/generated/introspection.ts from schema.graphql: the types that gql.tada reads queries against. Descriptions
// stay out, so that the type checker has little to read.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { buildSchema, introspectionFromSchema } from 'graphql';

const schemaFile = new URL('../../schema.graphql', import.meta.url);
const outFile = new URL('../src/generated/introspection.ts', import.meta.url);

const { __schema: introspection } = introspectionFromSchema(buildSchema(readFileSync(schemaFile, 'utf8')), { descriptions: false });

const quoted = (text) => `'${text}'`;
const union = (names) => (names.length > 0 ? names.map(quoted).join(' | ') : 'never');

function typeOf({ kind, name, ofType }) {
  return ofType ? `{ kind: '${kind}'; name: never; ofType: ${typeOf(ofType)} }` : `{ kind: '${kind}'; name: '${name}'; ofType: null }`;
}

const fieldsOf = (fields) => `{ ${fields.map(({ name, type }) => `'${name}': { name: '${name}'; type: ${typeOf(type)} }`).join('; ')} }`;

function entryOf(type) {
  const head = `kind: '${type.kind}'; name: '${type.name}'`;
  switch (type.kind) {
    case 'ENUM': return `{ name: '${type.name}'; enumValues: ${union(type.enumValues.map(({ name }) => name))} }`;
    case 'OBJECT': return `{ ${head}; fields: ${fieldsOf(type.fields)} }`;
    case 'INTERFACE': return `{ ${head}; fields: ${fieldsOf(type.fields)}; possibleTypes: ${union(type.possibleTypes.map(({ name }) => name))} }`;
    case 'UNION': return `{ ${head}; fields: {}; possibleTypes: ${union(type.possibleTypes.map(({ name }) => name))} }`;
    case 'INPUT_OBJECT': return `{ ${head}; isOneOf: false; inputFields: [${type.inputFields.map(({ name, type: inputType, defaultValue }) => `{ name: '${name}'; type: ${typeOf(inputType)}; defaultValue: ${defaultValue === null ? 'null' : JSON.stringify(defaultValue)} }`).join(', ')}] }`;
    default: return 'unknown';
  }
}

const types = introspection.types.filter(({ name }) => !name.startsWith('__'));
const text = `// Written by web/scripts/write-introspection.mjs from schema.graphql.
export interface introspection {
  name: never;
  query: '${introspection.queryType.name}';
  mutation: '${introspection.mutationType.name}';
  subscription: '${introspection.subscriptionType.name}';
  types: {
${types.map((type) => `    '${type.name}': ${entryOf(type)};`).join('\n')}
  };
}
`;

mkdirSync(new URL('.', outFile), { recursive: true });
writeFileSync(outFile, text);

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** One compiler for all: formats are annotations here, and the `x-parley` hints of a schema are not for the validator. */
const compiler = new Ajv2020({ strict: false, validateFormats: false, allErrors: true, useDefaults: true, addUsedSchema: false });
const compiled = new WeakMap<object, ValidateFunction>();

/** Compiles a JSON Schema 2020-12; throws where it is none. The same object is compiled once. */
export function compileSettings(schema: Readonly<Record<string, unknown>>): ValidateFunction {
  let validate = compiled.get(schema);
  if (!validate) {
    validate = compiler.compile(schema);
    // Two packages may use the same `$id`; the validator keeps no names.
    if (typeof schema['$id'] === 'string') compiler.removeSchema(schema['$id']);
    compiled.set(schema, validate);
  }
  return validate;
}

export type SettingsCheck =
  | { readonly isValid: true; readonly settings: Readonly<Record<string, unknown>> }
  /** `errors`: one line for each fault, `path message`; never a value, which might be private. */
  | { readonly isValid: false; readonly errors: readonly string[] };

/** Checks settings and fills in the schema's defaults. The argument is left as it is. */
export function checkSettings(schema: Readonly<Record<string, unknown>>, settings: Readonly<Record<string, unknown>>): SettingsCheck {
  const copy = structuredClone(settings) as Record<string, unknown>;
  const validate = compileSettings(schema);
  if (validate(copy)) return { isValid: true, settings: copy };
  return {
    isValid: false,
    errors: (validate.errors ?? []).slice(0, 5).map((fault) => {
      const extra = fault.keyword === 'additionalProperties' ? ` ("${String(fault.params['additionalProperty'])}")` : '';
      return `${fault.instancePath === '' ? 'settings' : fault.instancePath.slice(1)} ${fault.message ?? 'is not valid'}${extra}`;
    }),
  };
}

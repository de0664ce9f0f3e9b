import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { deFurther } from '../src/i18n/de/further.ts';
import { de } from '../src/i18n/de/index.ts';
import { enFurther } from '../src/i18n/en/further.ts';
import { en } from '../src/i18n/en/index.ts';

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const schema = buildSchema(read('schema.graphql'));
const valuesOf = (name) => schema.getType(name).getValues().map((value) => value.name);

/** Codes of whole requests are no enum of the contract; the api keeps them as a type. */
function requestCodes() {
  const type = /export type RequestErrorCode =([\s\S]*?);/.exec(read('api/src/errors.ts'))[1];
  return [...type.matchAll(/'([A-Z_]+)'/g)].map((match) => match[1]);
}

for (const [language, words] of Object.entries({ en: { ...en, ...enFurther }, de: { ...de, ...deFurther } })) {
  test(`every failure that the contract knows has words: ${language}`, () => {
    const codes = [...valuesOf('ErrorCode'), ...requestCodes()];
    expect(codes).toEqual(expect.arrayContaining(['AGENT_CHANGED', 'SHUTTING_DOWN']));
    expect(codes.filter((code) => !((words.faults.byCode[code] ?? words.settingFaults[code])?.length > 10))).toEqual([]);
  });

  test(`every end of a call has words: ${language}`, () => {
    expect(Object.keys(words.endedReasons).toSorted()).toEqual(valuesOf('CallEndedCode').toSorted());
  });
}

// `npm run generate`: the database client, and schema.graphql from the api's types.
import { build, fail, generate, run, step } from './lib/steps.mjs';

generate()
  .then(build)
  .then(() => step('printing schema.graphql', () => run(process.execPath, ['api/scripts/print-schema.mjs']).then(() => undefined)))
  .catch(fail);

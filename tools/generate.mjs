// `npm run generate`: all that is written from code: the database client, schema.graphql, the page of settings.
import { build, fail, generate, run, step } from './lib/steps.mjs';

generate()
  .then(build)
  .then(() => step('printing schema.graphql', () => run(process.execPath, ['api/scripts/print-schema.mjs']).then(() => undefined)))
  .then(() => step('writing docs/settings.md and .env.example', () => run(process.execPath, ['tools/settings.mjs']).then(() => undefined)))
  .catch(fail);

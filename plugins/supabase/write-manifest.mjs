// Writes the JSON Schema of the settings into the manifest in package.json; `npm run manifest`, after a build. A test
// holds the two together.
import { readFile, writeFile } from 'node:fs/promises';
import { manifestKinds } from './dist/manifest.js';

const file = new URL('package.json', import.meta.url);
const packageJson = JSON.parse(await readFile(file, 'utf8'));
packageJson.parley.kinds = manifestKinds();
await writeFile(file, `${JSON.stringify(packageJson, null, 2)}\n`);

import { readFileSync } from 'node:fs';

/** Version of this release; its package is one folder up, from src/ as from dist/. */
export const { version: VERSION } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version: string };

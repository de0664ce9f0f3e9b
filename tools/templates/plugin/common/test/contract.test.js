// Holds the adapter to every rule of its kind: `npm test`.
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { harnessOf, runContract } from '@parley/plugin-sdk/testing';
import openSubjects from '../contract.js';
import plugin from '../index.js';

const { parley: manifest } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const { kinds, close } = await openSubjects();
after(() => close?.());
for (const [kind, subject] of Object.entries(kinds)) runContract(kind, harnessOf(plugin, manifest, kind, subject), (name, run) => { void test(name, run); });

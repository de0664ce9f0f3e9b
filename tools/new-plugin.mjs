// `npm run new:plugin <name> <kind> [folder]`: makes a provider package that passes its contract suite, into the folder
// that plugins are dropped into, or into the one given. The templates are in tools/templates/plugin.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, checkNode, CommandFailed, fail, install, root } from './lib/steps.mjs';

const HELP = 'npm run new:plugin <name> <kind> [folder]';
const templates = join(root, 'tools/templates/plugin');
const SDK = join(root, 'plugins/sdk');
const VENDOR_FILES = ['refusal.js', 'test/vendor.js', 'test/vendor-server.js'];

/** Kinds that there are templates for: every kind the SDK has, which a test holds them to. */
export const kinds = readdirSync(templates).filter((name) => name !== 'common').sort();

const titleOf = (name) => name.split('-').map((word) => `${word[0].toUpperCase()}${word.slice(1)}`).join(' ');
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Ids of the packages that come with Parley. */
function takenIds() {
  return readdirSync(join(root, 'plugins')).map((name) => join(root, 'plugins', name, 'package.json')).filter(existsSync).map((file) => readJson(file).parley?.id);
}

function check(name, kind, folder) {
  if (!name || !kind) throw new CommandFailed(`A name and a kind are needed: ${HELP}`);
  if (!kinds.includes(kind)) throw new CommandFailed(`There is no kind "${kind}". There are: ${kinds.join(', ')}.`);
  if (!/^[a-z](?:-?[a-z0-9])+$/.test(name) || name.length > 49) throw new CommandFailed(`"${name}" is no name for a plugin: 2 to 49 lower-case letters, digits and single dashes between them, a letter first. For example: acme-voice.`);
  if (takenIds().includes(name)) throw new CommandFailed(`"${name}" is the id of a plugin that comes with Parley.`);
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new CommandFailed(`The folder ${folder} is there already, and not empty.`);
}

function manifestOf(name, kind, hasVendor) {
  const declared = readJson(join(templates, kind, 'kind.json'));
  return {
    name: `parley-${name}`, version: '0.1.0', description: declared.description, type: 'module', license: 'UNLICENSED', keywords: ['parley-plugin'],
    engines: { node: '>=20.19' }, scripts: { test: 'node --test' }, exports: './index.js',
    files: ['index.js', 'contract.js', ...readdirSync(join(templates, kind)).filter((file) => file.endsWith('.js') && !['index.js', 'contract.js'].includes(file)), ...(hasVendor ? VENDOR_FILES : [])],
    parley: {
      id: name, title: titleOf(name), description: declared.description, entry: './index.js', host: '^0.1.0',
      kinds: { [kind]: { spec: `${kind}/v1`, ...declared } }, egress: hasVendor ? ['api.example.com'] : [],
    },
  };
}

function readmeOf(name, kind, hasVendor) {
  const { parley } = manifestOf(name, kind, hasVendor);
  const files = hasVendor ? '| `refusal.js` | what the vendor\'s errors mean |\n| `test/vendor.js` | plays the vendor on this machine |\n' : '';
  const words = { title: parley.title, kind, id: name, spec: `${kind}/v1`, files, next: readFileSync(join(templates, 'common', hasVendor ? 'next-vendor.md' : 'next-local.md'), 'utf8').replace(/\n+$/, '\n') };
  return readFileSync(join(templates, 'common/README.md'), 'utf8').replace(/\{\{(\w+)\}\}/g, (_whole, word) => words[word]);
}

/** Writes the package, and answers what was made. Throws `CommandFailed` with a sentence where that cannot be. */
export function makePlugin(name, kind, folder) {
  check(name, kind, folder);
  const hasVendor = existsSync(join(templates, kind, 'test'));
  mkdirSync(join(folder, 'test'), { recursive: true });
  cpSync(join(templates, kind), folder, { recursive: true, filter: (file) => basename(file) !== 'kind.json' });
  for (const file of ['test/contract.test.js', ...(hasVendor ? VENDOR_FILES.filter((each) => each !== 'test/vendor.js') : [])]) cpSync(join(templates, 'common', file), join(folder, file));
  writeFileSync(join(folder, 'README.md'), readmeOf(name, kind, hasVendor));
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n');
  mkdirSync(join(folder, 'node_modules/@parley'), { recursive: true });
  symlinkSync(SDK, join(folder, 'node_modules/@parley/plugin-sdk'), 'junction');
  // Last: a Parley that runs looks at a package when its package.json is there.
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifestOf(name, kind, hasVendor), null, 2)}\n`);
  return { folder, id: name, kind };
}

/** Where plugins are dropped into, as api and media have it. */
function pluginsDir() {
  return resolve(root, process.env.PLUGINS_DIR || join(process.env.PARLEY_DATA_DIR || '.parley', 'plugins'));
}

async function main() {
  const [name, kind, given] = process.argv.slice(2);
  checkNode();
  const { folder } = makePlugin(name, kind, given === undefined ? join(pluginsDir(), name ?? '') : resolve(process.env.INIT_CWD ?? root, given));
  // Its tests need the SDK as it is built.
  await install();
  await build();
  const shown = relative(process.env.INIT_CWD ?? root, folder) || '.';
  process.stdout.write(`
${folder} passes its suite already:

  cd ${shown} && npm test

What to change is in its README.md; what there is to know in docs/plugins.md.
`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main().catch(fail);

// `npm run keys -- status | rewrap | rotate`: the keys that credentials of providers are sealed with. A running server does
// what `rewrap` does by itself, at its start and once an hour; the embedded database is open in one process at a time.
import { CommandFailed, fail, makeReady, root } from './lib/steps.mjs';

const HELP = 'npm run keys -- status (what is sealed with which key) | rewrap (bring everything to the newest keys) | rotate (new data keys for all)';

async function main() {
  const [command] = process.argv.slice(2);
  if (!['status', 'rewrap', 'rotate'].includes(command)) throw new CommandFailed(HELP);
  await makeReady();
  process.chdir(root);
  const [{ readEnvironment }, { openDatabase }, { LocalKeys }, { Vault }, { renewKeys, rotateDataKeys }] = await Promise.all(
    ['../api/dist/env.js', '../prisma/dist/index.js', '../api/dist/vault/key-provider.js', '../api/dist/vault/vault.js', '../api/dist/vault/renew-keys.js'].map((path) => import(path)),
  );
  const { dataDir, databaseUrl, keyEncryptionKeys } = readEnvironment(process.env);
  const logger = { info() {}, warn(fields, message) { process.stderr.write(`${message} ${JSON.stringify({ id: fields.id, organizationId: fields.organizationId })}\n`); }, error(fields, message) { process.stderr.write(`${message}\n`); } };
  const database = await openDatabase({ dataDir, databaseUrl, logger }).catch((error) => { throw new CommandFailed(error.message); });
  try {
    const vault = new Vault(database, new LocalKeys(keyEncryptionKeys));
    if (command !== 'status') process.stdout.write(`${JSON.stringify(await (command === 'rotate' ? rotateDataKeys : renewKeys)(database, vault, logger))}\n`);
    const counts = await database.system.dataKey.groupBy({ by: ['keyId'], _count: true, orderBy: { keyId: 'asc' } });
    process.stdout.write(`wraps now: ${vault.provider.id}\n`);
    for (const { keyId, _count: keys } of counts) process.stdout.write(`${keyId}: ${keys} data keys\n`);
  } finally {
    await database.close();
  }
}

main().then(() => process.exit(), fail);

import type { Database } from '@parley/db';
import type { Logger } from 'pino';
import { LIMITS } from '../limits.js';
import { wrapContext } from './data-keys.js';
import type { Vault } from './vault.js';

/** What was done; `failed` are rows that no key of this server opens: they stay as they are. */
export interface Renewal { readonly rewrapped: number; readonly resealed: number; readonly failed: number }

interface Row { readonly id: string; readonly organizationId: string }

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Takes rows that are due, batch after batch, each once. What is done is done: whatever cuts this off, the next run finds
 * what is left, since only rows that are due are read.
 */
async function renewEach<Due extends Row>(read: (afterId: string) => Promise<readonly Due[]>, renew: (row: Due) => Promise<number>, logger: Logger | undefined): Promise<{ readonly done: number; readonly failed: number }> {
  let [done, failed] = [0, 0];
  for (let batch = await read(FIRST_ID); batch.length > 0; batch = await read(batch.at(-1)!.id)) {
    for (const row of batch) {
      try {
        done += await renew(row);
      } catch (error) {
        failed += 1;
        logger?.warn({ err: error, id: row.id, organizationId: row.organizationId }, 'something sealed cannot be opened with the keys of this server');
      }
    }
  }
  return { done, failed };
}

/** Wraps data keys with the key-encryption key of now that an earlier one had wrapped. */
function rewrapDataKeys({ system }: Database, { provider }: Vault, logger: Logger | undefined) {
  return renewEach(
    (afterId) => system.dataKey.findMany({ where: { keyId: { not: provider.id }, id: { gt: afterId } }, orderBy: { id: 'asc' }, take: LIMITS.renewalBatchRows }),
    async (stored) => {
      const bytes = await provider.unwrap(stored.keyId, stored.ciphertext, wrapContext(stored));
      // Another process may have been faster.
      const { count } = await system.dataKey.updateMany({ where: { id: stored.id, keyId: stored.keyId }, data: { keyId: provider.id, ciphertext: await provider.wrap(bytes, wrapContext(stored)) } });
      return count;
    }, logger);
}

/** Seals secrets anew that are sealed with another data key than the newest of their organization. */
function resealSecrets({ system }: Database, vault: Vault, logger: Logger | undefined) {
  return renewEach(
    async (afterId) => {
      const due = await system.$queryRaw<Row[]>`
        SELECT s.id FROM connection_secrets s WHERE s.id > ${afterId}::uuid
          AND EXISTS (SELECT FROM data_keys k WHERE k."organizationId" = s."organizationId" AND k.id > s."dataKeyId") ORDER BY s.id LIMIT ${LIMITS.renewalBatchRows}`;
      return due.length === 0 ? [] : system.connectionSecret.findMany({ where: { id: { in: due.map(({ id }) => id) } }, orderBy: { id: 'asc' }, include: { dataKey: true } });
    },
    async (stored) => {
      const { organizationId, connectionId, name, version } = stored;
      const [sealed] = await vault.seal(organizationId, [{ owner: { organizationId, connectionId, name, version }, secret: await vault.open(stored) }]);
      // What was set anew meanwhile is sealed with the newest key already.
      const { count } = await system.connectionSecret.updateMany({ where: { id: stored.id, version, dataKeyId: stored.dataKeyId }, data: { dataKeyId: sealed!.dataKeyId, ciphertext: sealed!.ciphertext } });
      return count;
    }, logger);
}

/** Brings everything that is sealed to the newest keys. Several processes may do it at once, while calls go on. */
export async function renewKeys(database: Database, vault: Vault, logger?: Logger): Promise<Renewal> {
  const keys = await rewrapDataKeys(database, vault, logger);
  const secrets = await resealSecrets(database, vault, logger);
  // Whoever is sealing something with an earlier key just now is done with it by then.
  await database.system.$executeRaw`
    DELETE FROM data_keys k WHERE k."createdAt" < ${new Date(Date.now() - LIMITS.dataKeyKeptMs)} AND NOT EXISTS (SELECT FROM connection_secrets s WHERE s."organizationId" = k."organizationId" AND s."dataKeyId" = k.id)
      AND EXISTS (SELECT FROM data_keys newer WHERE newer."organizationId" = k."organizationId" AND newer.id > k.id)`;
  return { rewrapped: keys.done, resealed: secrets.done, failed: keys.failed + secrets.failed };
}

/** Gives every organization that has secrets a new data key, and seals its secrets with that. */
export async function rotateDataKeys(database: Database, vault: Vault, logger?: Logger): Promise<Renewal> {
  const organizations = await database.system.connectionSecret.findMany({ distinct: ['organizationId'], select: { organizationId: true } });
  for (const { organizationId } of organizations) await vault.keys.make(organizationId);
  return renewKeys(database, vault, logger);
}

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Prisma, type SystemTransaction } from '@parley/db';
import type { App } from '../context.js';
import { LIMITS } from '../limits.js';
import { recordingsFolder } from '../recordings/serve.js';

/** Tables that may hold a great many rows of one organization, those that point to others first. What else it has goes with its own row. */
const LARGE_TABLES = ['call_events', 'turns', 'recordings', 'calls', 'idempotent_requests', 'audit_events'] as const;

/** Of this installation's advisory locks, the one of whoever deletes organizations. */
const LOCK = 7_041_001;

/** Whether this transaction deletes, and no other process at the same moment. */
async function isAlone(transaction: SystemTransaction): Promise<boolean> {
  const [answer] = await transaction.$queryRaw<{ isMine: boolean }[]>`SELECT pg_try_advisory_xact_lock(${LOCK}) AS "isMine"`;
  return answer!.isMine;
}

/** Deletes one batch of what is left; true where there was nothing any more. */
function deleteBatch(app: App, organizationId: string): Promise<boolean> {
  return app.database.transaction('system', async (transaction) => {
    if (!await isAlone(transaction)) return false;
    // Without them nobody reads its credentials any more, wherever else there is a copy of those.
    await transaction.dataKey.deleteMany({ where: { organizationId } });
    for (const table of LARGE_TABLES) {
      const name = Prisma.raw(`"${table}"`);
      const rows = await transaction.$executeRaw`DELETE FROM ${name} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${name} WHERE "organizationId" = ${organizationId}::uuid LIMIT ${LIMITS.deletionBatchRows}))`;
      if (rows > 0) return false;
    }
    return true;
  });
}

/** Deletes the organization itself, with the accounts of people who are in no other. True where it was there, and due. */
async function deleteWhole(app: App, organizationId: string): Promise<boolean> {
  const { isDone, sessions } = await app.database.transaction('system', async (transaction) => {
    if (!await isAlone(transaction)) return { isDone: false, sessions: [] };
    const open = await transaction.session.findMany({ where: { organizationId }, select: { id: true } });
    const people = await transaction.membership.findMany({ where: { organizationId }, select: { userId: true } });
    const { count } = await transaction.organization.deleteMany({ where: { id: organizationId, deletionAt: { lte: new Date() } } });
    if (count > 0) await transaction.user.deleteMany({ where: { id: { in: people.map(({ userId }) => userId) }, memberships: { none: {} } } });
    return { isDone: count > 0, sessions: count > 0 ? open : [] };
  });
  for (const { id } of sessions) app.sessions.tell(id, 'ended');
  return isDone;
}

/**
 * Deletes organizations whose grace is over, in small transactions, so that the calls of others never wait for long. One
 * process at a time; what one leaves undone the next sweep goes on with. Answers how many are gone.
 */
export async function deleteDueOrganizations(app: App, stepsMax: number = LIMITS.deletionStepsMax): Promise<number> {
  let gone = 0;
  for (let step = 0; step < stepsMax; step++) {
    const due = await app.database.system.organization.findFirst({ where: { deletionAt: { lte: new Date() } }, orderBy: { deletionAt: 'asc' }, select: { id: true } });
    if (!due) return gone;
    if (await deleteBatch(app, due.id)) {
      // The rows that name the files are gone; the row of the organization goes last, so that this is done again where it fails.
      await rm(join(recordingsFolder(app), due.id), { recursive: true, force: true });
      if (await deleteWhole(app, due.id)) gone += 1;
    }
    await nextTurn();
  }
  return gone;
}

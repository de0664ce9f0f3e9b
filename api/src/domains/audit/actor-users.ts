import type { ApiContext } from '../../context.js';

interface Row { readonly id: string }
interface Batch { readonly ids: Set<string>; readonly rows: Promise<Map<string, Row>> }

/** What each operation is about to read: by what is asked of the people, who is to be read together. */
const waiting = new WeakMap<ApiContext, Map<string, Batch>>();

/** People of a page of the log, read in one statement however many there are. The log names people whom no foreign key holds. */
export async function actorUser(context: ApiContext, query: object, id: string): Promise<Row | null> {
  const batches = waiting.get(context) ?? new Map<string, Batch>();
  waiting.set(context, batches);
  const name = JSON.stringify(query);
  const batch = batches.get(name) ?? open(context, batches, name, query);
  batch.ids.add(id);
  return (await batch.rows).get(id) ?? null;
}

/** Reads once everybody of this turn has been named. */
function open(context: ApiContext, batches: Map<string, Batch>, name: string, query: object): Batch {
  const ids = new Set<string>();
  const read = async () => {
    await new Promise((resolve) => { setImmediate(resolve); });
    batches.delete(name);
    const rows = await context.db.user.findMany({ ...query, where: { id: { in: [...ids] } } });
    return new Map(rows.map((row) => [row.id, row as Row]));
  };
  const batch: Batch = { ids, rows: read() };
  batches.set(name, batch);
  return batch;
}

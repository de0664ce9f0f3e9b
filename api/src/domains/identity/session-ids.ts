import { decodeId, encodeId, InvalidIdError } from '@parley/db';
import { fault } from '../../errors.js';

/** `ses_…`. A session is no node: nobody but its person may know of it, in whatever organization. */
export const sessionGlobalId = (uuid: string) => encodeId('ses', uuid);

/** The UUID in the id of a session, in the input of a mutation. */
export function splitSessionId(id: string): string {
  try {
    return decodeId('ses', id);
  } catch (error) {
    if (error instanceof InvalidIdError) throw fault('InvalidIdError', error.message, 'id');
    throw error;
  }
}

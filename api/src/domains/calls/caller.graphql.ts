import type { Call, User } from '@parley/db';
import type { Builder } from '../../schema/builder.js';
import { columnFields } from '../../schema/columns.js';
import type { UserRef } from '../identity/identity.graphql.js';

/** What `Caller` is made of: columns of the call, and the person's row. */
export type CallerRow = Pick<Call, 'callerName' | 'callerNumber'> & { readonly callerUser: Pick<User, 'id' | 'email' | 'name'> | null };

/** Reads the person with the call. As with columns, the field takes what its row has, wherever the row comes from. */
const PERSON = { pothosPrismaSelect: (_args: object, _context: object, nested: (query: object) => object) => ({ select: { callerUser: nested({}) } }) };

/** `Caller`. */
export function defineCaller(builder: Builder, user: UserRef) {
  const caller = builder.prismaObject('Call', { variant: 'Caller', select: { id: true }, description: 'Who called: a name or a number as it was given, and the person who opened the call.' });
  columnFields<CallerRow>(builder, caller, (t, of) => ({
    name: t.string({ nullable: true, ...of('callerName'), description: 'The name that was given when the call was opened.' }),
    number: t.field({ type: 'E164', nullable: true, ...of('callerNumber'), description: 'The number that was given when the call was opened.' }),
    user: t.field({ type: user, nullable: true, extensions: PERSON, description: 'Who was signed in and opened the call; null where nobody was.', resolve: (row) => row.callerUser as never }),
  }));
  return caller;
}

import { demand } from '../../access/may.js';
import { requestError } from '../../errors.js';
import { followCall } from '../../events/follow-call.js';
import { internalId } from '../../schema/ids.js';
import type { Builder } from '../../schema/builder.js';
import type { CallEventParts } from './event-types.graphql.js';

/** `callEvents`. */
export function defineCallSubscription(builder: Builder, { event }: CallEventParts): void {
  builder.subscriptionField('callEvents', (t) => t.field({
    type: event, authScopes: { signedIn: true },
    description: 'What happens in a call: first everything stored after `after`, then live, without gap or repetition; completes after the call has ended. Reconnect with the `seq` of the last event; whoever has the last event of an ended call gets nothing more, and completion. Needs `transcripts:read`.',
    args: {
      callId: t.arg.id({ required: true, description: 'The call.' }),
      after: t.arg.int({ description: 'Position of the last event that you have; default 0, from the beginning. A position that the call has not reached is refused with `INVALID_INPUT`, its `extensions.lastSeq` naming the newest: it comes from another call, and waiting for it would leave a gap.' }),
    },
    subscribe: async (_root, { callId, after }, context) => {
      demand(context, 'transcripts:read');
      const { db } = context;
      const id = internalId('Call', String(callId));
      if ((after ?? 0) < 0) throw requestError('INVALID_INPUT', '`after` is a position from 0 on.');
      const found = await db.call.findFirst({ where: { id }, select: { lastSeq: true } });
      if (!found) throw requestError('NOT_FOUND', 'There is no such call.');
      // Whatever a subscriber was told is stored, so nobody can honestly be ahead of the log.
      if ((after ?? 0) > found.lastSeq) throw requestError('INVALID_INPUT', `\`after\` is ${after}, but the call's newest event is ${found.lastSeq}.`, { lastSeq: found.lastSeq });
      context.readings.note('transcriptRead', id);
      return followCall({ db, bus: context.app.bus, callId: id, after: after ?? 0 });
    },
    resolve: (item) => item,
  }));
}

import { may } from '../../access/may.js';
import type { Builder } from '../../schema/builder.js';
import { encodeId } from '../../schema/ids.js';
import type { defineScalars } from '../../schema/scalars.js';
import { LIMITS } from '../../limits.js';
import type { CallRefs } from '../calls/calls.graphql.js';
import type { CallEnums } from '../calls/enums.graphql.js';
import { followLiveCalls } from './follow-live-calls.js';
import type { LiveCall, LiveCallsItem } from './live-board.js';
import type { LiveLine } from './live-news.js';

type Shared = ReturnType<typeof defineScalars>;
type Item<Kind extends LiveCallsItem['kind']> = Extract<LiveCallsItem, { kind: Kind }>;

function defineLiveCall(builder: Builder, { money }: Shared, { caller }: CallRefs, enums: CallEnums) {
  const line = builder.objectRef<LiveLine>('LiveLine').implement({
    description: 'Words of a call.',
    fields: (t) => ({
      speaker: t.field({ type: enums.speaker, description: 'Who says them.', resolve: (row) => row.speaker }),
      text: t.exposeString('text', { description: 'The words so far.' }),
      isFinal: t.exposeBoolean('isFinal', { description: 'Whether the turn is over and they stay as they are.' }),
    }),
  });
  return builder.objectRef<LiveCall>('LiveCall').implement({
    description: 'A running call in short. Everything about it is in `Call`, under the same id.',
    fields: (t) => ({
      id: t.id({ description: 'Global id of the call, `call_…`.', resolve: ({ id }) => encodeId('Call', id) }),
      status: t.field({ type: enums.status, description: 'How far it is.', resolve: ({ status }) => status }),
      transport: t.field({ type: enums.transport, description: 'The way the caller came in.', resolve: ({ transport }) => transport }),
      caller: t.field({ type: caller, description: 'Who calls.', resolve: (row) => row as never }),
      agentId: t.id({ description: 'Global id of the agent, `agt_…`.', resolve: ({ agentId }) => encodeId('Agent', agentId) }),
      agentName: t.exposeString('agentName', { description: 'What the agent is called.' }),
      startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it was asked for.' }),
      answeredAt: t.expose('answeredAt', { type: 'DateTime', nullable: true, description: 'When the caller was connected; null before that.' }),
      state: t.field({ type: enums.agentState, nullable: true, description: 'What the agent does; null before it does anything.', resolve: ({ state }) => state }),
      isHeld: t.exposeBoolean('isHeld', { description: 'Whether the caller has put it on hold.' }),
      lastLine: t.field({ type: line, nullable: true, description: 'The newest words, also of a turn that runs; null before the first, and without `transcripts:read`.', resolve: ({ lastLine }, _args, context) => (may(context, 'transcripts:read') ? lastLine : null) }),
      responseMs: t.expose('responseMs', { type: 'Milliseconds', nullable: true, description: '`TurnLatency.responseMs` of the newest turn that answered the caller; null before the first.' }),
      turnCount: t.exposeInt('turnCount', { description: 'How many turns are stored, of both sides.' }),
      interruptionCount: t.exposeInt('interruptionCount', { description: 'How many turns of the agent the caller cut short.' }),
      cost: t.field({ type: money, description: 'What its providers cost so far, by their list prices.', resolve: ({ costMicroUsd }) => costMicroUsd }),
    }),
  });
}

/** `liveCalls`. */
export function defineLive(builder: Builder, shared: Shared, calls: CallRefs, enums: CallEnums): void {
  const call = defineLiveCall(builder, shared, calls, enums);
  const snapshot = builder.objectRef<Item<'snapshot'>>('LiveCallsSnapshot').implement({
    description: 'All running calls. It takes the place of whatever came before it.',
    fields: (t) => ({
      calls: t.field({ type: [call], description: `The calls that run, and those that wait for their caller; newest first, at most ${LIMITS.liveCallsMax}.`, resolve: (item) => [...item.calls] }),
      isComplete: t.exposeBoolean('isComplete', { description: `False where there are more than ${LIMITS.liveCallsMax}: then changes are told of those that are here and of new ones.` }),
    }),
  });
  const changed = builder.objectRef<Item<'changed'>>('LiveCallChanged').implement({
    description: 'A call is new, or not as it was.',
    fields: (t) => ({ call: t.field({ type: call, description: 'The call as it is now.', resolve: (item) => item.call }) }),
  });
  const ended = builder.objectRef<Item<'ended'>>('LiveCallEnded').implement({
    description: 'A call is over.',
    fields: (t) => ({
      id: t.id({ description: 'Global id of the call, `call_…`.', resolve: ({ id }) => encodeId('Call', id) }),
      reason: t.field({ type: calls.endedReason, description: 'Who ended it, and how.', resolve: ({ reason }) => reason }),
    }),
  });
  const names = { snapshot: 'LiveCallsSnapshot', changed: 'LiveCallChanged', ended: 'LiveCallEnded' } as const;
  const item = builder.unionType('LiveCallsItem', { description: 'What `liveCalls` tells.', types: [snapshot, changed, ended], resolveType: (value) => names[(value as LiveCallsItem).kind] });
  builder.subscriptionField('liveCalls', (t) => t.field({
    type: item, authScopes: { signedIn: true },
    description: 'The running calls of the organization: first all of them, then what changes, each call at most four times a second; its beginning, its answer and its end are told at once. Where the server lost touch it tells all of them again. It goes on until it is stopped or the session ends.',
    subscribe: (_root, _args, context) => {
      context.readings.note('liveCallsWatched', context.organizationId);
      return followLiveCalls({ app: context.app, organizationId: context.organizationId, agentIds: context.agentIds });
    },
    resolve: (value) => value as never,
  }));
}

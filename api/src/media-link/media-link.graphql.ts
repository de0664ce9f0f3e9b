import type { CallEnums } from '../domains/calls/enums.graphql.js';
import type { Builder } from '../schema/builder.js';
import { appendEvents, type AppendProblem } from './append-events.service.js';
import { takePlan } from './call-plan.service.js';
import { followMediaCommands } from './media-commands.js';

interface LinkError { readonly code: string; readonly message: string; readonly seq?: number | undefined; readonly path?: readonly string[] | undefined }

/** What media servers ask of api: in the internal schema alone. Ids in it are internal UUIDs. */
export function defineMediaLink(builder: Builder, enums: CallEnums): void {
  const linkError = defineLinkError(builder);
  definePlanTake(builder, enums, linkError);
  defineEventsAppend(builder, linkError);
  builder.subscriptionField('mediaCommands', (t) => t.field({
    type: 'JSON', authScopes: { service: true }, description: 'Commands for a media server: first what is still to be done, then live. May repeat.',
    args: {
      mediaId: t.arg.id({ required: true, description: 'The media server.' }),
      callsMax: t.arg.int({ description: 'So many calls it takes at most.' }),
      isDraining: t.arg.boolean({ description: 'Whether it finishes its calls and takes no new ones; default false.' }),
    },
    subscribe: (_root, { mediaId, callsMax, isDraining }, context) => followMediaCommands(context.app, { mediaId: String(mediaId), callsMax: callsMax ?? undefined, isDraining: isDraining ?? false }),
    resolve: (command) => command,
  }));
}

function defineLinkError(builder: Builder) {
  return builder.objectRef<LinkError>('MediaLinkError').implement({
    description: 'Why something on the media link was not done.',
    fields: (t) => ({
      code: t.exposeString('code', { description: 'For programs.' }),
      message: t.exposeString('message', { description: 'For people.' }),
      seq: t.int({ nullable: true, description: 'The event it is about.', resolve: ({ seq }) => seq }),
      path: t.stringList({ nullable: true, description: 'Where in the event.', resolve: ({ path }) => path as string[] | undefined }),
    }),
  });
}

type LinkErrorRef = ReturnType<typeof defineLinkError>;

function definePlanTake(builder: Builder, enums: CallEnums, linkError: LinkErrorRef): void {
  const input = builder.inputType('CallPlanTakeInput', {
    description: 'A call token, shown by whoever connected.',
    fields: (t) => ({
      token: t.string({ required: true, description: 'The token.' }),
      transport: t.field({ type: enums.transport, required: true, description: 'The way it came in.' }),
      mediaId: t.string({ required: true, description: 'The media server that takes the call.' }),
    }),
  });
  const payload = builder.objectRef<{ plan?: unknown; errors: readonly LinkError[] }>('CallPlanTakePayload').implement({
    description: 'The plan, or why there is none.',
    fields: (t) => ({
      plan: t.field({ type: 'JSON', nullable: true, description: 'Everything the call needs to run to its end.', resolve: ({ plan }) => plan }),
      errors: t.field({ type: [linkError], description: 'Why there is none.', resolve: ({ errors }) => [...errors] }),
    }),
  });
  builder.mutationField('callPlanTake', (t) => t.field({
    type: payload, authScopes: { service: true }, description: 'Exchanges a call\'s token for its plan, once.',
    args: { input: t.arg({ type: input, required: true, description: 'The token.' }) },
    resolve: async (_root, args, context) => {
      const result = await takePlan(context.app, args.input);
      return 'plan' in result ? { plan: result.plan, errors: [] } : { errors: [{ code: result.refusal, message: result.message }] };
    },
  }));
}

function defineEventsAppend(builder: Builder, linkError: LinkErrorRef): void {
  const input = builder.inputType('CallEventsAppendInput', {
    description: 'What happened in a call.',
    fields: (t) => ({
      callId: t.id({ required: true, description: 'The call.' }),
      events: t.field({ type: ['JSON'], required: true, description: 'Events, at most 200. May come again.' }),
      interims: t.field({ type: ['JSON'], description: 'Words of running turns; shown live and not kept.' }),
    }),
  });
  const payload = builder.objectRef<{ acceptedSeq: number; errors: readonly AppendProblem[] }>('CallEventsAppendPayload').implement({
    description: 'How far the call is stored.',
    fields: (t) => ({
      acceptedSeq: t.exposeInt('acceptedSeq', { description: 'Every event up to this one is stored. 0 where only words of running turns were sent.' }),
      errors: t.field({ type: [linkError], description: 'Why an event cannot be used; those before it are stored.', resolve: ({ errors }) => [...errors] }),
    }),
  });
  builder.mutationField('callEventsAppend', (t) => t.field({
    type: payload, authScopes: { service: true }, description: 'Stores events of a call exactly once and in order.',
    args: { input: t.arg({ type: input, required: true, description: 'The events.' }) },
    resolve: (_root, { input: { callId, events, interims } }, context) => appendEvents(context.app, { callId: String(callId), events, interims: interims ?? [] }),
  }));
}

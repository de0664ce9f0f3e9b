import type { Call as CallRow } from '@parley/db';
import { demand } from '../../access/may.js';
import { LIMITS } from '../../limits.js';
import type { Builder } from '../../schema/builder.js';
import { columnFields } from '../../schema/columns.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { defineMutation, nothing } from '../../schema/mutation.js';
import type { defineScalars } from '../../schema/scalars.js';
import { recordingUrl } from '../../recordings/links.js';
import type { UserRef } from '../identity/identity.graphql.js';
import { defineCaller } from './caller.graphql.js';
import { callEnd, callStart, type MediaAccess } from './calls.service.js';
import type { CallEnums } from './enums.graphql.js';
import { defineTurns, type TurnParts } from './turns.graphql.js';

type Shared = ReturnType<typeof defineScalars>;

function defineRecording(builder: Builder) {
  const peaks = builder.objectRef<{ left: number[]; right: number[] }>('Peaks').implement({
    description: 'Loudness for drawing: for each step of equal length the highest sample, 0 to 255.',
    fields: (t) => ({
      left: t.exposeIntList('left', { description: 'The caller\'s side.' }),
      right: t.exposeIntList('right', { description: 'The agent\'s side.' }),
    }),
  });
  return builder.prismaNode('Recording', {
    id: { field: 'id', description: 'Global id, `rec_…`.' }, select: { id: true }, nullable: true,
    description: 'The sound of a call: stereo WAV, the caller on the left, the agent on the right.',
    fields: (t) => ({
      url: t.string({ description: 'Where the file is; signed, works for 10 minutes, with HTTP ranges. That somebody asked for it is in the audit log. Needs `recordings:read`.', resolve: ({ id }, _args, context) => { demand(context, 'recordings:read'); context.readings.note('recordingRead', id); return recordingUrl(context.app, id); } }),
      durationMs: t.expose('durationMs', { type: 'Milliseconds', description: 'Its length.' }),
      byteLength: t.exposeInt('byteLength', { description: 'Size of the file in bytes.' }),
      sampleRateHz: t.exposeInt('sampleRateHz', { description: 'Samples a second on each side.' }),
      peaks: t.field({ type: peaks, description: 'Loudness for drawing, made by the server.', select: { peaks: true }, resolve: (row) => row.peaks as unknown as { left: number[]; right: number[] } }),
    }),
  });
}

/** `Call` with its turns and recording. */
export function defineCallTypes(builder: Builder, shared: Shared, parts: TurnParts, enums: CallEnums, user: UserRef) {
  const recording = defineRecording(builder);
  const turn = defineTurns(builder, parts, enums);
  const caller = defineCaller(builder, user);
  const endedReason = builder.objectRef<{ party: string; code: string; text: string }>('EndedReason').implement({
    description: 'Why a call is over: who ended it, and how.',
    fields: (t) => ({
      party: t.field({ type: enums.party, description: 'Who.', resolve: (reason) => reason.party as never }),
      code: t.field({ type: enums.endedCode, description: 'How, for programs.', resolve: (reason) => reason.code as never }),
      text: t.exposeString('text', { description: 'The same in plain words: "The caller hung up."' }),
    }),
  });
  const call = builder.prismaNode('Call', {
    id: { field: 'id', description: 'Global id, `call_…`.' }, select: { id: true }, nullable: true,
    description: 'A conversation between a caller and an agent.',
    fields: (t) => ({
      caller: t.variant(caller, { description: 'Who called.' }),
      endedReason: t.field({
        type: endedReason, nullable: true, description: 'Why it is over; null while it is not.', select: { endedParty: true, endedCode: true, endedText: true },
        resolve: (row) => (row.endedParty && row.endedCode ? { party: row.endedParty, code: row.endedCode, text: row.endedText ?? '' } : null),
      }),
      agent: t.relation('agent', { description: 'The agent as it is now.' }),
      agentVersion: t.relation('agentVersion', { description: 'The version that the caller met.' }),
      turns: t.relation('turns', {
        description: 'What was said, in order. That somebody read it is in the audit log. Needs `transcripts:read`.', query: { orderBy: { seq: 'asc' } },
        authScopes: (row, _args, context) => { demand(context, 'transcripts:read'); context.readings.note('transcriptRead', row.id); return true; },
      }),
      recording: t.relation('recording', { nullable: true, description: 'Its sound; null until the file has arrived. The media server sends it after the call, so that it may be null for some seconds after `CallEndedEvent`: ask again.' }),
    }),
  });
  columnFields<CallRow>(builder, call, (t, of) => ({
    status: t.field({ type: enums.status, ...of('status'), description: 'How far it is.' }),
    transport: t.field({ type: enums.transport, ...of('transport'), description: 'The way the caller came in.' }),
    startedAt: t.field({ type: 'DateTime', ...of('createdAt'), description: 'When it was asked for.' }),
    answeredAt: t.field({ type: 'DateTime', nullable: true, ...of('answeredAt'), description: 'When the caller was connected; null when nobody was.' }),
    endedAt: t.field({ type: 'DateTime', nullable: true, ...of('endedAt'), description: 'When it ended; null while it runs.' }),
    durationMs: t.field({ type: 'Milliseconds', nullable: true, ...of('durationMs'), description: 'From answer to end; null while it runs.' }),
    cost: t.field({ type: shared.money, ...of('costMicroUsd'), description: 'What its providers cost so far, by their list prices; what has no known price counts nothing.' }),
    turnCount: t.int({ ...of('turnCount'), description: 'How many turns are stored, of both sides.' }),
    interruptionCount: t.int({ ...of('interruptionCount'), description: 'How many turns of the agent the caller cut short.' }),
    responseP50Ms: t.field({ type: 'Milliseconds', nullable: true, ...of('responseP50Ms'), description: 'Median of `TurnLatency.responseMs` over the turns that answered the caller; null while it runs, and where nothing was answered.' }),
    responseP95Ms: t.field({ type: 'Milliseconds', nullable: true, ...of('responseP95Ms'), description: 'The same at the 95th percentile: all but the slowest twentieth came sooner.' }),
    lastSeq: t.int({ ...of('lastSeq'), description: 'Position of its newest stored event; 0 before the first.' }),
  }));
  return { call, caller, turn, recording, endedReason };
}

export type CallRefs = ReturnType<typeof defineCallTypes>;

function defineMedia(builder: Builder) {
  const protocol = builder.enumType('MediaProtocol', {
    description: 'What is spoken on a media socket.',
    values: {
      BROWSER_V1: { description: 'Parley\'s browser protocol: a start message with the token, then 20 ms PCM frames at 16 kHz both ways.' },
      TWILIO_MEDIA_STREAMS: { description: 'Twilio Media Streams; the token goes into `start.customParameters.token`.' },
    },
  });
  return builder.objectRef<MediaAccess>('MediaAccess').implement({
    description: 'How the caller\'s side reaches the call.',
    fields: (t) => ({
      url: t.exposeString('url', { description: 'WebSocket address.' }),
      token: t.exposeString('token', { description: 'Opens the socket once; valid for 60 seconds. Told here and never again.' }),
      protocol: t.field({ type: protocol, description: 'What is spoken on the socket.', resolve: (media) => media.protocol }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When the token stops working.' }),
    }),
  });
}

/** `callStart` and `callEnd`. */
export function defineCallMutations(builder: Builder, faults: FaultRegistry, { call }: CallRefs, enums: CallEnums): void {
  const media = defineMedia(builder);
  const start = builder.inputType('CallStartInput', {
    description: 'A call to open.',
    fields: (t) => ({
      id: t.id({ description: 'An id of your own making (`call_` and the base62 of a UUIDv7), so that a repeated request opens nothing twice.' }),
      agentId: t.id({ required: true, description: 'Whom to call; it must have a published version.' }),
      transport: t.field({ type: enums.transport, required: true, description: 'The way in.' }),
      callerName: t.string({ description: `Who calls, where you know; 1 to ${LIMITS.callerNameCharactersMax} characters.` }),
      callerNumber: t.field({ type: 'E164', description: 'From which number, where you know.' }),
    }),
  });
  const end = builder.inputType('CallEndInput', {
    description: 'A call to end.',
    fields: (t) => ({ id: t.id({ required: true, description: 'The call.' }) }),
  });
  defineMutation(builder, faults, {
    name: 'callStart', description: 'Opens a call to the published version of an agent.', payloadDescription: 'The call and how to reach it, or why there is none.', auth: 'signedIn', permission: 'calls:start',
    input: start, faults: ['InvalidIdError', 'InvalidInputError', 'IdTakenError', 'AgentNotFoundError', 'AgentArchivedError', 'AgentNotPublishedError', 'LimitReachedError', 'OrganizationClosingError', 'OrganizationSuspendedError'],
    resolve: (input, context) => callStart(context, { ...input, agentId: String(input.agentId), id: input.id ? String(input.id) : null }),
    payload: (t) => ({
      call: t.prismaField({ type: call, nullable: true, description: 'The call.', resolve: (query, { callId }, _args, context) => (callId === undefined ? nothing(query) : context.db.call.findFirst({ ...query, where: { id: callId } })) }),
      media: t.field({ type: media, nullable: true, description: 'How the caller\'s side reaches it.', resolve: (payload) => payload.media ?? null }),
    }),
  });
  defineMutation(builder, faults, {
    name: 'callEnd', description: 'Ends a call. A call that runs ends within moments: watch `callEvents`. Ending it again changes nothing.', payloadDescription: 'The call, or why it was not ended.', auth: 'signedIn', permission: 'calls:end',
    input: end, faults: ['InvalidIdError', 'CallNotFoundError'],
    resolve: (input, context) => callEnd(context, { id: String(input.id) }),
    payload: (t) => ({ call: t.prismaField({ type: call, nullable: true, description: 'The call as it is now.', resolve: (query, { callId }, _args, context) => (callId === undefined ? nothing(query) : context.db.call.findFirst({ ...query, where: { id: callId } })) }) }),
  });
}

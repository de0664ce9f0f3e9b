import type { Builder } from '../../schema/builder.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { defineMutation, nothing, type PayloadFieldBuilder } from '../../schema/mutation.js';
import type { AgentRefs } from './agents.graphql.js';
import { agentArchive, agentVersionRestore } from './agent-lifecycle.service.js';
import { agentCreate, agentPublish, agentUpdate } from './agents.service.js';

function defineInputs(builder: Builder, { turnTakingInput, routeInput }: AgentRefs) {
  const knowledge = builder.inputType('KnowledgeEntryInput', {
    description: 'Something the agent shall know.',
    fields: (t) => ({
      title: t.string({ required: true, description: 'What it is about; 1 to 200 characters.' }),
      text: t.string({ required: true, description: 'The knowledge itself, as plain text; 1 to 50000 characters.' }),
    }),
  });
  const create = builder.inputType('AgentCreateInput', {
    description: 'A new agent; all but the name has a default.',
    fields: (t) => ({
      id: t.id({ description: 'An id of your own making (`agt_` and the base62 of a UUIDv7), so that a repeated request makes nothing twice.' }),
      name: t.string({ required: true, description: 'What people call it; 1 to 120 characters.' }),
      slug: t.string({ description: 'Short name for addresses; default made from the name.' }),
      instructions: t.string({ description: 'How it shall behave; default short, honest answers.' }),
      greeting: t.string({ description: 'What it says first; empty lets the caller begin. Default a greeting with its name.' }),
      language: t.string({ description: 'BCP 47 language tag; default `en`.' }),
      voice: t.string({ description: 'Voice of the speech provider; default its first.' }),
      knowledge: t.field({ type: [knowledge], description: 'What it knows; default nothing. At most 200 entries and 200000 characters.' }),
      turnTaking: t.field({ type: turnTakingInput, description: 'Turn-taking numbers that differ from the defaults.' }),
      routes: t.field({ type: [routeInput], description: 'Its own providers by kind; default those of the organization.' }),
    }),
  });
  const update = builder.inputType('AgentUpdateInput', {
    description: 'A change of an agent; what is left out stays as it is.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'The agent.' }),
      expectedVersion: t.int({ description: 'The `version` that the change is based on; where it is given and the agent has moved on, nothing is changed.' }),
      name: t.string({ description: 'What people call it; 1 to 120 characters.' }),
      slug: t.string({ description: 'Short name for addresses, unique in the organization.' }),
      instructions: t.string({ description: 'How it shall behave.' }),
      greeting: t.string({ description: 'What it says first; empty lets the caller begin.' }),
      language: t.string({ description: 'BCP 47 language tag.' }),
      voice: t.string({ description: 'Voice of the speech provider; null asks for the default one.' }),
      knowledge: t.field({ type: [knowledge], description: 'All that it knows; replaces what it knew.' }),
      turnTaking: t.field({ type: turnTakingInput, description: 'Turn-taking numbers to change.' }),
      routes: t.field({ type: [routeInput], description: 'Its own providers of these kinds; those of kinds that are not named stay.' }),
    }),
  });
  const publish = builder.inputType('AgentPublishInput', {
    description: 'Which agent to publish.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'The agent.' }),
      expectedVersion: t.int({ description: 'The `version` that was reviewed; where it is given and the agent has moved on, nothing is published.' }),
    }),
  });
  const restore = builder.inputType('AgentVersionRestoreInput', {
    description: 'Which version the draft shall be again.',
    fields: (t) => ({
      versionId: t.id({ required: true, description: 'The version; it names its agent.' }),
      expectedVersion: t.int({ description: 'The `version` of the agent whose draft may be given up; where it is given and the agent has moved on, nothing is changed.' }),
    }),
  });
  const archive = builder.inputType('AgentArchiveInput', {
    description: 'Which agent goes out of use, or comes back.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'The agent.' }),
      isArchived: t.boolean({ required: true, defaultValue: true, description: 'False brings it back.' }),
    }),
  });
  return { create, update, publish, restore, archive };
}

/** `agentCreate`, `agentUpdate`, `agentPublish`, `agentVersionRestore`, `agentArchive`. */
export function defineAgentMutations(builder: Builder, faults: FaultRegistry, refs: AgentRefs): void {
  const inputs = defineInputs(builder, refs);
  const agentField = (t: PayloadFieldBuilder<{ agentId: string }>, description: string) => t.prismaField({
    type: refs.agent, nullable: true, description,
    resolve: (query, { agentId }, _args, context) => (agentId === undefined ? nothing(query) : context.db.agent.findFirst({ ...query, where: { id: agentId } })),
  });
  faults.detail('AgentChangedError', (t) => ({
    current: t.prismaField({
      type: refs.agent, nullable: true, description: 'The agent as it is now.',
      resolve: (query, { details }, _args, context) => context.db.agent.findFirst({ ...query, where: { id: details.agentId } }),
    }),
  }));
  defineMutation(builder, faults, {
    name: 'agentCreate', description: 'Makes an agent as a draft.', payloadDescription: 'The new agent, or why there is none.', auth: 'signedIn', permission: 'agents:create',
    input: inputs.create, faults: ['InvalidInputError', 'InvalidIdError', 'IdTakenError', 'SlugTakenError', 'ConnectionNotFoundError'],
    resolve: async (input, context) => ({ agentId: await agentCreate(context, input) }),
    payload: (t) => ({ agent: agentField(t, 'The new agent.') }),
  });
  defineMutation(builder, faults, {
    name: 'agentUpdate', description: 'Changes the draft of an agent; callers meet it once it is published.', payloadDescription: 'The changed agent, or why it was not changed.',
    auth: 'signedIn', permission: 'agents:update', input: inputs.update, faults: ['InvalidInputError', 'InvalidIdError', 'AgentNotFoundError', 'AgentChangedError', 'SlugTakenError', 'ConnectionNotFoundError'],
    resolve: async (input, context) => ({ agentId: await agentUpdate(context, input) }),
    payload: (t) => ({ agent: agentField(t, 'The changed agent.') }),
  });
  defineMutation(builder, faults, {
    name: 'agentPublish', description: 'Publishes the draft as the next version; calls that start from now on meet it.', payloadDescription: 'The published agent, or why it was not published.',
    auth: 'signedIn', permission: 'agents:publish', input: inputs.publish, faults: ['InvalidIdError', 'AgentNotFoundError', 'AgentChangedError', 'ConnectionNotFoundError'],
    resolve: (input, context) => agentPublish(context, input),
    payload: (t) => ({ agent: agentField(t, 'The agent; `publishedVersion` is the new version.') }),
  });
  defineMutation(builder, faults, {
    name: 'agentVersionRestore', description: 'Makes the draft what a published version was, all of it; callers meet it once it is published.',
    payloadDescription: 'The agent with its draft as it was, or why it was not changed.', auth: 'signedIn', permission: 'agents:update', input: inputs.restore,
    faults: ['InvalidIdError', 'AgentVersionNotFoundError', 'AgentChangedError'],
    resolve: async (input, context) => ({ agentId: await agentVersionRestore(context, input) }),
    payload: (t) => ({ agent: agentField(t, 'The agent; its draft is what the version was.') }),
  });
  defineMutation(builder, faults, {
    name: 'agentArchive', description: 'Takes an agent out of use: it leaves the lists and takes no new calls. Calls that run go on. `isArchived: false` brings it back.',
    payloadDescription: 'The agent, or why nothing was done.', auth: 'signedIn', permission: 'agents:archive', input: inputs.archive, faults: ['InvalidIdError', 'AgentNotFoundError'],
    resolve: async (input, context) => ({ agentId: await agentArchive(context, input) }),
    payload: (t) => ({ agent: agentField(t, 'The agent as it is now.') }),
  });
}

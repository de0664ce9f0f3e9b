import { graphql, type ResultOf } from '../../api/graphql.js';

const turnTakingFragment = graphql(`
  fragment TurnTakingFields on TurnTaking {
    completeWaitMs incompleteWaitMs isInterruptible interruptionSpeechMs interruptionWordsMin falseAlarmMs idlePromptMs idlePromptsMax callDurationMaxMs
  }
`);

export const agentFragment = graphql(`
  fragment AgentFields on Agent {
    id version name greeting instructions voice language updatedAt archivedAt
    knowledge { title text }
    turnTaking { ...TurnTakingFields }
    publishedVersion { id number name greeting instructions voice language knowledge { title text } turnTaking { ...TurnTakingFields } }
  }
`, [turnTakingFragment]);

export type AgentFields = ResultOf<typeof agentFragment>;

export const agentQuery = graphql(`query Agent($id: ID!) { agent(id: $id) { ...AgentFields } }`, [agentFragment]);

export const agentUpdateMutation = graphql(`
  mutation AgentUpdate($input: AgentUpdateInput!) {
    agentUpdate(input: $input) {
      agent { ...AgentFields }
      errors { __typename code message path ... on AgentChangedError { current { ...AgentFields } } }
    }
  }
`, [agentFragment]);

export const agentPublishMutation = graphql(`
  mutation AgentPublish($input: AgentPublishInput!) {
    agentPublish(input: $input) {
      agent { ...AgentFields }
      errors { __typename code message path ... on AgentChangedError { current { ...AgentFields } } }
    }
  }
`, [agentFragment]);

export const agentVersionRestoreMutation = graphql(`
  mutation AgentVersionRestore($input: AgentVersionRestoreInput!) {
    agentVersionRestore(input: $input) {
      agent { ...AgentFields }
      errors { __typename code message path ... on AgentChangedError { current { ...AgentFields } } }
    }
  }
`, [agentFragment]);

export const agentsQuery = graphql(`
  query Agents($first: Int!, $after: String, $where: AgentWhere) {
    agents(first: $first, after: $after, where: $where) {
      nodes { id name greeting language version updatedAt archivedAt hasUnpublishedChanges knowledge { title } publishedVersion { number } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export type AgentRow = NonNullable<ResultOf<typeof agentsQuery>['agents']['nodes'][number]>;

export const agentArchiveMutation = graphql(`
  mutation AgentArchive($input: AgentArchiveInput!) {
    agentArchive(input: $input) { agent { ...AgentFields } errors { code message path } }
  }
`, [agentFragment]);

export const agentCreateMutation = graphql(`
  mutation AgentCreate($input: AgentCreateInput!) {
    agentCreate(input: $input) { agent { id } errors { code message path } }
  }
`);

import { graphql, type ResultOf } from '../../../api/graphql.js';

/** A page of versions is as long as the contract allows; older ones are reached by their calls. */
export const VERSIONS_MAX = 100;

export const agentVersionsQuery = graphql(`
  query AgentVersions($id: ID!, $first: Int!) {
    agent(id: $id) { id publishedVersion { id } versions(first: $first) { id number name publishedAt } }
  }
`);

export type VersionRow = NonNullable<ResultOf<typeof agentVersionsQuery>['agent']>['versions'][number];

export const agentVersionQuery = graphql(`
  query AgentVersion($id: ID!) {
    node(id: $id) {
      __typename
      ... on AgentVersion {
        id number name greeting instructions voice language publishedAt knowledge { title text }
        turnTaking { completeWaitMs incompleteWaitMs isInterruptible interruptionSpeechMs interruptionWordsMin falseAlarmMs idlePromptMs idlePromptsMax callDurationMaxMs }
      }
    }
  }
`);

export type AgentVersion = Extract<NonNullable<ResultOf<typeof agentVersionQuery>['node']>, { __typename: 'AgentVersion' }>;

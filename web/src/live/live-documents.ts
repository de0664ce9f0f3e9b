import { graphql, type ResultOf } from '../api/graphql.js';

const liveCallFragment = graphql(`
  fragment LiveCall on LiveCall {
    id status transport
    caller { name number user { id name } }
    agentId agentName startedAt answeredAt state isHeld
    lastLine { speaker text isFinal }
    responseMs turnCount interruptionCount
    cost { amount currency }
  }
`);

export const liveCallsSubscription = graphql(`
  subscription LiveCalls {
    liveCalls {
      __typename
      ... on LiveCallsSnapshot { isComplete calls { ...LiveCall } }
      ... on LiveCallChanged { call { ...LiveCall } }
      ... on LiveCallEnded { id reason { code party text } }
    }
  }
`, [liveCallFragment]);

export const callEndMutation = graphql(`mutation EndLiveCall($input: CallEndInput!) { callEnd(input: $input) { call { id status } errors { code message path } } }`);

export const firstAgentQuery = graphql(`query FirstAgent { viewer { organization { id onboarding { firstAgentId } } } }`);

export type LiveCall = ResultOf<typeof liveCallFragment>;
export type LiveItem = ResultOf<typeof liveCallsSubscription>['liveCalls'];
export type LiveEnd = Extract<LiveItem, { __typename: 'LiveCallEnded' }>;

import { graphql, type ResultOf } from '../api/graphql.js';
import { viewerFragment } from '../api/session.js';

export const callStartMutation = graphql(`
  mutation CallStart($input: CallStartInput!) {
    callStart(input: $input) { call { id } media { url token } errors { code message path } }
  }
`);

export const callEndMutation = graphql(`mutation CallEnd($input: CallEndInput!) { callEnd(input: $input) { errors { code } } }`);

export const callEventsSubscription = graphql(`
  subscription CallEvents($callId: ID!, $after: Int) {
    callEvents(callId: $callId, after: $after) {
      __typename
      seq
      atMs
      ... on TranscriptPartialEvent { speaker turnIndex text }
      ... on CallerTurnEvent { turnIndex text isTyped }
      ... on AgentTurnEvent {
        turnIndex purpose generatedText heardText isInterrupted
        latency { endpointWaitMs sttFinalMs llmFirstTokenMs ttsFirstAudioMs transportMs ownShareMs responseMs }
      }
      ... on ToolCalledEvent { toolCallId name argumentsJson resultJson error durationMs }
      ... on InterruptionResolvedEvent { outcome text }
      ... on ProviderFailedEvent { kind connectionId cause message next }
      ... on ProviderHedgedEvent { kind slowConnectionId winnerConnectionId }
      ... on DeadAirEvent { action silenceMs }
      ... on AudioProblemEvent { problem count }
      ... on DtmfReceivedEvent { digit }
      ... on CallHeldEvent { isHeld }
      ... on CallEndedEvent { reason { code party text } }
    }
  }
`);

export type CallEventData = ResultOf<typeof callEventsSubscription>['callEvents'];

export const signInAgainMutation = graphql(`
  mutation SignInAgain($input: SignInInput!) {
    signIn(input: $input) { viewer { ...Viewer } errors { code message path } }
  }
`, [viewerFragment]);

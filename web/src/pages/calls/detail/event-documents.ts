import { graphql, type ResultOf } from '../../../api/graphql.js';

/** What the timeline and the marks on a recording need of events; a page of 500 stays within the cost of an operation. */
export const callEventsPageQuery = graphql(`
  query CallEventsPage($id: ID!, $first: Int!, $after: Int, $types: [CallEventType!]) {
    call(id: $id) {
      id
      events(first: $first, after: $after, types: $types) {
        __typename seq atMs occurredAt
        ... on CallStartedEvent { transport codec mediaId carrierCallId }
        ... on AgentStateEvent { state }
        ... on SpeechEndedEvent { turnIndex speechMs }
        ... on TurnDecidedEvent { turnIndex waitMs completeProbability threshold expectation decision: reason isSpeculationHit isFallback }
        ... on CallerTurnEvent { turnIndex text isTyped startedAtMs endedAtMs }
        ... on AgentTurnStartedEvent { turnIndex purpose epoch }
        ... on AgentTurnEvent { turnIndex epoch purpose heardText isInterrupted startedAtMs endedAtMs sendLatenessP99Ms }
        ... on InterruptionStartedEvent { turnIndex epoch speechMs stopMs }
        ... on InterruptionResolvedEvent { turnIndex epoch outcome text }
        ... on ToolCalledEvent { toolCallId name argumentsJson resultJson error durationMs }
        ... on DtmfReceivedEvent { digit }
        ... on CallHeldEvent { isHeld }
        ... on ProviderFailedEvent { kind connectionId cause message next }
        ... on ProviderHedgedEvent { kind slowConnectionId hedgeConnectionId winnerConnectionId }
        ... on DeadAirEvent { turnIndex action silenceMs }
        ... on AudioProblemEvent { problem count }
        ... on JournalDegradedEvent { message }
        ... on RecordingReadyEvent { durationMs byteLength sampleRateHz }
        ... on CallEndedEvent { durationMs speculationHits speculationMisses ended: reason { code party text } }
      }
    }
  }
`);

export type StoredEvent = NonNullable<ResultOf<typeof callEventsPageQuery>['call']>['events'][number];
export type StoredEventName = StoredEvent['__typename'];

/** What a call cost. */
export const callCostsQuery = graphql(`
  query CallCosts($id: ID!) {
    call(id: $id) {
      id
      cost { amount currency }
      costs { kind connectionId requests failedRequests inputTokens cachedInputTokens outputTokens characters audioMs cost { amount currency } }
    }
  }
`);

export type CostLine = NonNullable<ResultOf<typeof callCostsQuery>['call']>['costs'][number];

/** All that the api tells of a call and its turns. */
export const callRawQuery = graphql(`
  query CallRaw($id: ID!) {
    call(id: $id) {
      id status transport startedAt answeredAt endedAt durationMs lastSeq turnCount interruptionCount responseP50Ms responseP95Ms
      agent { id name } agentVersion { id number } caller { name number user { id name } }
      cost { amount currency } endedReason { code party text }
      recording { id durationMs sampleRateHz byteLength }
      turns {
        seq index speaker text isTyped startedAtMs endedAtMs isInterrupted purpose generatedText spokenText heardText heardEvidence
        latency { endpointWaitMs sttFinalMs llmFirstTokenMs ttsFirstAudioMs transportMs ownShareMs responseMs }
        providers { stt turn llm tts }
        usage { kind connectionId requestId outcome requests inputTokens cachedInputTokens outputTokens characters audioMs cost { amount currency } }
      }
    }
  }
`);

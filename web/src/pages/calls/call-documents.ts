import { graphql, type ResultOf } from '../../api/graphql.js';

export const callQuery = graphql(`
  query Call($id: ID!) {
    call(id: $id) {
      id startedAt answeredAt endedAt durationMs status transport lastSeq responseP50Ms responseP95Ms
      caller { name number user { name } }
      cost { amount currency }
      endedReason { code party text }
      agent { id name }
      agentVersion { id number }
      recording { id durationMs url peaks { left right } }
      turns {
        seq index speaker text startedAtMs endedAtMs isInterrupted generatedText heardText purpose
        latency { endpointWaitMs sttFinalMs llmFirstTokenMs ttsFirstAudioMs transportMs ownShareMs responseMs }
      }
    }
  }
`);

/** Addresses of recordings work for some minutes; whoever listens for longer asks again. */
export const recordingUrlQuery = graphql(`
  query RecordingUrl($id: ID!) {
    call(id: $id) { id recording { id url } }
  }
`);

export const callEndMutation = graphql(`
  mutation CallEndFromCall($input: CallEndInput!) {
    callEnd(input: $input) {
      call { id status endedAt }
      errors { code message path }
    }
  }
`);

export type CallFields = NonNullable<ResultOf<typeof callQuery>['call']>;
export type RecordingFields = NonNullable<CallFields['recording']>;
export type TurnFields = CallFields['turns'][number];

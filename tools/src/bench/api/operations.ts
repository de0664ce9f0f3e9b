import type { BenchData } from './data.js';

/** One thing to ask for, by GraphQL and by the hand-written statement of the same name. */
export interface Operation {
  readonly name: OperationName;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export type OperationName = 'list' | 'list-page-2' | 'detail' | 'detail-peaks' | 'node' | 'viewer';

const LIST = `query ($first: Int!, $after: String) { calls(first: $first, after: $after) {
  nodes { id status transport startedAt durationMs cost { amount currency } endedReason { party code text } agent { id name slug }
    turns { seq index speaker text isInterrupted startedAtMs endedAtMs } }
  pageInfo { hasNextPage endCursor } } }`;

const DETAIL = `id status transport startedAt answeredAt endedAt durationMs lastSeq cost { amount currency } endedReason { party code text }
  agent { id name slug } agentVersion { id number name }
  turns { seq index speaker text purpose generatedText spokenText heardText heardEvidence isInterrupted startedAtMs endedAtMs
    latency { endpointWaitMs sttFinalMs llmFirstTokenMs ttsFirstAudioMs transportMs responseMs ownShareMs } providers { stt turn llm tts } }`;

/** What is measured. `after` is the end of the first page, as the API told it. */
export function operations(data: BenchData, after: string): Operation[] {
  const id = data.callGlobalId;
  return [
    { name: 'list', query: LIST, variables: { first: 20 } },
    { name: 'list-page-2', query: LIST, variables: { first: 20, after } },
    { name: 'detail', query: `query ($id: ID!) { call(id: $id) { ${DETAIL} recording { id durationMs byteLength sampleRateHz } } }`, variables: { id } },
    { name: 'detail-peaks', query: `query ($id: ID!) { call(id: $id) { ${DETAIL} recording { id durationMs byteLength sampleRateHz peaks { left right } } } }`, variables: { id } },
    { name: 'node', query: 'query ($id: ID!) { node(id: $id) { __typename id ... on Call { status startedAt durationMs agent { name } } } }', variables: { id } },
    { name: 'viewer', query: '{ viewer { user { id email name } organization { id name slug } } }', variables: {} },
  ];
}

export const FIRST_PAGE = { query: LIST, variables: { first: 20 } };

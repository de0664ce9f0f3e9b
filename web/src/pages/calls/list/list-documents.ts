import { graphql, type ResultOf } from '../../../api/graphql.js';

/** One row of the list. */
const callRowFragment = graphql(`
  fragment CallRow on Call {
    id status transport startedAt durationMs turnCount interruptionCount responseP50Ms responseP95Ms
    cost { amount currency }
    endedReason { code text }
    agent { id name }
    agentVersion { number }
    caller { name number user { name } }
  }
`);

export const callsQuery = graphql(`
  query Calls($first: Int!, $after: String, $where: CallWhere, $orderBy: CallOrder!, $isCounted: Boolean!) {
    count: calls(first: 1, where: $where) @include(if: $isCounted) { totalCount }
    calls(first: $first, after: $after, where: $where, orderBy: $orderBy) {
      nodes { ...CallRow }
      pageInfo { hasNextPage endCursor }
    }
  }
`, [callRowFragment]);

/** What changed in a list that is looked at: calls that are new, and rows that were not finished. */
export const callsNewsQuery = graphql(`
  query CallsNews($first: Int!, $where: CallWhere, $ids: [ID!]!) {
    calls(first: $first, where: $where, orderBy: STARTED_DESC) { nodes { id } }
    nodes(ids: $ids) { ...CallRow }
  }
`, [callRowFragment]);

/** What the side panel shows of a call. */
export const callPeekQuery = graphql(`
  query CallPeek($id: ID!) {
    call(id: $id) {
      ...CallRow
      answeredAt endedAt
      recording { id durationMs url peaks { left right } }
      turns { seq speaker text startedAtMs endedAtMs }
    }
  }
`, [callRowFragment]);

/** The list as a file. */
export const callsExportUrlQuery = graphql(`
  query CallsExportUrl($where: CallWhere, $orderBy: CallOrder!) {
    callsExportUrl(where: $where, orderBy: $orderBy)
  }
`);

/** The agents that a list can be narrowed to. */
export const agentNamesQuery = graphql(`
  query AgentNames {
    agents(first: 100) { nodes { id name } }
  }
`);

export type CallRow = ResultOf<typeof callRowFragment>;
export type CallPeek = NonNullable<ResultOf<typeof callPeekQuery>['call']>;

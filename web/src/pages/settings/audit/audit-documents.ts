import { graphql, type ResultOf, type VariablesOf } from '../../../api/graphql.js';

export const auditEventsQuery = graphql(`
  query AuditEvents($first: Int, $after: String, $last: Int, $before: String, $where: AuditWhere) {
    auditEvents(first: $first, after: $after, last: $last, before: $before, where: $where) {
      nodes { id seq at actorKind actorId actorName actorUser { id name email } impersonatorName address action targetType targetId changes { field before after } requestId hash }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`);

export type AuditEventFields = NonNullable<ResultOf<typeof auditEventsQuery>['auditEvents']['nodes'][number]>;
export type AuditWhere = NonNullable<VariablesOf<typeof auditEventsQuery>['where']>;

/** What those things are called now that events are about. */
export const auditNamesQuery = graphql(`
  query AuditNames($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename id
      ... on User { name email }
      ... on Agent { name }
      ... on ApiKey { name }
      ... on ServiceAccount { name }
      ... on Organization { name }
    }
  }
`);

export const auditExportUrlQuery = graphql(`query AuditExportUrl($format: AuditExportFormat!, $where: AuditWhere) { auditExportUrl(format: $format, where: $where) }`);

export const auditVerifyQuery = graphql(`query AuditVerify { auditVerify { isIntact events brokenAtSeq } }`);

export type AuditVerdict = ResultOf<typeof auditVerifyQuery>['auditVerify'];

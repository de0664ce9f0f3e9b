import { graphql, type ResultOf } from '../../../api/graphql.js';

const usageTotalsFragment = graphql(`
  fragment UsageTotals on UsageTotals {
    requests failedRequests unpricedRequests inputTokens cachedInputTokens outputTokens characters audioMs
    cost { amount currency }
  }
`);

export const usageQuery = graphql(`
  query Usage($from: DateTime!, $interval: UsageInterval!, $timeZone: String!, $groupBy: UsageGrouping!) {
    usage(from: $from, interval: $interval, timeZone: $timeZone, groupBy: $groupBy) {
      totals { ...UsageTotals }
      groups {
        kind connectionId agentId
        agent { name }
        totals { ...UsageTotals }
        points { at totals { requests cost { amount } } }
      }
    }
  }
`, [usageTotalsFragment]);

export const usageExportUrlQuery = graphql(`
  query UsageExportUrl($from: DateTime!) {
    usageExportUrl(from: $from)
  }
`);

export type UsageFields = ResultOf<typeof usageQuery>['usage'];
export type UsageGroup = UsageFields['groups'][number];
export type UsageTotals = ResultOf<typeof usageTotalsFragment>;

import { graphql, type ResultOf } from '../../api/graphql.js';

const statisticsFragment = graphql(`
  fragment HomeStatistics on CallStatistics {
    calls answeredCalls responseP50Ms responseP95Ms
    cost { amount currency }
    endedReasons { code party calls }
  }
`);

/** Everything that has a number, of one moment: the range, the range before it, what went wrong, the newest calls. */
export const homeQuery = graphql(`
  query Home($from: DateTime!, $previousFrom: DateTime!, $failed: CallWhere!, $slow: CallWhere!) {
    now: callStatistics(from: $from) { ...HomeStatistics }
    before: callStatistics(from: $previousFrom, before: $from) { ...HomeStatistics }
    failed: calls(first: 1, where: $failed) { totalCount }
    slow: calls(first: 1, where: $slow) { totalCount }
    recent: calls(first: 5) {
      nodes {
        id startedAt status transport durationMs
        caller { name number user { id name } }
        agent { id name }
        endedReason { code text }
        cost { amount currency }
      }
    }
    viewer { organization { id name onboarding { hasAgent hasPublishedAgent hasKnowledge hasSpokenCall firstAgentId } } }
  }
`, [statisticsFragment]);

export const healthQuery = graphql(`query HomeHealth { systemHealth { status checks { name status message } } }`);

export const starterCreateMutation = graphql(`mutation StarterCreate($input: AgentCreateInput!) { agentCreate(input: $input) { agent { id version } errors { code message path } } }`);
export const starterPublishMutation = graphql(`mutation StarterPublish($input: AgentPublishInput!) { agentPublish(input: $input) { agent { id } errors { code message path } } }`);

export type HomeFields = ResultOf<typeof homeQuery>;
export type StatisticsFields = HomeFields['now'];
export type OnboardingFields = NonNullable<HomeFields['viewer']>['organization']['onboarding'];
export type RecentCall = NonNullable<HomeFields['recent']['nodes'][number]>;

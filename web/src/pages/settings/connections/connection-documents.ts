import { graphql, type ResultOf } from '../../../api/graphql.js';

export const problemFragment = graphql(`fragment ConnectionProblem on ProviderProblem { cause message remedy at }`);

export const connectionFragment = graphql(`
  fragment ConnectionRow on ProviderConnection {
    id kind pluginId name settings voice voiceIds status isPrimary position isLent version latencyMs testedAt createdAt
    lastError { ...ConnectionProblem }
    secrets { name lastFour updatedAt }
  }
`, [problemFragment]);

export const connectionsQuery = graphql(`
  query Connections {
    providerConnections { ...ConnectionRow }
    routes { kind steps { connectionId name pluginId source } ownSteps { connectionId name weight } }
    pluginCatalog { id title }
  }
`, [connectionFragment]);

export const approvalQuery = graphql(`query ConnectionApproval { viewer { organization { id isConnectionApprovalNeeded } } }`);

export const approvalSetMutation = graphql(`
  mutation ConnectionApprovalSet($input: OrganizationUpdateInput!) {
    organizationUpdate(input: $input) { organization { id isConnectionApprovalNeeded } errors { code message path } }
  }
`);

const spendFragment = graphql(`fragment ConnectionSpend on UsageTotals { requests failedRequests unpricedRequests cost { amount currency } }`);

export const connectionSpendQuery = graphql(`
  query ConnectionSpend($from: DateTime!, $connectionIds: [String!]!) {
    usage(from: $from, interval: DAY, groupBy: CONNECTION, where: { connectionIds: $connectionIds }) { groups { connectionId totals { ...ConnectionSpend } } }
  }
`, [spendFragment]);

export const connectionTestMutation = graphql(`
  mutation ConnectionTest($id: ID!) {
    providerTest(input: { id: $id }) { connection { ...ConnectionRow } test { isOk latencyMs problem { ...ConnectionProblem } } errors { code message path } }
  }
`, [connectionFragment, problemFragment]);

export const connectionReorderMutation = graphql(`
  mutation ConnectionReorder($ids: [ID!]!) {
    providerReorder(input: { ids: $ids }) { connections { id position } errors { code message path } }
  }
`);

export const connectionRouteSetMutation = graphql(`
  mutation ConnectionRouteSet($input: RouteSetInput!) {
    routeSet(input: $input) { route { kind } errors { code message path } }
  }
`);

export const connectionApproveMutation = graphql(`
  mutation ConnectionApprove($id: ID!) {
    providerApprove(input: { id: $id }) { connection { id status } errors { code message path } }
  }
`);

const usersFragment = graphql(`fragment ConnectionUsers on RouteUsers { agents { id name } isInOrganizationRoute }`);

export const connectionDisconnectMutation = graphql(`
  mutation ConnectionDisconnect($id: ID!) {
    providerDisconnect(input: { id: $id }) { connectionId errors { code message path ... on ConnectionInUseError { usedBy { ...ConnectionUsers } } } }
  }
`, [usersFragment]);

export const connectionUpdateMutation = graphql(`
  mutation ConnectionUpdate($input: ProviderUpdateInput!) {
    providerUpdate(input: $input) { connection { ...ConnectionRow } usedBy { ...ConnectionUsers } errors { code message path ... on ProviderTestFailedError { problem { ...ConnectionProblem } } } }
  }
`, [connectionFragment, problemFragment, usersFragment]);

export const connectionConnectMutation = graphql(`
  mutation ConnectionConnect($input: ProviderConnectInput!) {
    providerConnect(input: $input) { connection { ...ConnectionRow } errors { code message path ... on ProviderTestFailedError { problem { ...ConnectionProblem } } } }
  }
`, [connectionFragment, problemFragment]);

export const offerFragment = graphql(`
  fragment PluginOfferFields on PluginOffer {
    id title description setup egress docs
    kinds {
      kind title description settingsSchema languages
      secrets { name title help }
      templates { name title description settings }
      prices { unit usd per asOf source }
    }
  }
`);

export const catalogQuery = graphql(`
  query ConnectionCatalog($search: String, $kind: ProviderKind, $language: String) {
    pluginCatalog(search: $search, kind: $kind, language: $language) { ...PluginOfferFields }
    providerConnections { id pluginId kind }
  }
`, [offerFragment]);

export const connectionQuery = graphql(`
  query Connection($id: ID!) {
    node(id: $id) { ... on ProviderConnection { __typename ...ConnectionRow } }
    providerConnections { id kind }
    pluginCatalog { ...PluginOfferFields }
  }
`, [connectionFragment, offerFragment]);

export type ConnectionFields = ResultOf<typeof connectionFragment>;
export type RouteFields = ResultOf<typeof connectionsQuery>['routes'][number];
export type RouteStepFields = RouteFields['steps'][number];
export type ProblemFields = ResultOf<typeof problemFragment>;
export type UserFields = ResultOf<typeof usersFragment>;
export type SpendFields = ResultOf<typeof spendFragment>;
export type OfferFields = ResultOf<typeof offerFragment>;
export type OfferKindFields = OfferFields['kinds'][number];
export type Kind = ConnectionFields['kind'];

import { graphql, type ResultOf } from '../../../api/graphql.js';

const apiKeyFragment = graphql(`
  fragment ApiKeyRow on ApiKey { id name lastCharacters isTest permissions agentIds networks createdAt expiresAt lastUsedAt revokedAt }
`);

export const serviceAccountsQuery = graphql(`
  query ServiceAccounts {
    serviceAccounts(first: 100) { nodes { id name createdAt keys { ...ApiKeyRow } } }
  }
`, [apiKeyFragment]);

export type ServiceAccountFields = NonNullable<ResultOf<typeof serviceAccountsQuery>['serviceAccounts']['nodes'][number]>;
export type ApiKeyFields = ResultOf<typeof apiKeyFragment>;

export const serviceAccountCreateMutation = graphql(`
  mutation ServiceAccountCreate($input: ServiceAccountCreateInput!) {
    serviceAccountCreate(input: $input) { serviceAccount { id } errors { code message path } }
  }
`);

export const apiKeyCreateMutation = graphql(`
  mutation ApiKeyCreate($input: ApiKeyCreateInput!) {
    apiKeyCreate(input: $input) { apiKey { id name permissions } token errors { code message path } }
  }
`);

export const apiKeyRevokeMutation = graphql(`
  mutation ApiKeyRevoke($input: ApiKeyRevokeInput!) {
    apiKeyRevoke(input: $input) { apiKey { ...ApiKeyRow } errors { code message path } }
  }
`, [apiKeyFragment]);

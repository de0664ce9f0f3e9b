import { graphql, type ResultOf } from '../../../api/graphql.js';

const domainFragment = graphql(`fragment DomainState on OrganizationDomain { id domain state recordName recordText seenAt }`);

const providerFragment = graphql(`
  fragment ProviderState on SingleSignOn { issuer clientId callbackUrl isRequired storedSecret { lastFour updatedAt } defaultRole { id } }
`);

export const singleSignOnQuery = graphql(`
  query SingleSignOnSettings { viewer { organization { id domains { ...DomainState } singleSignOn { ...ProviderState } } } }
`, [domainFragment, providerFragment]);

export type DomainFields = ResultOf<typeof domainFragment>;
export type ProviderFields = ResultOf<typeof providerFragment>;

export const organizationDomainAddMutation = graphql(`
  mutation OrganizationDomainAdd($input: OrganizationDomainAddInput!) {
    organizationDomainAdd(input: $input) { domain { ...DomainState } errors { code message path } }
  }
`, [domainFragment]);

export const organizationDomainVerifyMutation = graphql(`
  mutation OrganizationDomainVerify($input: OrganizationDomainVerifyInput!) {
    organizationDomainVerify(input: $input) { domain { ...DomainState } errors { code message path ... on DomainNotProvenError { found } } }
  }
`, [domainFragment]);

export const organizationDomainRemoveMutation = graphql(`
  mutation OrganizationDomainRemove($input: OrganizationDomainRemoveInput!) {
    organizationDomainRemove(input: $input) { removedDomainId errors { code message path } }
  }
`);

export const singleSignOnSetMutation = graphql(`
  mutation SingleSignOnSet($input: SingleSignOnSetInput!) {
    singleSignOnSet(input: $input) { organization { id singleSignOn { ...ProviderState } } errors { code message path } }
  }
`, [providerFragment]);

export const singleSignOnTestMutation = graphql(`
  mutation SingleSignOnTest($input: SingleSignOnTestInput!) {
    singleSignOnTest(input: $input) { isWorking checks { name isPassed message } errors { code message path } }
  }
`);

export type ProviderCheck = NonNullable<NonNullable<ResultOf<typeof singleSignOnTestMutation>['singleSignOnTest']>['checks']>[number];

export const singleSignOnRemoveMutation = graphql(`
  mutation SingleSignOnRemove { singleSignOnRemove { organization { id } errors { code message path } } }
`);

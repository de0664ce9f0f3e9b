import type { Client } from '@urql/core';
import { sentenceOf, sentenceOfFault } from './faults.js';
import { graphql, type ResultOf } from './graphql.js';
import { endSession } from './session.js';

const switchMutation = graphql(`
  mutation OrganizationSwitch($input: OrganizationSwitchInput!) {
    organizationSwitch(input: $input) { viewer { permissions organization { id kind } } errors { code message path } }
  }
`);

const createMutation = graphql(`
  mutation OrganizationCreate($input: OrganizationCreateInput!) {
    organizationCreate(input: $input) { organization { id } errors { code message path } }
  }
`);

type There = NonNullable<NonNullable<ResultOf<typeof switchMutation>['organizationSwitch']>['viewer']>;

/**
 * Works in another organization from now on. The page starts anew, in every tab: nothing of the one before stays on the
 * screen or in memory. `placeThere` says where this one goes on, default at the start. Answers a sentence where it could
 * not be done.
 */
export async function switchOrganization(client: Client, id: string, placeThere?: (viewer: There) => string): Promise<string | undefined> {
  let place = '/';
  return endSession('/', async () => {
    const { data, error } = await client.mutation(switchMutation, { input: { id } });
    const { viewer, errors } = data?.organizationSwitch ?? { viewer: null, errors: [] };
    if (viewer && placeThere) place = placeThere(viewer);
    return error ? sentenceOf(error) : errors[0] && sentenceOfFault(errors[0]);
  }, () => place);
}

/** Makes an organization and goes there. Answers a sentence where it could not be done. */
export async function createOrganization(client: Client, name: string): Promise<string | undefined> {
  const { data, error } = await client.mutation(createMutation, { input: { name } });
  const first = data?.organizationCreate.errors[0];
  if (error) return sentenceOf(error);
  if (first) return sentenceOfFault(first);
  return data?.organizationCreate.organization ? switchOrganization(client, data.organizationCreate.organization.id) : undefined;
}

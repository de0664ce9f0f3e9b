import type { Client } from '@urql/core';
import { sentenceOf, sentenceOfFault } from './faults.js';
import { graphql } from './graphql.js';
import { endSession } from './session.js';

const switchMutation = graphql(`
  mutation OrganizationSwitch($input: OrganizationSwitchInput!) {
    organizationSwitch(input: $input) { viewer { organization { id } } errors { code message path } }
  }
`);

const createMutation = graphql(`
  mutation OrganizationCreate($input: OrganizationCreateInput!) {
    organizationCreate(input: $input) { organization { id } errors { code message path } }
  }
`);

/**
 * Works in another organization from now on. The page starts anew, in every tab: nothing of the one before stays on the
 * screen or in memory. Answers a sentence where it could not be done.
 */
export async function switchOrganization(client: Client, id: string): Promise<string | undefined> {
  return endSession('/', async () => {
    const { data, error } = await client.mutation(switchMutation, { input: { id } });
    const first = data?.organizationSwitch.errors[0];
    return error ? sentenceOf(error) : first && sentenceOfFault(first);
  });
}

/** Makes an organization and goes there. Answers a sentence where it could not be done. */
export async function createOrganization(client: Client, name: string): Promise<string | undefined> {
  const { data, error } = await client.mutation(createMutation, { input: { name } });
  const first = data?.organizationCreate.errors[0];
  if (error) return sentenceOf(error);
  if (first) return sentenceOfFault(first);
  return data?.organizationCreate.organization ? switchOrganization(client, data.organizationCreate.organization.id) : undefined;
}

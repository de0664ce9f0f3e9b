import { createQuery, useClient } from '@urql/solid';
import { sentenceOf, sentenceOfFault } from '../../../api/faults.js';
import { goalsQuery, organizationMoveMutation } from './tree-documents.js';

/** Moving an organization below an agency, or out of one. Answers a sentence where it stays. */
export function createMove() {
  const client = useClient();
  return async (id: string, parentId: string | null): Promise<string | undefined> => {
    const { data, error } = await client.mutation(organizationMoveMutation, { input: { id, parentId } });
    const fault = data?.organizationMove.errors[0];
    return error ? sentenceOf(error) : fault && sentenceOfFault(fault);
  };
}

/** Agencies in which who is signed in makes clients; asked for once they are wanted. */
export function createGoals(isWanted: () => boolean) {
  const [result] = createQuery({ query: goalsQuery, pause: () => !isWanted() });
  return () => (result.data?.viewer?.organizations ?? [])
    .filter(({ via, role, organization }) => via === 'MEMBERSHIP' && organization.kind === 'AGENCY' && role.permissions.includes('clients:create'))
    .map(({ organization }) => organization);
}

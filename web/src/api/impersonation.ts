import type { Client } from '@urql/core';
import { sentenceOf, sentenceOfFault } from './faults.js';
import { graphql } from './graphql.js';
import { endSession } from './session.js';

const endMutation = graphql(`mutation ImpersonationEnd { impersonationEnd { viewer { organization { id } } errors { code message path } } }`);

/** Ends working as somebody else; the page starts anew as oneself at `place`. Answers a sentence where it could not be done. */
export async function endImpersonation(client: Client, place: string): Promise<string | undefined> {
  return endSession('/', async () => {
    const { data, error } = await client.mutation(endMutation, {});
    const fault = data?.impersonationEnd.errors[0];
    return error ? sentenceOf(error) : fault && sentenceOfFault(fault);
  }, () => place);
}

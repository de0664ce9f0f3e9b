import { graphql } from '../../api/graphql.js';

export const talkAgentQuery = graphql(`query TalkAgent($id: ID!) { agent(id: $id) { id name hasUnpublishedChanges publishedVersion { id number } } }`);

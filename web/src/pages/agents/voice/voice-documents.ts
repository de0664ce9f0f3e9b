import { graphql, type ResultOf } from '../../../api/graphql.js';

/** Asked for apart from the agent: a speech provider that is away shall not keep anybody from editing. */
export const voicesQuery = graphql(`query Voices { voices { id name language gender pluginId } }`);

export type Voice = ResultOf<typeof voicesQuery>['voices'][number];

export const voicePreviewsQuery = graphql(`query VoicePreviews($text: String) { voices { id pluginId previewUrl(text: $text) } }`);

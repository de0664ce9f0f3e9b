/** Stored events and interim transcripts of one call. */
export const callChannel = (callId: string) => `call:${callId}`;
/** Commands to one media server. */
export const mediaChannel = (mediaId: string) => `media:${mediaId}`;
/** What happens in all calls of an organization, in short. */
export const organizationChannel = (organizationId: string) => `organization:${organizationId}`;

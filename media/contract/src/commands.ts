import { z } from 'zod';

/** What api asks of a media server. Commands may be repeated; doing one twice is the same as doing it once. */
export const mediaCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('end-call'), callId: z.string(), party: z.enum(['OPERATOR', 'PLATFORM']), text: z.string() }),
  /**
   * Calls that api takes to be live on this media server. One that is neither live nor still being reported there was
   * lost with an earlier process before it could write anything down: the media server reports its end.
   */
  z.object({ type: z.literal('confirm-calls'), callIds: z.array(z.string()) }),
]);
export type MediaCommand = z.infer<typeof mediaCommand>;

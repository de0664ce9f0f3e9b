import { z } from 'zod';

/** What api asks of a media server. Commands may be repeated; doing one twice is the same as doing it once. */
export const mediaCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('end-call'), callId: z.string(), party: z.enum(['OPERATOR', 'PLATFORM']), text: z.string() }),
]);
export type MediaCommand = z.infer<typeof mediaCommand>;

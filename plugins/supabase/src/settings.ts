import { z } from 'zod';

export const supabaseSettings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('Address of the project, e.g. `https://abcdefgh.supabase.co`; PostgREST of your own is reached with `path` set to empty text.'),
  path: z.string().max(200).regex(/^(\/[\w.-]+)*$/, 'is a path like /rest/v1').default('/rest/v1').describe('Where PostgREST is below that address.'),
  schema: z.string().regex(/^[A-Za-z_]\w{0,62}$/, 'is the name of a schema').default('public').describe('Schema that is read; the project has to expose it.'),
});

export type SupabaseSettings = z.output<typeof supabaseSettings>;

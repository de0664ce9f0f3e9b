import type { App } from '../../context.js';
import type { PresentMedia } from '../../media-link/media-presence.js';

export interface MediaServerFacts extends PresentMedia { readonly activeCalls: number }

/** The media servers that are connected, with the calls they carry. */
export async function mediaServersOf({ database, presence }: Pick<App, 'database' | 'presence'>): Promise<MediaServerFacts[]> {
  const present = await presence.list();
  if (present.length === 0) return [];
  const ids = present.map(({ mediaId }) => mediaId);
  const counts = await database.system.$queryRaw<{ mediaId: string; calls: number }[]>`
    SELECT "mediaId", count(*)::int AS calls FROM calls WHERE status = 'ACTIVE' AND "mediaId" = ANY(${ids}) GROUP BY "mediaId"`;
  const callsOf = new Map(counts.map(({ mediaId, calls }) => [mediaId, calls]));
  return present.map((media) => ({ ...media, activeCalls: callsOf.get(media.mediaId) ?? 0 }));
}

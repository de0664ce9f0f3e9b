import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { LIMITS } from '../limits.js';

/** A media server that follows its commands. */
export interface PresentMedia {
  readonly mediaId: string;
  /** Undefined where it does not say. */
  readonly callsMax: number | undefined;
  readonly isDraining: boolean;
  readonly connectedAt: Date;
}

export interface MediaPresenceOptions {
  /** Carries presence across api processes; without it, this process is all there is. */
  readonly redis: Redis | undefined;
  readonly logger: Logger;
  /** Default `LIMITS.presenceMs`. */
  readonly presenceMs?: number | undefined;
}

const INDEX = 'parley:media';
const keyOf = (token: string) => `${INDEX}:${token}`;

/**
 * Which media servers are connected now: each stream of commands enters when it opens and leaves when it ends. In Redis
 * an entry runs out by itself unless it is renewed, so that a process that dies takes its entries with it.
 */
export class MediaPresence {
  readonly #options: MediaPresenceOptions;
  readonly #here = new Map<string, PresentMedia>();
  readonly #timer: NodeJS.Timeout | undefined;

  constructor(options: MediaPresenceOptions) {
    this.#options = options;
    if (!options.redis) return;
    this.#timer = setInterval(() => { for (const token of this.#here.keys()) this.#write(token); }, this.#presenceMs / 3);
    this.#timer.unref();
  }

  get #presenceMs(): number { return this.#options.presenceMs ?? LIMITS.presenceMs; }

  /** Answers how to leave. */
  enter(media: Omit<PresentMedia, 'connectedAt'>): () => void {
    const token = crypto.randomUUID();
    this.#here.set(token, { ...media, connectedAt: new Date() });
    this.#write(token);
    return () => {
      if (this.#here.delete(token)) this.#attempt((redis) => redis.multi().del(keyOf(token)).srem(INDEX, token).exec());
    };
  }

  /** By id; of a media server that has come back while its old stream is not yet known to be dead, the newer. Without Redis's answer, those of this process. */
  async list(): Promise<PresentMedia[]> {
    const found = new Map<string, PresentMedia>();
    for (const media of [...this.#here.values(), ...await this.#elsewhere()]) {
      const known = found.get(media.mediaId);
      if (!known || known.connectedAt < media.connectedAt) found.set(media.mediaId, media);
    }
    return [...found.values()].sort((one, other) => (one.mediaId < other.mediaId ? -1 : 1));
  }

  /** Says goodbye for all that are here. */
  close(): void {
    clearInterval(this.#timer);
    const tokens = [...this.#here.keys()];
    this.#here.clear();
    if (tokens.length > 0) this.#attempt((redis) => redis.multi().del(tokens.map(keyOf)).srem(INDEX, tokens).exec());
  }

  #write(token: string): void {
    const media = this.#here.get(token);
    if (media) this.#attempt((redis) => redis.multi().set(keyOf(token), JSON.stringify(media), 'PX', this.#presenceMs).sadd(INDEX, token).exec());
  }

  #attempt(work: (redis: Redis) => Promise<unknown>): void {
    const { redis, logger } = this.#options;
    if (redis) work(redis).catch((error: unknown) => { logger.debug({ err: error }, 'the presence of a media server could not be told'); });
  }

  async #elsewhere(): Promise<PresentMedia[]> {
    const { redis, logger } = this.#options;
    if (!redis) return [];
    try {
      const tokens = await redis.smembers(INDEX);
      if (tokens.length === 0) return [];
      const texts = await redis.mget(tokens.map(keyOf));
      const gone = tokens.filter((_token, index) => texts[index] === null);
      if (gone.length > 0) this.#attempt(() => redis.srem(INDEX, gone));
      return texts.flatMap((text) => (text === null ? [] : readMedia(text)));
    } catch (error) {
      logger.debug({ err: error }, 'who else has media servers is not known');
      return [];
    }
  }
}

/** Others may write to the same Redis: what is no entry of ours is passed over. */
function readMedia(text: string): PresentMedia[] {
  try {
    const { mediaId, callsMax, isDraining, connectedAt } = JSON.parse(text) as Record<string, unknown>;
    const since = new Date(String(connectedAt));
    if (typeof mediaId !== 'string' || Number.isNaN(since.getTime())) return [];
    return [{ mediaId, callsMax: typeof callsMax === 'number' ? callsMax : undefined, isDraining: isDraining === true, connectedAt: since }];
  } catch {
    return [];
  }
}

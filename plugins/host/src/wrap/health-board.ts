/** What one process has found out about a connection, for the others. */
export interface HealthNews {
  /** As {@link HealthBoard.nameOf} names it. */
  readonly name: string;
  /** How long requests shall go elsewhere, in milliseconds from now; 0: it serves again. */
  readonly outMs: number;
  /** Its credentials are refused or its credit is spent: it is asked again only where nothing else is left. */
  readonly isPermanent: boolean;
  /** How many times the first time out it is: a failed trial doubles it. */
  readonly factor: number;
}

/**
 * Where processes tell each other which connections are out of order, so that what one call has learnt spares the calls
 * of all their timeout. Nobody waits for it: each process goes by what it knows, and knows what it has found itself.
 */
export interface HealthBoard {
  /** The same in every process of the cluster, and nothing can be read from it. */
  nameOf(key: string): string;
  /** Never throws; what cannot be told is not told. */
  tell(news: HealthNews): void;
  /** Told what others have found, and once what they had found before. Answers how to stop. */
  listen(listener: (news: HealthNews) => void): () => void;
  /** Whether this process is the one that tries a connection out for all; true as well where nobody answers. */
  claim(name: string, durationMs: number): Promise<boolean>;
}

/** What one request consumed, in the units a vendor bills. Every field is a total for the request it belongs to. */
export interface ProviderUsage {
  readonly inputTokens?: number;
  readonly cachedInputTokens?: number;
  readonly outputTokens?: number;
  /** Characters of text turned into speech. */
  readonly characters?: number;
  /** Audio heard or made, in milliseconds. */
  readonly audioMs?: number;
  /** Bytes that went to a storage, or came from one. */
  readonly bytes?: number;
  readonly requests?: number;
}

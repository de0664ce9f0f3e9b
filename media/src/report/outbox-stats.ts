/** What delivery to api has done so far. */
export interface OutboxStats {
  readonly isLinkUp: boolean;
  readonly eventsPending: number;
  readonly eventsDelivered: number;
  readonly requests: number;
  readonly requestsFailed: number;
  readonly heldSize: number;
}

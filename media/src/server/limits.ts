/** Limits of one socket's life. Times are milliseconds. */
export interface SessionLimits {
  /** From the open socket to its `start`. */
  readonly startMsMax: number;
  /** From `start` to a call that runs: the plan from api and the opening of its providers. */
  readonly openingMsMax: number;
  /** No frame and no pong for this long: the far end is gone, whatever TCP believes. */
  readonly silenceMsMax: number;
  /** Silence after which a ping goes out, and the distance between pings. */
  readonly pingMs: number;
  /** How often sessions are looked at, and the shortest time between two reports of the same audio problem. */
  readonly sweepMs: number;
  /** Caller audio kept while the call is being opened; the oldest is forgotten beyond it. */
  readonly heldAudioMsMax: number;
  /** Marks, digits and counters kept while the call is being opened. */
  readonly heldMessagesMax: number;
  /** Written texts kept while the call is being opened; further ones are refused. */
  readonly heldTextsMax: number;
  /** Audio may arrive this many times faster than real time, for as long as it likes. */
  readonly floodSpeedMax: number;
  /** Audio beyond that speed which still passes: what a network that stalled delivers at once. */
  readonly floodBurstMs: number;
  /** Audio dropped for its speed, without a pause, that ends the socket. */
  readonly floodDroppedMsMax: number;
  /** Unreadable messages of a live call that end its socket. */
  readonly faultsMax: number;
  /** Unreadable messages that are answered with an error; the others are counted in silence. */
  readonly faultAnswersMax: number;
}

export const SESSION_LIMITS: SessionLimits = {
  startMsMax: 5_000, openingMsMax: 30_000, silenceMsMax: 15_000, pingMs: 5_000, sweepMs: 1_000, heldAudioMsMax: 5_000, heldMessagesMax: 200, heldTextsMax: 3, floodSpeedMax: 10,
  floodBurstMs: 10_000, floodDroppedMsMax: 60_000, faultsMax: 50, faultAnswersMax: 5,
};

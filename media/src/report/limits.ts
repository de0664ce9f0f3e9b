/** Every number of the way from a call to api. Times in milliseconds, sizes in bytes, unless the name says otherwise. */
export const REPORT_LIMITS = {
  // Journal
  /** Appends of all calls within this time become one write and one fdatasync: what a power cut can lose. */
  commitMs: 50,
  /** One write is at most this long, so that encoding it stays well under 5 ms. */
  commitBytesMax: 262_144,
  segmentBytesMax: 8_388_608,
  /** A journal that api has not emptied for this long counts as a full disk. */
  journalBytesMax: 1_073_741_824,
  recordBytesMax: 4_194_304,
  /** While the disk refuses: events held in memory alone. Beyond it new events are counted, logged and lost. */
  memoryBytesMax: 33_554_432,
  diskRetryMs: 2_000,

  // Delivery
  /** Copies of events kept at hand for delivery; beyond it they are read back from the journal. */
  heldBytesMax: 16_777_216,
  batchEventsMax: 200,
  batchBytesMax: 262_144,
  /** Calls whose events are on their way at the same time; several travel in one request. */
  callsInFlightMax: 40,
  /** Calls in one request: api takes ten mutations at once. */
  requestCallsMax: 10,
  /** The more calls, the longer what falls due is gathered, so that it travels together: this much for each, and at most. */
  gatherPerCallMs: 0.25,
  gatherMsMax: 50,
  connectionsKept: 8,
  /** A call's next request waits this long after its last, plus a little for every open call, which bounds requests per second. */
  paceMsMin: 50,
  pacePerCallMs: 4,
  backOffMsMin: 200,
  backOffMsMax: 5_000,
  /** Calls that fall due within this time go together. */
  wakeMsMin: 5,
  /** Tries without progress before api's word is taken that earlier events are gone. */
  standstillsMax: 5,
  /** Words of a running turn: at most ten a second. */
  interimMs: 100,
  /** An event that api fails on (rather than refuses) this often, while it takes those of others, is set aside. */
  eventFaultsMax: 20,
  uploadsMax: 2,

  // Link
  planTimeoutMs: 5_000,
  appendTimeoutMs: 10_000,
  /** An upload may last, but not stand still. */
  uploadIdleTimeoutMs: 30_000,
  responseBytesMax: 4_194_304,
  socketsMax: 16,
  socketIdleMs: 30_000,
  commandsBackOffMsMax: 5_000,
} as const;

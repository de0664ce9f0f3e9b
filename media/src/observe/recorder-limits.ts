/** Numbers of the recorder. Memory per call is `windowMs` of stereo 16-bit audio: 160 KB at 8 kHz, 320 KB at 16 kHz. */
export const RECORDER_LIMITS = {
  /** One write per call and round. */
  roundMs: 2_000,
  windowMs: 5_000,
  /** Audio this young stays in memory, where a cut is cheap. */
  keepMs: 800,
  /** How far agent audio may be handed over ahead of the caller's without pushing frames out of the window. */
  aheadMs: 3_000,
  /** A leg that comes this close to where it left off goes on without a seam: clocks jitter, sound does not. */
  callerSnapMs: 60,
  agentSnapMs: 10,
  /** Audio that left the window before it could be written: a disk that stalls, or time that jumps. Beyond it audio is lost. */
  spillBytesMax: 4_194_304,
  /** Corrections of what is on disk already, waiting for the next round. */
  patchesMax: 256,
  patchSamplesMax: 32_000,
  /** The header is brought up to date every so many rounds; a reader of a file without end sees at most this much too little. */
  headerRounds: 5,
  hashesMax: 2,
  /** Longest recording: a WAV file's length field ends at 4 GiB. */
  fileBytesMax: 4_294_000_000,
} as const;

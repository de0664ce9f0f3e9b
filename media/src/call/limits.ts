/**
 * Every number of the conversation core that is not an agent's own setting. Times in milliseconds unless the name says
 * otherwise. Some are promised behaviour (dead air, lead, pre-roll); the rest bound memory or waiting.
 */
export const CALL_LIMITS = {
  /** The one timer of the process: playout, watchdogs, interim transcripts. */
  tickMs: 20,

  // Hearing
  vadStartProbability: 0.5,
  vadStopProbability: 0.35,
  vadConfirmSpeechMs: 50,
  vadConfirmSilenceMs: 200,
  /** Audio kept from before speech began, so that a transcript has its first sound. */
  preRollMs: 500,
  /** Audio of the caller's turn kept for turn detectors that listen. */
  turnAudioMs: 8_000,
  /** A segment this long is committed at the next pause: recognisers lose accuracy and speed on very long audio. */
  segmentMsMax: 15_000,
  /** One that finds no pause is committed in the middle of speech. */
  segmentMsHardMax: 30_000,
  /** Audio held back while the recogniser opens. */
  sttBacklogMsMax: 10_000,
  /** No final transcript after a commit for this long: the best words so far are taken. The host's own limit is shorter. */
  finalTranscriptMsMax: 8_500,

  // End of turn
  /** Share of the old value in the running average of a caller's own pauses. */
  pauseAverageWeight: 0.9,
  /** Silence before answering where neither a verdict nor a transcript has come. */
  plainWaitMs: 800,
  /** A caller who cuts in this soon after the agent's first word had not finished: the pause is learnt. */
  earlyAnswerMs: 1_000,
  /** After the last key press of a caller, `#` ends at once. */
  digitsWaitMs: 1_500,
  digitsMax: 64,

  // What the caller writes
  /** Texts that wait to be taken, e.g. for the end of protected words; further ones are refused. */
  typedWaitingMax: 3,
  /** From one text that was taken to the next: each makes the agent think anew. */
  typedGapMs: 500,
  /** Words spoken just before a text are waited for this long. */
  spokenBeforeTypedMsMax: 1_500,

  // Hold
  holdMsMax: 900_000,

  // Thinking
  speculationSpeechMsMax: 10_000,
  speculationTriesMax: 3,
  toolRoundsMax: 5,
  toolFillerMs: 1_000,
  toolTimeoutMs: 20_000,
  generateRetryMs: 1_000,
  generatedCharactersMax: 20_000,
  contextMessagesMax: 200,

  // Speaking
  firstClauseCharactersMin: 20,
  firstClauseWaitMs: 300,
  sentenceCharactersMin: 20,
  pieceCharactersMax: 300,
  /** Text goes to the voice only while less audio than this is unplayed. */
  unplayedMsMax: 5_000,
  /** A voice that returns more audio than this for one piece of text is cut off. */
  pieceAudioMsMax: 60_000,
  speakTriesMax: 2,

  // Playout
  leadMsMin: 300,
  leadMsMax: 400,
  markMs: 200,
  pendingMarksMax: 64,
  /** How long the proof that the last word was heard may lag behind the playout clock. */
  proofMsMax: 1_500,
  /** Above this the line takes no more until it drains. */
  socketBytesMax: 65_536,
  latenessSamplesMax: 1_024,
  audioProblemEventMs: 1_000,

  // Interruption
  /** A backchannel this close to the end of a question is an answer. */
  answerOverlapMs: 1_000,

  // Silence
  /** Just under the 4 s promised, so that the filler is audible by then. */
  fillerMs: 3_900,
  /** A turn that was decided late still gets this long before a filler. */
  fillerAfterDecisionMs: 1_500,
  failOverMs: 8_000,
  apologyMs: 15_000,
  durationWarningMs: 60_000,
  durationWarningShare: 0.1,

  // Ending
  /** A last sentence that is not heard by then is not waited for. */
  farewellMsMax: 12_000,
  closeStepMsMax: 5_000,
  interimMs: 100,
  usageLinesMax: 4_096,
} as const;

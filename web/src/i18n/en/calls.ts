export const calls = {
  title: 'Calls', emptyTitle: 'No calls yet', emptyText: 'Talk to an agent, and the call appears here with its recording and every word.', emptyFiltered: 'No calls like this', emptyFilteredText: 'Take the filter away to see all of them.', allStatus: 'All', filter: 'Status',
  status: { CREATED: 'Waiting', ACTIVE: 'Running', ENDED: 'Ended' }, transport: { BROWSER: 'Browser', TWILIO: 'Telephone' },
  columns: { started: 'Started', agent: 'Agent', way: 'Way', ended: 'How it ended', duration: 'Length', cost: 'Cost' }, toAgents: 'Go to agents', pages: 'Pages', clearFilter: 'Show all',
} as const;

export const call = {
  back: 'All calls', notFound: 'This call does not exist, or belongs to another business.', version: (number: number) => `version ${number}`, cost: 'Cost', duration: 'Length', way: 'Way', ended: 'Ended', started: 'Started', agent: 'Agent',
  running: 'This call is running; it is shown as it goes.', recording: 'Recording', noRecording: 'There is no recording of this call.', recordingComing: 'The recording is being prepared.', play: 'Play', pause: 'Pause', position: 'Position in the recording',
  positionText: (at: string, of: string) => `${at} of ${of}`, speed: 'Speed', download: 'Download', callerSide: 'Caller', agentSide: 'Agent', transcript: 'Transcript', emptyTranscript: 'Nothing was said.',
  seekTo: (at: string) => `Play from ${at}`, interrupted: 'Interrupted', playbackFailed: 'The recording could not be played.', copyId: 'Copy the id of the call',
  playKeys: 'Space plays and pauses; J and L go back and forward', speedKeys: 'Speed: [ slower, ] faster', solo: 'Hear one side alone', skipSilence: 'Skip silence', zoomIn: 'Zoom in', zoomOut: 'Zoom out',
  partShown: 'Part that is shown', partText: (from: string, to: string) => `${from} to ${to}`, copyMoment: 'Copy a link to this moment', toCurrentLine: 'Back to the current line',
  neverHeardSample: 'Struck out:', neverHeard: 'written, but never heard by the caller.', heardNothing: 'written, but the caller heard nothing of it.',
  purposes: { GREETING: 'Greeting', ANSWER: 'Answer', FILLER: 'Filler', IDLE_PROMPT: 'Asked whether anyone is there', APOLOGY: 'Apology', GOODBYE: 'Goodbye', WARNING: 'Warning of the end' },
  end: 'End call', endTitle: 'End this call?', endText: 'The caller is disconnected at once.', toAgent: (name: string) => `Open ${name}`,
  nextSteps: {
    CALLER_SILENT: 'How long the agent waits, and how often it asks, is set in its turn taking.', DURATION_LIMIT: 'The longest call is set in the agent’s turn taking.',
  },
} as const;

/** How calls end: a sentence for every `CallEndedCode`. */
export const endedReasons = {
  CALLER_SILENT: 'The caller said nothing more.', CONNECTION_LOST: 'The connection was lost.', DURATION_LIMIT: 'The longest duration was reached.',
  ENDED_BY_OPERATOR: 'Ended by a person of the team.', GOODBYE: 'The agent said goodbye.', HOLD_LIMIT: 'It was on hold for too long.', HUNG_UP: 'The caller hung up.',
  INTERNAL_ERROR: 'An unexpected error ended the call.', MEDIA_LOST: 'The media server was lost during the call.', NEVER_CONNECTED: 'Nobody connected.',
  PROTOCOL_ERROR: 'The other side broke the protocol.', PROVIDERS_DOWN: 'The agent’s providers did not answer.', SHUTDOWN: 'The media server was shut down.',
} as const;

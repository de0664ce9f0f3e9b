export const calls = {
  title: 'Calls', emptyTitle: 'No calls yet', emptyText: 'Talk to an agent, and the call appears here with its recording and every word.', emptyFiltered: 'No calls like this', emptyFilteredText: 'Take the filter away to see all of them.', allStatus: 'All', filter: 'Status',
  status: { CREATED: 'Waiting', ACTIVE: 'Running', ENDED: 'Ended' }, transport: { BROWSER: 'Browser', TWILIO: 'Telephone' },
  columns: { started: 'Started', agent: 'Agent', way: 'Way', ended: 'How it ended', duration: 'Length', cost: 'Cost' }, toAgents: 'Go to agents', pages: 'Pages', clearFilter: 'Show all',
} as const;

export const call = {
  back: 'All calls', notFound: 'This call does not exist, or belongs to another business.', version: (number: number) => `version ${number}`, cost: 'Cost', duration: 'Length', way: 'Way', ended: 'Ended', started: 'Started', agent: 'Agent',
  running: 'This call is running; it is shown as it goes.', recording: 'Recording', noRecording: 'There is no recording of this call.', recordingComing: 'The recording is being prepared.', play: 'Play', pause: 'Pause', position: 'Position in the recording',
  positionText: (at: string, of: string) => `${at} of ${of}`, speed: 'Speed', download: 'Download', callerSide: 'Caller', agentSide: 'Agent', transcript: 'Transcript', emptyTranscript: 'Nothing was said.',
  seekTo: (at: string) => `Play from ${at}`, generated: 'Written', heard: 'Heard', heardNothing: 'nothing', interrupted: 'Interrupted by the caller', playbackFailed: 'The recording could not be played.',
  copyId: 'Copy id',
} as const;

/** How calls end: a sentence for every `CallEndedCode`. */
export const endedReasons = {
  CALLER_SILENT: 'The caller said nothing more.', CONNECTION_LOST: 'The connection was lost.', DURATION_LIMIT: 'The longest duration was reached.',
  ENDED_BY_OPERATOR: 'Ended by a person of the team.', GOODBYE: 'The agent said goodbye.', HOLD_LIMIT: 'It was on hold for too long.', HUNG_UP: 'The caller hung up.',
  INTERNAL_ERROR: 'An unexpected error ended the call.', MEDIA_LOST: 'The media server was lost during the call.', NEVER_CONNECTED: 'Nobody connected.',
  PROTOCOL_ERROR: 'The other side broke the protocol.', PROVIDERS_DOWN: 'The agent’s providers did not answer.', SHUTDOWN: 'The media server was shut down.',
} as const;

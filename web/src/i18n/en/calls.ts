import { count } from './count.js';

export const calls = {
  title: 'Calls', call: 'Call', emptyTitle: 'No calls yet', emptyText: 'Talk to an agent, and the call appears here with its recording and every word.', emptyFiltered: 'No calls like this', emptyFilteredText: 'Take a filter away, or all of them.',
  status: { CREATED: 'Waiting', ACTIVE: 'Running', ENDED: 'Ended' }, transport: { BROWSER: 'Browser', TWILIO: 'Telephone' },
  columns: {
    started: 'Started', agent: 'Agent', version: 'Version', caller: 'Caller', way: 'Way', ended: 'How it ended', duration: 'Length', turns: 'Turns', interruptions: 'Interruptions', response: 'Answers p50 / p95', cost: 'Cost',
  },
  columnsTitle: 'Columns', columnsHint: 'Shown as far as there is room.', toAgents: 'Go to agents', clearFilter: 'Show all', clearAll: 'Clear all', addFilter: 'Filter', searchLabel: 'Words that were said', searchPlaceholder: 'Search what was said',
  shown: (seen: number, total: number) => `${seen.toLocaleString('en')} of ${count(total, 'call', 'calls')}`, newCalls: (value: number) => count(value, 'new call', 'new calls'), manyNew: (value: number) => `More than ${value} new calls`,
  export: 'Export', exportCalls: (value: number) => `Export ${count(value, 'call', 'calls')}`,
  ignored: (names: string) => `Not understood, and left out: ${names}`, interruptions: (value: number) => count(value, 'interruption', 'interruptions'), moreLines: (value: number) => `and ${count(value, 'more line', 'more lines')}`,
  peek: (about: string) => `Look at this call: ${about}`, peekTitle: 'Call in passing', peekPrevious: 'The call above', peekNext: 'The call below', openCall: 'Open the call',
  chips: {
    kinds: { status: 'Status', agent: 'Agent', started: 'Started', ended: 'How it ended', transport: 'Way', answered: 'Answered', interrupted: 'Interrupted', duration: 'Length', response: 'Slow answers', recording: 'Recording' },
    remove: (name: string) => `Remove the filter ${name}`, yes: 'yes', no: 'no', last: (span: string) => `last ${span}`, ago: (span: string) => `${span} ago`, since: (moment: string) => `since ${moment}`, before: (moment: string) => `before ${moment}`,
    between: (from: string, to: string) => `${from} to ${to}`, atLeast: (value: string) => `at least ${value}`, atMost: (value: string) => `at most ${value}`, ways: (value: number) => count(value, 'way', 'ways'), oneAgent: 'one agent',
    from: 'From', until: 'Before', apply: 'Apply', secondsMin: 'At least, in seconds', secondsMax: 'At most, in seconds', responseMin: 'At least, in milliseconds', responseHint: 'Calls whose slow answers (95th percentile) took so long.',
  },
  views: {
    title: 'Views', all: 'All calls', running: 'Running now', today: 'Last 24 hours', slow: 'Slow answers this week', interrupted: 'Interrupted this week', failed: 'Failed this week', mine: 'Kept in this browser', name: 'Name of this view',
    remove: (name: string) => `Remove the view ${name}`, tooMany: 'There is no room for more views. Remove one first.',
  },
} as const;

export const call = {
  back: 'All calls', notFound: 'This call does not exist, or belongs to another business.', version: (number: number) => `version ${number}`, cost: 'Cost', duration: 'Length', way: 'Way', ended: 'Ended', started: 'Started', agent: 'Agent',
  running: 'This call is running; it is shown as it goes.', recording: 'Recording', noRecording: 'There is no recording of this call.', recordingComing: 'The recording is being prepared.', play: 'Play', pause: 'Pause', position: 'Position in the recording',
  positionText: (at: string, of: string) => `${at} of ${of}`, speed: 'Speed', download: 'Download', callerSide: 'Caller', agentSide: 'Agent', transcript: 'Transcript', emptyTranscript: 'Nothing was said.',
  seekTo: (at: string) => `Play from ${at}`, interrupted: 'Interrupted', playbackFailed: 'The recording could not be played.', copyId: 'Copy the id of the call',
  playPause: 'Play or pause', stepBack: 'Back 5 seconds', stepForward: 'Forward 5 seconds', slower: 'Slower', faster: 'Faster',
  playKeys: 'Space plays and pauses; J and L go back and forward', speedKeys: 'Speed: [ slower, ] faster', solo: 'Hear one side alone', skipSilence: 'Skip silence', zoomIn: 'Zoom in', zoomOut: 'Zoom out',
  partShown: 'Part that is shown', partText: (from: string, to: string) => `${from} to ${to}`, copyMoment: 'Copy a link to this moment', toCurrentLine: 'Back to the current line',
  neverHeardSample: 'Struck out:', neverHeard: 'written, but never heard by the caller.', heardNothing: 'written, but the caller heard nothing of it.',
  purposes: { GREETING: 'Greeting', ANSWER: 'Answer', FILLER: 'Filler', IDLE_PROMPT: 'Asked whether anyone is there', APOLOGY: 'Apology', GOODBYE: 'Goodbye', WARNING: 'Warning of the end' },
  views: 'Views of this call', tabs: { turns: 'Turns', timeline: 'Timeline', cost: 'Cost', raw: 'Raw' }, copy: 'Copy', held: 'This call is on hold.',
  end: 'End call', endTitle: 'End this call?', endText: 'The caller is disconnected at once.', toAgent: (name: string) => `Open ${name}`,
  toHealth: 'Look at the health of the installation',
  nextSteps: {
    CALLER_SILENT: 'How long the agent waits, and how often it asks, is set in its turn taking.', DURATION_LIMIT: 'The longest call is set in the agent’s turn taking.',
    NEVER_CONNECTED: 'Nobody picked up, or the caller’s side never reached the media server.', CONNECTION_LOST: 'The line broke between caller and media server; on the recording it can be heard how far the call had come.',
    PROVIDERS_DOWN: 'The timeline says which provider failed, and why.', MEDIA_LOST: 'What was said until then is kept.', INTERNAL_ERROR: 'The log of the media server says more.',
  },
} as const;

/** How calls end: a sentence for every `CallEndedCode`. */
export const endedReasons = {
  CALLER_SILENT: 'The caller said nothing more.', CONNECTION_LOST: 'The connection was lost.', DURATION_LIMIT: 'The longest duration was reached.',
  ENDED_BY_OPERATOR: 'Ended by a person of the team.', GOODBYE: 'The agent said goodbye.', HOLD_LIMIT: 'It was on hold for too long.', HUNG_UP: 'The caller hung up.',
  INTERNAL_ERROR: 'An unexpected error ended the call.', MEDIA_LOST: 'The media server was lost during the call.', NEVER_CONNECTED: 'Nobody connected.',
  PROTOCOL_ERROR: 'The other side broke the protocol.', PROVIDERS_DOWN: 'The agent’s providers did not answer.', SHUTDOWN: 'The media server was shut down.',
} as const;

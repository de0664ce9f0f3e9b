// Every word that the console shows, in English. A further language is another object of the type `Messages`.
const plural = new Intl.PluralRules('en');
const count = (value: number, one: string, other: string) => `${value.toLocaleString('en')} ${plural.select(value) === 'one' ? one : other}`;

export const en = {
  product: 'Parley',
  common: {
    save: 'Save', cancel: 'Cancel', close: 'Close', retry: 'Try again', loading: 'Loading', remove: 'Remove', optional: 'optional', dismiss: 'Dismiss',
    previous: 'Newer', next: 'Older', copied: 'Copied', none: 'None', skip: 'Skip to content', ok: 'OK',
  },
  faults: {
    unreachable: 'Parley cannot be reached. Check your connection; nothing was lost.',
    server: 'Something went wrong on the server. Please try again.',
    timeout: 'The server took too long to answer. Please try again.',
    unknown: 'Something went wrong. Please try again.',
    byCode: {
      UNAUTHENTICATED: 'Your session has ended. Please sign in again.',
      INTERNAL: 'Something went wrong on the server. Please try again.',
      TIMEOUT: 'The server took too long to answer. Please try again.',
      INVALID_CREDENTIALS: 'This e-mail address and password do not belong together.',
      EMAIL_TAKEN: 'There is an account with this e-mail address already.',
      INVALID_EMAIL: 'This does not look like an e-mail address.',
      TOO_MANY_ATTEMPTS: 'Too many attempts. Please wait a little and try again.',
      AGENT_NOT_FOUND: 'This agent does not exist any more.',
      AGENT_NOT_PUBLISHED: 'This agent has not been published yet, so nobody can call it.',
      CALL_NOT_FOUND: 'This call does not exist.',
    },
  },
  frame: {
    navigation: 'Main', menu: 'Menu', agents: 'Agents', calls: 'Calls', signOut: 'Sign out', theme: 'Appearance',
    themes: { light: 'Light', dark: 'Dark', system: 'System' }, account: 'Account', notifications: 'Notifications',
    notFoundTitle: 'There is nothing here', notFoundText: 'The address may be mistyped, or what was here is gone.', toAgents: 'Go to agents',
    failedTitle: 'This page could not be shown', failedText: 'Reload it; if that does not help, the server may be newer than this page.', reload: 'Reload',
  },
  account: {
    signInTitle: 'Sign in', signUpTitle: 'Create your account', email: 'E-mail', password: 'Password', name: 'Your name', organization: 'Business',
    organizationHint: 'Agents and calls belong to it.', passwordHint: 'At least 8 characters.', signIn: 'Sign in', signUp: 'Create account',
    noAccount: 'New here?', toSignUp: 'Create an account', hasAccount: 'Have an account?', toSignIn: 'Sign in', tagline: 'Voice agents that listen.',
  },
  agents: {
    title: 'Agents', create: 'New agent', emptyTitle: 'No agents yet', emptyText: 'An agent answers calls with what you tell it. Give it a name; everything else has a sensible start.',
    createTitle: 'New agent', nameLabel: 'Name', namePlaceholder: 'Mia', createAction: 'Create agent', published: (number: number) => `Published, version ${number}`,
    neverPublished: 'Not published', unpublished: 'Unpublished changes', updated: (when: string) => `Changed ${when}`, knowledgeCount: (value: number) => count(value, 'knowledge entry', 'knowledge entries'),
    more: 'Show more',
  },
  editor: {
    back: 'All agents', save: 'Save draft', saved: 'Draft saved', publish: 'Publish', publishing: 'Publishing', publishedToast: (number: number) => `Version ${number} is live; new calls meet it.`,
    edit: 'Edit', talk: 'Talk', unsaved: 'Not saved', allSaved: 'Draft saved', notFound: 'This agent does not exist, or belongs to another business.',
    basics: 'Basics', name: 'Name', greeting: 'Greeting', greetingHint: 'What it says first. Leave it empty and the agent waits for the caller to begin.',
    instructions: 'Instructions', instructionsHint: 'How it shall behave, as you would tell a new colleague. Short answers work best on the telephone.',
    voice: 'Voice', voiceHint: 'The name of a voice of your speech provider. Empty is the default voice.', voicePlaceholder: 'Default', language: 'Language',
    knowledge: 'Knowledge', knowledgeHint: 'Facts it answers from. One subject in each entry finds its way into answers best.', addKnowledge: 'Add entry', entryTitle: 'Subject', entryText: 'What is true',
    noKnowledge: 'It knows nothing yet beyond its instructions.', entry: (number: number) => `Entry ${number}`, removeEntry: (title: string) => `Remove ${title}`,
    turnTaking: 'Taking turns', turnTakingHint: 'When the agent speaks, and when it gives way. The defaults suit most conversations.', defaults: 'Back to defaults',
    conflictTitle: 'Somebody else has changed this agent', conflictText: 'Your text is still here and has not been saved.', keepMine: 'Save mine over it', takeTheirs: 'Load the newer one',
    leaveTitle: 'Leave without saving?', leaveText: 'Your changes to this agent are not saved.', leave: 'Leave', stay: 'Stay', milliseconds: 'ms', seconds: 'seconds', minutes: 'minutes', times: 'times', words: 'words',
    outside: (min: string, max: string) => `Between ${min} and ${max}.`, required: 'Please fill this in.',
  },
  turnTaking: {
    completeWaitMs: ['Wait after a finished sentence', 'Silence before the agent answers something that sounds complete. Shorter feels brisk; longer lets people think.'],
    incompleteWaitMs: ['Wait after an unfinished one', 'Silence before it answers when the caller seems to be in the middle of a thought or a number.'],
    isInterruptible: ['The caller may interrupt', 'The agent stops when the caller speaks. Switched off, it finishes what it says.'],
    interruptionSpeechMs: ['Speech that interrupts', 'How long the caller must speak before the agent stops. Longer ignores coughs and short noises.'],
    interruptionWordsMin: ['Words that interrupt', 'With a provider that transcribes while people speak: so many words stop the agent. 0 leaves it to the time above.'],
    falseAlarmMs: ['Carry on after a false alarm', 'The agent stopped, but no words came: it goes on after this.'],
    idlePromptMs: ['Ask whether anyone is there', 'Silence of the caller until the agent asks.'],
    idlePromptsMax: ['How often it asks', 'After that many questions into silence it says goodbye.'],
    callDurationMaxMs: ['Longest call', 'The agent warns, then ends the call.'],
  },
  talk: {
    title: 'Talk to it', start: 'Talk', startHint: 'Speak with your microphone, as a caller would.', meets: (number: number) => `You will meet version ${number}.`, draftDiffers: 'Your draft has changes that are not in it; publish to hear them.',
    needsPublish: 'Publish the agent first; then you can talk to it here.', connecting: 'Connecting', mute: 'Mute', unmute: 'Unmute', end: 'End call', again: 'Talk again', level: 'Microphone level',
    states: { LISTENING: 'Listening', THINKING: 'Thinking', SPEAKING: 'Speaking' }, muted: 'Muted', agent: 'Agent', caller: 'You', transcript: 'Transcript', interrupted: 'Interrupted', openCall: 'Open the call',
    waiting: 'Say something. What is said appears here.', response: (duration: string) => `Answered in ${duration}`, tool: (name: string) => `Used ${name}`, audioProblem: 'Some sound was lost on the way.',
    faults: {
      noMicrophone: 'No microphone was found. Connect one and try again.', refused: 'The microphone is blocked for this page. Allow it in the browser’s address bar, then try again.', busy: 'The microphone is used by another program.',
      insecure: 'Browsers give the microphone only to pages on https or localhost.', unreachable: 'The media server cannot be reached. It may be restarting; try again in a moment.', lost: 'The connection to the call was lost.',
      full: 'All lines are busy. Try again in a moment.', unknown: 'The call could not be started.',
    },
  },
  calls: {
    title: 'Calls', emptyTitle: 'No calls yet', emptyText: 'Talk to an agent, and the call appears here with its recording and every word.', emptyFiltered: 'No calls like this', emptyFilteredText: 'Take the filter away to see all of them.', allStatus: 'All', filter: 'Status',
    status: { CREATED: 'Waiting', ACTIVE: 'Running', ENDED: 'Ended' }, transport: { BROWSER: 'Browser', TWILIO: 'Telephone' },
    columns: { started: 'Started', agent: 'Agent', way: 'Way', ended: 'How it ended', duration: 'Length', cost: 'Cost' }, toAgents: 'Go to agents', pages: 'Pages', clearFilter: 'Show all',
  },
  call: {
    back: 'All calls', notFound: 'This call does not exist, or belongs to another business.', version: (number: number) => `version ${number}`, cost: 'Cost', duration: 'Length', way: 'Way', ended: 'Ended', started: 'Started', agent: 'Agent',
    running: 'This call is running; it is shown as it goes.', recording: 'Recording', noRecording: 'There is no recording of this call.', recordingComing: 'The recording is being prepared.', play: 'Play', pause: 'Pause', position: 'Position in the recording',
    positionText: (at: string, of: string) => `${at} of ${of}`, speed: 'Speed', download: 'Download', callerSide: 'Caller', agentSide: 'Agent', transcript: 'Transcript', emptyTranscript: 'Nothing was said.',
    seekTo: (at: string) => `Play from ${at}`, generated: 'Written', heard: 'Heard', heardNothing: 'nothing', interrupted: 'Interrupted by the caller', playbackFailed: 'The recording could not be played.',
    copyId: 'Copy id',
  },
  latency: {
    title: 'Time to answer', total: 'in all', endpointWaitMs: 'Waiting on purpose', sttFinalMs: 'Transcript', llmFirstTokenMs: 'First word', ttsFirstAudioMs: 'First sound', transportMs: 'Sending', ownShareMs: 'Parley itself',
  },
} as const;

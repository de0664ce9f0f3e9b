import { count } from './count.js';

export const agents = {
  title: 'Agents', create: 'New agent', emptyTitle: 'No agents yet', emptyText: 'An agent answers calls with what you tell it. Give it a name; everything else has a sensible start.',
  createTitle: 'New agent', nameLabel: 'Name', namePlaceholder: 'Mia', createAction: 'Create agent', published: (number: number) => `Published, version ${number}`,
  neverPublished: 'Not published', unpublished: 'Unpublished changes', updated: (when: string) => `Changed ${when}`, knowledgeCount: (value: number) => count(value, 'knowledge entry', 'knowledge entries'),
  search: 'Find an agent', notFoundTitle: 'No agent is called that', notFoundText: (text: string) => `Nothing has “${text}” in its name.`, showAll: 'Show all agents',
  actions: (name: string) => `What to do with ${name}`, open: 'Open', copyId: 'Copy id',
  archive: 'Archive', restore: 'Bring back', archived: (name: string) => `${name} is archived and takes no calls.`, restored: (name: string) => `${name} is back and takes calls again.`,
  archivedTitle: 'Archived agents', toArchived: 'Archived agents', noneArchivedTitle: 'Nothing is archived', noneArchivedText: 'Agents that you archive leave the list and take no calls. They wait here with all their versions.',
  archivedNotice: 'This agent is archived: it takes no calls.',
} as const;

export const editor = {
  back: 'All agents', publish: 'Publish', publishedToast: (number: number) => `Version ${number} is live; new calls meet it.`, talkToIt: 'Talk to it',
  edit: 'Edit', talk: 'Talk', versions: 'Versions', views: 'Views of this agent', notFound: 'This agent does not exist, or belongs to another business.',
  basics: 'Basics', name: 'Name', greeting: 'Greeting', greetingHint: 'What it says first. Leave it empty and the agent waits for the caller to begin.',
  instructions: 'Instructions', instructionsHint: 'How it shall behave, as you would tell a new colleague. Short answers work best on the telephone.',
  voice: 'Voice', voiceHint: 'As your speech provider calls it. Empty is the default voice.', voicePlaceholder: 'Default', language: 'Language',
  knowledge: 'Knowledge', knowledgeHint: 'Facts it answers from. One subject in each entry finds its way into answers best.', addKnowledge: 'Add entry', removedEntry: (title: string) => `${title} is removed.`, moveUp: (title: string) => `Move ${title} up`, moveDown: (title: string) => `Move ${title} down`,
  moved: (title: string, place: number, of: number) => `${title} is now ${place} of ${of}.`, filterEntries: 'Find an entry', noEntryFound: 'No entry has these words.',
  knowledgeSize: (entries: number, characters: number) => `${count(entries, 'entry', 'entries')}, ${count(characters, 'character', 'characters')}`,
  knowledgeNear: (entries: string, entriesMax: string, characters: string, charactersMax: string) => `${entries} of ${entriesMax} entries, ${characters} of ${charactersMax} characters`,
  pasteText: 'From a longer text', pasteTitle: 'Entries from a longer text', pasteLabel: 'Text', pasteHint: 'Paste it from a web page or a handbook. Each heading begins an entry; where there are none, each paragraph does.', pasteResult: 'It becomes',
  pasteMore: (value: number) => `and ${value} more`, pasteAction: (value: number) => `Add ${count(value, 'entry', 'entries')}`, pasted: (value: number) => `${count(value, 'entry is', 'entries are')} added.`,
  characters: (value: string, max: string) => `${value} of ${max} characters.`, tokens: (value: number) => `A model reads roughly ${count(value, 'token', 'tokens')}, before every answer.`,
  entryTitle: 'Subject', entryText: 'What is true',
  noKnowledge: 'It knows nothing yet beyond its instructions.', entry: (number: number) => `Entry ${number}`, removeEntry: (title: string) => `Remove ${title}`,
  turnTaking: 'Taking turns', turnTakingHint: 'When the agent speaks, and when it gives way. The defaults suit most conversations.', defaults: 'Back to defaults', defaultsSet: 'All numbers are back to their defaults.', isStandard: 'Default', backTo: (value: string) => `Back to ${value}`,
  presets: 'Manners to begin with', presetSet: (name: string) => `Taking turns is set to ${name}.`,
  waiting: 'Not saved yet', saving: 'Saving', savedAt: (time: string) => `Draft saved ${time}`, allSaved: 'All changes saved', notSaved: (why: string) => `Not saved: ${why}`,
  incomplete: (value: number) => `${count(value, 'field needs', 'fields need')} your attention.`, showFault: 'Show me',
  conflictTitle: 'Somebody else has changed this too', conflictShort: 'somebody else has changed it too.',
  conflictText: (fields: string) => `You and somebody else have both changed: ${fields}. Your words are still here; theirs are on the server.`, keepMine: 'Keep mine', takeTheirs: 'Take theirs', tookTheirs: 'Their words are in your draft now.',
  seeDifference: 'See the difference', differenceTitle: 'From their words to yours', offerDifferenceTitle: 'What bringing them back changes',
  merged: (fields: string) => `Somebody else has changed: ${fields}. Their words are in your draft now.`,
  readOnly: 'As a viewer of this organization you may read its agents and not change them.',
  offerTitle: 'Some of your words were not saved', offerText: (when: string) => `This tab has kept what you wrote up to ${when}.`, takeOffer: 'Bring them back', dropOffer: 'Discard them',
  leaveTitle: 'Leave without saving?', leaveText: 'Your last changes could not be saved. This tab keeps them and offers them when you open the agent again.', leave: 'Leave', stay: 'Stay', milliseconds: 'ms', seconds: 'seconds', minutes: 'minutes', times: 'times', words: 'words',
  wordCount: (value: number) => count(value, 'word', 'words'), timesCount: (value: number) => count(value, 'time', 'times'),
  outside: (min: string, max: string) => `Between ${min} and ${max}.`, required: 'Please fill this in.', tooLong: (max: string, value: string) => `At most ${max} characters; these are ${value}.`, notALanguage: 'This is no language tag. Examples: en, en-GB, pt-BR.',
  tooMuchKnowledge: (entries: string, characters: string) => `An agent takes at most ${entries} entries with ${characters} characters in all.`,
} as const;

export const turnTaking = {
  completeWaitMs: ['Wait after a finished sentence', 'Silence before the agent answers something that sounds complete. Shorter feels brisk; longer lets people think.'],
  incompleteWaitMs: ['Wait after an unfinished sentence', 'Silence before it answers when the caller seems to be in the middle of a thought or a number.'],
  isInterruptible: ['The caller may interrupt', 'The agent stops when the caller speaks. Switched off, it finishes what it says.'],
  interruptionSpeechMs: ['Speech that interrupts', 'How long the caller must speak before the agent stops. Longer ignores coughs and short noises.'],
  interruptionWordsMin: ['Words that interrupt', 'With a provider that transcribes while people speak: so many words stop the agent. 0 leaves it to the time above.'],
  falseAlarmMs: ['Carry on after a false alarm', 'The agent stopped, but no words came: it goes on after this.'],
  idlePromptMs: ['Ask whether anyone is there', 'Silence of the caller until the agent asks.'],
  idlePromptsMax: ['How often it asks', 'After that many questions into silence it says goodbye.'],
  callDurationMaxMs: ['Longest call', 'The agent warns, then ends the call.'],
} as const;

export const compare = {
  added: 'Added', removed: 'Removed', changed: 'Changed', omitted: 'Unchanged words are left out here', empty: 'Empty', readAll: 'Read all', readLess: 'Show less', same: 'There is no difference.',
  renamed: (before: string) => `Was called “${before}”.`, reordered: 'The order of the entries has changed.', fromTo: (before: string, after: string) => `from ${before} to ${after}`,
  onOff: (isOn: boolean) => (isOn ? 'On' : 'Off'),
} as const;

export const publish = {
  title: (number: number) => `Publish version ${number}`, action: 'Publish', nothingTitle: 'Nothing to publish', nothing: (number: number) => `Callers already meet exactly this, as version ${number}.`,
  first: 'This is the first version. Once it is published, the agent can be called.', noGreeting: 'None; the agent waits for the caller to begin',
  changes: (value: number, number: number) => `${count(value, 'change', 'changes')} since version ${number}, which callers meet now. Calls that run stay with theirs.`,
  heldBack: 'Some fields are incomplete. They are not part of this version; what was saved of them before is.',
} as const;

export const versions = {
  title: 'Versions', hint: 'Each is what callers met from the moment it was published. A version never changes.', number: (number: number) => `Version ${number}`, live: 'Live',
  emptyTitle: 'Nothing is published yet', emptyText: 'Every time you publish, what callers meet is kept here, to compare and to have back.', all: 'All versions', publishedAt: (when: string) => `Published ${when}`,
  compare: 'Compare', compareOne: (number: number) => `Compare version ${number}`, compareTitle: 'Compare', from: 'From', to: 'To', draft: 'Draft', liveOf: (number: number) => `Live (version ${number})`,
  restore: 'Restore', restoreOne: (number: number) => `Restore version ${number} into the draft`, restored: (number: number) => `The draft says what version ${number} said. Callers meet it once you publish.`,
  newest: (value: number) => `The newest ${value} versions are shown.`, calls: 'Calls', callsOf: (number: number) => `Calls of version ${number}`,
} as const;

export const presets = {
  brisk: ['Brisk', 'Answers at once and gives way quickly. For short questions.'],
  balanced: ['Balanced', 'The defaults. Suits most conversations.'],
  patient: ['Patient', 'Lets people think and spell. For forms and older callers.'],
} as const;

export const voices = {
  title: 'Voice and language', sectionHint: 'What it speaks, and how it sounds.', hint: 'A preview says the greeting.', languageHint: 'The language that is spoken on both sides.', otherTag: 'Another language …', tag: 'Language tag',
  hear: (name: string) => `Hear ${name}`, stop: (name: string) => `Stop ${name}`, filter: 'Find a voice', nothingFound: 'No voice fits these words.', others: 'Other languages', noneFits: (language: string) => `None of the voices speaks ${language}`,
  standard: (name: string) => `the provider’s own choice, here ${name}`, notListed: 'Not offered any more', goneChosen: (name: string) => `The voice “${name}” is not offered by the speech provider any more. Choose another, or calls may fail.`,
  otherLanguage: (name: string, spoken: string, language: string) => `${name} speaks ${spoken}, and the agent is set to ${language}.`, more: (value: number) => `There are ${value} voices in all. Search to see the others.`,
  genders: { female: 'female', male: 'male', neutral: 'neutral' }, byName: 'Voice by its name', gone: 'This voice is not offered any more.', failed: 'This voice cannot be played just now. Please try again in a moment.',
} as const;

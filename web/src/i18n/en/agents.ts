import { count } from './count.js';

export const agents = {
  title: 'Agents', create: 'New agent', emptyTitle: 'No agents yet', emptyText: 'An agent answers calls with what you tell it. Give it a name; everything else has a sensible start.',
  createTitle: 'New agent', nameLabel: 'Name', namePlaceholder: 'Mia', createAction: 'Create agent', published: (number: number) => `Published, version ${number}`,
  neverPublished: 'Not published', unpublished: 'Unpublished changes', updated: (when: string) => `Changed ${when}`, knowledgeCount: (value: number) => count(value, 'knowledge entry', 'knowledge entries'),
  more: 'Show more',
} as const;

export const editor = {
  back: 'All agents', publish: 'Publish', publishing: 'Publishing', publishedToast: (number: number) => `Version ${number} is live; new calls meet it.`,
  edit: 'Edit', talk: 'Talk', notFound: 'This agent does not exist, or belongs to another business.',
  basics: 'Basics', name: 'Name', greeting: 'Greeting', greetingHint: 'What it says first. Leave it empty and the agent waits for the caller to begin.',
  instructions: 'Instructions', instructionsHint: 'How it shall behave, as you would tell a new colleague. Short answers work best on the telephone.',
  voice: 'Voice', voiceHint: 'The name of a voice of your speech provider. Empty is the default voice.', voicePlaceholder: 'Default', language: 'Language',
  knowledge: 'Knowledge', knowledgeHint: 'Facts it answers from. One subject in each entry finds its way into answers best.', addKnowledge: 'Add entry', entryTitle: 'Subject', entryText: 'What is true',
  noKnowledge: 'It knows nothing yet beyond its instructions.', entry: (number: number) => `Entry ${number}`, removeEntry: (title: string) => `Remove ${title}`,
  turnTaking: 'Taking turns', turnTakingHint: 'When the agent speaks, and when it gives way. The defaults suit most conversations.', defaults: 'Back to defaults',
  waiting: 'Not saved yet', saving: 'Saving', savedAt: (time: string) => `Draft saved ${time}`, allSaved: 'All changes saved', notSaved: (why: string) => `Not saved: ${why}`,
  incomplete: (value: number) => `${count(value, 'field needs', 'fields need')} your attention.`, showFault: 'Show me',
  conflictTitle: 'Somebody else has changed this too', conflictShort: 'somebody else has changed it too.',
  conflictText: (fields: string) => `You and somebody else have both changed: ${fields}. Your words are still here; theirs are on the server.`, keepMine: 'Keep mine', takeTheirs: 'Take theirs',
  merged: (fields: string) => `Somebody else has changed: ${fields}. Their words are in your draft now.`,
  offerTitle: 'Some of your words were not saved', offerText: (when: string) => `This tab has kept what you wrote up to ${when}.`, takeOffer: 'Bring them back', dropOffer: 'Discard them',
  leaveTitle: 'Leave without saving?', leaveText: 'Your last changes could not be saved. This tab keeps them and offers them when you open the agent again.', leave: 'Leave', stay: 'Stay', milliseconds: 'ms', seconds: 'seconds', minutes: 'minutes', times: 'times', words: 'words',
  outside: (min: string, max: string) => `Between ${min} and ${max}.`, required: 'Please fill this in.', notALanguage: 'This is no language tag. Examples: en, en-GB, pt-BR.',
  tooMuchKnowledge: (entries: string, characters: string) => `An agent takes at most ${entries} entries with ${characters} characters in all.`,
} as const;

export const turnTaking = {
  completeWaitMs: ['Wait after a finished sentence', 'Silence before the agent answers something that sounds complete. Shorter feels brisk; longer lets people think.'],
  incompleteWaitMs: ['Wait after an unfinished one', 'Silence before it answers when the caller seems to be in the middle of a thought or a number.'],
  isInterruptible: ['The caller may interrupt', 'The agent stops when the caller speaks. Switched off, it finishes what it says.'],
  interruptionSpeechMs: ['Speech that interrupts', 'How long the caller must speak before the agent stops. Longer ignores coughs and short noises.'],
  interruptionWordsMin: ['Words that interrupt', 'With a provider that transcribes while people speak: so many words stop the agent. 0 leaves it to the time above.'],
  falseAlarmMs: ['Carry on after a false alarm', 'The agent stopped, but no words came: it goes on after this.'],
  idlePromptMs: ['Ask whether anyone is there', 'Silence of the caller until the agent asks.'],
  idlePromptsMax: ['How often it asks', 'After that many questions into silence it says goodbye.'],
  callDurationMaxMs: ['Longest call', 'The agent warns, then ends the call.'],
} as const;

import { count } from './count.js';

export const talk = {
  title: 'Talk to it', start: 'Talk', startHint: 'Speak as a caller would, or write. Words, tools and the time of every answer appear here.', meets: (number: number) => `You will meet version ${number}.`, draftDiffers: 'Your draft has changes that are not in it; publish to hear them.',
  needsPublish: 'Publish the agent first; then you can talk to it here.', connecting: 'Connecting', end: 'End call', again: 'Talk again', tryAgain: 'Try again', typeInstead: 'Type instead', fullPage: 'Open on a page of its own', back: 'Back to the agent', pageTitle: (name: string) => `Talk to ${name}`,
  mute: 'Mute', unmute: 'Unmute', hold: 'Hold', resume: 'Resume', pushToTalk: 'Push to talk', pushToTalkHint: 'The microphone is open only while you hold the button, or the space bar.', holdToTalk: 'Hold to talk',
  states: { LISTENING: 'Listening', THINKING: 'Thinking', SPEAKING: 'Speaking' }, muted: 'Muted', held: (duration: string) => `On hold for ${duration}`, deaf: 'No microphone', heard: 'You are heard', duration: 'Length of the call',
  agent: 'Agent', caller: 'You', typed: 'typed', sending: 'sending', transcript: 'Transcript', openCall: 'Open the call', waiting: 'Say something, or write it. What is said appears here.', waitingTyped: 'Write something. What is said appears here.',
  interrupted: 'Interrupted', notHeard: 'not heard:', nothingHeard: 'nothing of it was heard', response: (duration: string) => `Answered in ${duration}`, newest: 'Newest', newLines: (value: number) => count(value, 'new line', 'new lines'), earlier: (value: number) => `${count(value, 'earlier line is', 'earlier lines are')} on the page of the call.`,
  write: 'Write to the agent', writeHint: 'Enter sends, Shift and Enter begin a new line.', send: 'Send', characters: (used: string, most: string) => `${used} of ${most} characters`,
  sound: 'Sound', microphone: 'Microphone', loudspeaker: 'Loudspeaker', systemChoice: 'System default', namesLater: 'Your devices have names here once the microphone was allowed.', test: 'Test', stopTest: 'Stop testing', testing: 'Say something: the bars should move.', level: 'Microphone level', muteVoice: 'Silence the agent’s voice',
  leaveTitle: 'End the call?', leaveText: 'The call runs on this page; leaving it hangs up.', leave: 'Hang up and leave', stay: 'Stay',
  signedOut: 'Your session has ended. The call goes on; sign in again and its details return.', signedOutAfter: 'Your session has ended. Sign in again to see the rest of the call.', signInAgain: 'Sign in again', follow: { waiting: 'The details of the call are interrupted and will return. The call itself goes on.', gone: 'The details of this call cannot be read any more. The call itself goes on.' },
  stalled: 'The network has stalled: the agent does not hear you at the moment.', blocked: 'Your browser keeps this page silent until you allow it.', unblock: 'Play the voice', voiceless: 'This page cannot play sound here; the agent’s words are shown.', silent: 'Nothing comes from the microphone. It may be switched off on the device or in the system.',
  deafText: (why: string) => `${why} The call goes on: write, or choose another microphone.`, howToAllow: 'How to allow it', allowSteps: 'Press the sign at the left of the address, choose “Allow” for the microphone, and try again. On a telephone, the browser itself may need permission in the settings.',
  faults: {
    noMicrophone: 'No microphone was found.', refused: 'The microphone is blocked for this page.', busy: 'The microphone is used by another program.', insecure: 'Browsers give the microphone only to pages on https or localhost.',
    unreachable: 'The media server cannot be reached. It may be restarting; try again in a moment.', lost: 'The connection to the call was lost.', full: 'All lines are busy. Try again in a moment.', shutDown: 'The media server is being restarted. Talk again in a moment.',
    broken: 'The call failed by a fault of the server.', unavailable: 'The call could not be made ready. Try again in a moment.', unknown: 'The call could not be started.',
  },
} as const;

export const tool = {
  used: (name: string) => `Used ${name}`, failed: 'Failed', arguments: 'Arguments', result: 'Result', error: 'Error', details: 'Details', showAll: (characters: string) => `Show all ${characters} characters`, none: 'none',
} as const;

const providers = { STT: 'The transcription', TTS: 'The voice', LLM: 'The language model', EMBEDDING: 'The search in the knowledge', VAD: 'The detection of speech', TURN: 'The detection of turns', other: 'A provider' };

/** What happened in a call beside the words. */
export const notes = {
  falseAlarm: 'A noise without words: the agent went on.', backchannel: (words: string) => `“${words}” was only agreement: the agent went on.`,
  providers, providerFailed: (provider: string, why: string) => `${provider} failed: ${why}.`,
  causes: { auth: 'its key was refused', quota: 'its allowance is used up', 'rate-limit': 'too many requests', 'bad-request': 'it did not take the request', unreachable: 'it could not be reached', 'vendor-fault': 'an error on its side', timeout: 'it took too long', other: 'an error' },
  next: { FALLBACK: 'The next one took over.', RETRY: 'It was tried again.', GIVE_UP: 'There was no other.' },
  hedged: (provider: string) => `${provider} was slow, so a second one was asked too.`, secondUsed: 'The second was quicker.', firstUsed: 'The first still came first.',
  deadAir: { FILLER: (seconds: string) => `${seconds} of silence: the agent bridged it.`, FAIL_OVER: (seconds: string) => `${seconds} of silence: the next provider took over.`, APOLOGY: (seconds: string) => `${seconds} of silence: the agent apologised.` },
  audio: {
    LOST_FRAMES: (value: number) => `${count(value, 'piece', 'pieces')} of your sound got lost on the way.`, SEQUENCE_JUMP: (value: number) => `Your sound jumped ${count(value, 'time', 'times')}.`, ODD_FRAME: (value: number) => `${count(value, 'piece', 'pieces')} of your sound could not be read.`,
    FLOOD: (value: number) => `Your sound came too fast; ${count(value, 'piece was', 'pieces were')} left out.`, SEND_BACKPRESSURE: (value: number) => `The agent’s voice came too slowly through the network, ${count(value, 'time', 'times')}.`,
  },
  keys: (digits: string) => `Keys pressed: ${digits}`, held: 'On hold', resumed: 'Off hold', voiceGap: (duration: string, times: number) => `The agent’s voice broke off for ${duration} on its way to you (${count(times, 'time', 'times')}).`, voiceLost: (duration: string) => `${duration} of the agent’s voice came too fast and was lost.`,
  microphone: (name: string) => `The microphone was unplugged. You are heard through ${name} now.`,
} as const;

export const latency = {
  title: 'Time to answer', total: 'In all', none: 'Nothing has been answered yet.', endpointWaitMs: 'Waiting on purpose', sttFinalMs: 'Transcript', llmFirstTokenMs: 'First word', firstClauseMs: 'First clause', ttsFirstAudioMs: 'First sound', transportMs: 'Sending', ownShareMs: 'Parley itself',
  ratings: { good: 'Good', fair: 'Fair', slow: 'Slow' }, summary: (duration: string, rating: string) => `Time to answer: ${duration} in all, ${rating.toLowerCase()}`,
  sparkline: (answers: number, middle: string, slowest: string) => `${count(answers, 'answer', 'answers')}: half of them within ${middle}, the slowest ${slowest}`,
} as const;

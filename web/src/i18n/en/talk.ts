import { count } from './count.js';

export const talk = {
  title: 'Talk to it', start: 'Talk', startHint: 'Speak with your microphone, as a caller would.', meets: (number: number) => `You will meet version ${number}.`, draftDiffers: 'Your draft has changes that are not in it; publish to hear them.',
  needsPublish: 'Publish the agent first; then you can talk to it here.', connecting: 'Connecting', mute: 'Mute', unmute: 'Unmute', end: 'End call', again: 'Talk again', level: 'Microphone level',
  states: { LISTENING: 'Listening', THINKING: 'Thinking', SPEAKING: 'Speaking' }, muted: 'Muted', agent: 'Agent', caller: 'You', transcript: 'Transcript', interrupted: 'Interrupted', openCall: 'Open the call',
  waiting: 'Say something. What is said appears here.', response: (duration: string) => `Answered in ${duration}`, tool: (name: string) => `Used ${name}`, audioProblem: 'Some sound was lost on the way.',
  faults: {
    noMicrophone: 'No microphone was found. Connect one and try again.', refused: 'The microphone is blocked for this page. Allow it in the browser’s address bar, then try again.', busy: 'The microphone is used by another program.',
    insecure: 'Browsers give the microphone only to pages on https or localhost.', unreachable: 'The media server cannot be reached. It may be restarting; try again in a moment.', lost: 'The connection to the call was lost.',
    full: 'All lines are busy. Try again in a moment.', unknown: 'The call could not be started.',
  },
} as const;

export const latency = {
  title: 'Time to answer', total: 'In all', endpointWaitMs: 'Waiting on purpose', sttFinalMs: 'Transcript', llmFirstTokenMs: 'First word', firstClauseMs: 'First clause', ttsFirstAudioMs: 'First sound', transportMs: 'Sending', ownShareMs: 'Parley itself',
  ratings: { good: 'Good', fair: 'Fair', slow: 'Slow' }, summary: (duration: string, rating: string) => `Time to answer: ${duration} in all, ${rating.toLowerCase()}`,
  sparkline: (answers: number, middle: string, slowest: string) => `${count(answers, 'answer', 'answers')}: half of them within ${middle}, the slowest ${slowest}`,
} as const;

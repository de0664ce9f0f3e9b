import { count } from './count.js';

export const live = {
  title: 'Live', running: (number: string) => `${number} running`, now: (value: number) => count(value, 'call now', 'calls now'), moreThanShown: (value: number) => `The newest ${value} calls are shown; more are running.`,
  emptyTitle: 'No calls right now', emptyText: 'The next one appears here by itself, with what is said in it.', talk: 'Talk to an agent', emptyFilteredTitle: 'No such calls right now', emptyFilteredText: 'Other calls are running; take the filter away to see them.', showAll: 'Show all',
  agent: 'Agent', allAgents: 'All agents', state: 'State', allStates: 'All states',
  states: { LISTENING: 'Listening', THINKING: 'Thinking', SPEAKING: 'Speaking', HELD: 'On hold', WAITING: 'Connecting' },
  unknownCaller: { BROWSER: 'Browser', TWILIO: 'Unknown number' }, speakers: { AGENT: 'Agent', CALLER: 'Caller' }, nothingSaid: 'Nothing has been said yet.',
  noAnswer: 'No answer yet', turns: (value: number) => count(value, 'turn', 'turns'), duration: 'Length', calls: 'Running calls', openCall: (caller: string, agent: string) => `${caller} with ${agent}: open the call`,
  connection: { connecting: 'Connecting', live: 'Live', paused: 'Paused' }, reconnecting: (since: string) => `Reconnecting since ${since}; what is shown may be old`,
  end: 'End', endCall: (caller: string) => `End the call of ${caller}`, endTitle: 'End this call?', endText: (caller: string, agent: string) => `${caller} is talking with ${agent}. The line is cut at once; what was said is kept.`,
  endAction: 'End call', keep: 'Let it go on', ending: 'Ending', endedToast: (caller: string) => `The call of ${caller} was ended.`, overAlready: 'This call has ended by itself.',
  kiosk: 'Full screen', leaveKiosk: 'Leave full screen',
} as const;

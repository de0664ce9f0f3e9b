import { count } from './count.js';

export const palette = {
  title: 'Search and commands', placeholder: 'Search, or run a command', open: 'Search', results: 'Results', count: (value: number) => count(value, 'result', 'results'),
  nothing: (question: string) => `Nothing is called “${question}”.`, callOf: (caller: string, agent: string) => `${caller} with ${agent}`, said: (words: string) => `Calls in which “${words}” was said`,
  groups: { here: 'On this page', recent: 'Recently opened', go: 'Go to', agents: 'Agents', calls: 'Calls', said: 'What was said', pages: 'Settings', settings: 'General' },
  kinds: { agent: 'Agent', call: 'Call' }, theme: (name: string) => `Appearance: ${name}`, language: (name: string) => `Language: ${name}`,
} as const;

export const shortcuts = {
  title: 'Keyboard shortcuts', hint: 'Keys next to each other are pressed one after the other. While you type in a field, they rest.', off: 'Single keys are switched off; those with Ctrl or Command work.',
  switchOff: 'Switch off', switchOn: 'Switch on', undo: 'Undo the last change', control: 'Ctrl',
} as const;

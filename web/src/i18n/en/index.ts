// Every word that the console shows, in English: one file an area. A further language is another object of the type `Messages`.
import { account } from './account.js';
import { agents, editor, turnTaking } from './agents.js';
import { calls, call } from './calls.js';
import { common, faults } from './common.js';
import { frame } from './frame.js';
import { talk, latency } from './talk.js';

export const en = { product: 'Parley', common, faults, frame, account, agents, editor, turnTaking, talk, latency, calls, call } as const;

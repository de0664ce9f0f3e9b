// The words that the console begins with, in English: one file an area; further.ts has those of the settings. A further
// language is another pair of objects of these types, in a folder of its own: what is added here is missing there until
// it is translated, and does not compile.
import { account } from './account.js';
import { agents, compare, editor, presets, publish, turnTaking, versions, voices } from './agents.js';
import { costs, events, raw } from './call-log.js';
import { call, calls, endedReasons } from './calls.js';
import { common } from './common.js';
import { faults } from './faults.js';
import { frame } from './frame.js';
import { home, onboarding } from './home.js';
import { live } from './live.js';
import { palette, shortcuts } from './palette.js';
import { organizations, roles } from './settings.js';
import { latency, notes, talk, tool } from './talk.js';

export const en = {
  product: 'Parley',
  common, faults,
  frame, palette, shortcuts,
  account, organizations, roles,
  agents, editor, turnTaking, presets, compare, publish, versions, voices,
  talk, latency, notes, tool,
  calls, call, endedReasons, events, costs, raw,
  home, onboarding,
  live,
} as const;

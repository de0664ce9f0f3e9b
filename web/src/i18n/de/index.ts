// Every word that the console shows, in German: the files of the English catalogue, with the same keys.
import type { FirstMessages } from '../index.js';
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

export const de: FirstMessages = {
  product: 'Parley',
  common, faults,
  frame, palette, shortcuts,
  account, organizations, roles,
  agents, editor, turnTaking, presets, compare, publish, versions, voices,
  talk, latency, notes, tool,
  calls, call, endedReasons, events, costs, raw,
  home, onboarding,
  live,
};

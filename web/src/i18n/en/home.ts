import { count } from './count.js';

export const home = {
  title: 'Home', range: 'Time range', ranges: { '24h': '24 hours', '7d': '7 days', '30d': '30 days' }, rangesBefore: { '24h': 'the day before', '7d': 'the week before', '30d': 'the 30 days before' },
  figures: 'Figures', callsNow: 'Calls now', callsNowDetail: 'Running at this moment', calls: 'Calls', answered: 'Answered', answeredDetail: (answered: string, calls: string) => `${answered} of ${calls}`,
  responseP50: 'Typical answer', responseP50Detail: 'Half are quicker', responseP95: 'Slow answers', responseP95Detail: '95 of 100 are quicker', cost: 'Cost', points: (value: string) => `${value} points`,
  comparison: {
    more: (difference: string, range: string) => `${difference} more than ${range}`, less: (difference: string, range: string) => `${difference} less than ${range}`, same: (range: string) => `The same as ${range}`, none: 'Nothing to compare with',
    higher: (difference: string, range: string) => `${difference} higher than ${range}`, lower: (difference: string, range: string) => `${difference} lower than ${range}`,
    slower: (difference: string, range: string) => `${difference} slower than ${range}`, quicker: (difference: string, range: string) => `${difference} quicker than ${range}`,
  },
  endedTitle: 'How calls ended', endedEmpty: 'No call has ended in this time.', failure: 'Failure',
  attentionTitle: 'Needs attention', attentionNone: 'Nothing needs you right now.', failedCalls: (value: number) => count(value, 'call failed', 'calls failed'), failedDetail: 'Cut off by a fault. See what happened.', slowCalls: (value: number) => count(value, 'call was answered slowly', 'calls were answered slowly'), slowDetail: (limit: string) => `Callers waited longer than ${limit} for an answer.`,
  health: { OK: 'All systems work', DEGRADED: 'Parley works with limits', DOWN: 'A part of Parley is down' },
  checks: { database: 'Database', migrations: 'Data model', events: 'Events', recordings: 'Recordings', plugins: 'Provider packages', media: 'Media servers' },
  recentTitle: 'Newest calls', recentEmpty: 'No calls yet.', allCalls: 'All calls', stale: 'These figures could not be refreshed; they are from a moment ago.',
} as const;

export const onboarding = {
  title: 'Set up your first voice agent', done: (value: number, of: number) => `${value} of ${of} done`, allDone: 'You are set up: your agent has taken its first call.', dismiss: 'Hide this list', stepDone: 'Done', stepOpen: 'To do',
  welcome: 'Your first call is a minute away', welcomeText: 'No phone number and no key is needed: speech and answers run on this machine. Take a sample agent to hear how it feels, or begin with your own.',
  starter: 'Talk to a sample agent', starterHint: 'Makes “Mia” of a small café and publishes her. Change or archive her afterwards.', own: 'Make your own agent',
  agent: 'Make an agent', agentText: 'A name is enough to begin.', knowledge: 'Give it knowledge', knowledgeText: 'What callers ask for: opening hours, prices, directions.',
  publish: 'Publish it', publishText: 'Callers meet the published version, never your draft.', call: 'Talk to it', callText: 'With your microphone, as a caller would.',
} as const;

import { count } from './count.js';

export const usage = {
  intro: 'What calls used of your providers, request by request, at their list prices. Calls with test keys do not count.', export: 'Export CSV',
  range: 'Time', ranges: { '24h': '24 hours', '7d': '7 days', '30d': '30 days', '90d': '90 days' }, grouping: 'By', groupings: { KIND: 'Kind', CONNECTION: 'Connection', AGENT: 'Agent' }, measure: 'Shown', measures: { cost: 'Cost', requests: 'Requests' },
  chart: (measure: string, range: string) => `${measure}, last ${range}`, chartLabel: (chart: string, most: string) => `${chart}: at most ${most}. The figures are in the table below.`,
  rest: 'All others', agentGone: 'An agent that is gone', unpriced: (value: number) => `The price of ${count(value, 'request', 'requests')} is not known, so the cost is without them.`,
  emptyTitle: 'Nothing was used in this time', emptyText: 'Once somebody talks to an agent, this shows what its providers did and what that cost.',
} as const;

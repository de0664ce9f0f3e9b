import { count } from './count.js';

export const usage = {
  intro: 'Was Anrufe von Ihren Anbietern gebraucht haben, Anfrage für Anfrage, zu deren Listenpreisen. Anrufe mit Testschlüsseln zählen nicht.', export: 'Als CSV',
  range: 'Zeit', ranges: { '24h': '24 Stunden', '7d': '7 Tage', '30d': '30 Tage', '90d': '90 Tage' }, grouping: 'Nach', groupings: { KIND: 'Art', CONNECTION: 'Verbindung', AGENT: 'Agent' }, measure: 'Gezeigt', measures: { cost: 'Kosten', requests: 'Anfragen' },
  chart: (measure: string, range: string) => `${measure}, letzte ${range}`, chartLabel: (chart: string, most: string) => `${chart}: höchstens ${most}. Die Zahlen stehen in der Tabelle darunter.`,
  rest: 'Alle anderen', agentGone: 'Ein Agent, den es nicht mehr gibt', unpriced: (value: number) => `Der Preis von ${count(value, 'Anfrage', 'Anfragen')} ist nicht bekannt, die Kosten sind ohne sie.`,
  emptyTitle: 'In dieser Zeit wurde nichts verbraucht', emptyText: 'Sobald jemand mit einem Agenten spricht, steht hier, was dessen Anbieter getan haben und was das gekostet hat.',
} as const;

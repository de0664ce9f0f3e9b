import type { Messages } from '../index.js';
import { count } from './count.js';

export const home: Messages['home'] = {
  title: 'Übersicht', range: 'Zeitraum', ranges: { '24h': '24 Stunden', '7d': '7 Tage', '30d': '30 Tage' }, rangesBefore: { '24h': 'am Tag davor', '7d': 'in der Woche davor', '30d': 'in den 30 Tagen davor' },
  figures: 'Zahlen', callsNow: 'Anrufe jetzt', callsNowDetail: 'Laufen in diesem Moment', calls: 'Anrufe', answered: 'Angenommen', answeredDetail: (answered, calls) => `${answered} von ${calls}`,
  responseP50: 'Übliche Antwort', responseP50Detail: 'Die Hälfte ist schneller', responseP95: 'Langsame Antworten', responseP95Detail: '95 von 100 sind schneller', cost: 'Kosten', points: (value) => `${value} Punkte`,
  comparison: {
    more: (difference, range) => `${difference} mehr als ${range}`, less: (difference, range) => `${difference} weniger als ${range}`, same: (range) => `Wie ${range}`, none: 'Nichts zum Vergleichen',
    higher: (difference, range) => `${difference} höher als ${range}`, lower: (difference, range) => `${difference} niedriger als ${range}`,
    slower: (difference, range) => `${difference} langsamer als ${range}`, quicker: (difference, range) => `${difference} schneller als ${range}`,
  },
  endedTitle: 'Wie Anrufe endeten', endedEmpty: 'In dieser Zeit ist kein Anruf zu Ende gegangen.', failure: 'Störung',
  attentionTitle: 'Braucht Aufmerksamkeit', attentionNone: 'Gerade ist nichts zu tun.', failedCalls: (value) => count(value, 'Anruf ist gescheitert', 'Anrufe sind gescheitert'), failedDetail: 'Von einer Störung abgebrochen. Sehen Sie nach, was geschah.', slowCalls: (value) => count(value, 'Anruf wurde langsam beantwortet', 'Anrufe wurden langsam beantwortet'), slowDetail: (limit) => `Anrufer warteten länger als ${limit} auf eine Antwort.`,
  health: { OK: 'Alles arbeitet', DEGRADED: 'Parley arbeitet eingeschränkt', DOWN: 'Ein Teil von Parley ist ausgefallen' },
  checks: { database: 'Datenbank', migrations: 'Datenmodell', events: 'Ereignisse', recordings: 'Aufnahmen', plugins: 'Anbieterpakete', media: 'Medienserver' },
  recentTitle: 'Neueste Anrufe', recentEmpty: 'Noch keine Anrufe.', allCalls: 'Alle Anrufe', stale: 'Die Zahlen ließen sich nicht erneuern; sie sind von eben.',
};

export const onboarding: Messages['onboarding'] = {
  title: 'Richten Sie Ihren ersten Sprachagenten ein', done: (value, of) => `${value} von ${of} erledigt`, allDone: 'Alles eingerichtet: Ihr Agent hat seinen ersten Anruf geführt.', dismiss: 'Liste ausblenden', stepDone: 'Erledigt', stepOpen: 'Offen',
  welcome: 'Ihr erster Anruf ist eine Minute entfernt', welcomeText: 'Sie brauchen weder Telefonnummer noch Schlüssel: Sprache und Antworten entstehen auf diesem Rechner. Hören Sie sich einen Beispielagenten an, oder beginnen Sie mit Ihrem eigenen.',
  starter: 'Mit einem Beispielagenten sprechen', starterHint: 'Legt „Mia“ von einem kleinen Café an und veröffentlicht sie; sie spricht Englisch. Ändern oder archivieren Sie sie danach.', own: 'Eigenen Agenten anlegen',
  agent: 'Agenten anlegen', agentText: 'Ein Name genügt für den Anfang.', knowledge: 'Wissen geben', knowledgeText: 'Wonach Anrufer fragen: Öffnungszeiten, Preise, Anfahrt.',
  publish: 'Veröffentlichen', publishText: 'Anrufer erreichen die veröffentlichte Fassung, nie Ihren Entwurf.', call: 'Mit ihm sprechen', callText: 'Mit Ihrem Mikrofon, wie es Anrufer tun.',
};

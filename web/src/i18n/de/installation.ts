import type { Messages } from '../index.js';
import { locale } from '../locale.js';
import { count } from './count.js';

export const plugins: Messages['plugins'] = {
  intro: 'Die Anbieterpakete, die diese Installation gefunden hat: Sie hören zu, denken, sprechen und verbinden.', kindsLabel: 'Was es kann',
  emptyTitle: 'Keine Plugins gefunden', emptyText: 'Installieren Sie ein Anbieterpaket neben Parley oder legen Sie eines in den Plugin-Ordner; es erscheint hier ohne Neustart.',
  states: {
    ENABLED: { name: 'In Gebrauch', text: 'Es kann benutzt werden.' }, PENDING: { name: 'Wartet', text: 'Es passt und wartet darauf, dass jemand aus der Administration es freigibt.' },
    DISABLED: { name: 'Ausgeschaltet', text: 'Die Administration hat es ausgeschaltet.' }, BROKEN: { name: 'Defekt', text: 'Es kann nicht benutzt werden. Die anderen sind nicht betroffen.' },
  },
  kinds: {
    STT: 'Sprache zu Text', TTS: 'Text zu Sprache', LLM: 'Sprachmodell', EMBEDDING: 'Text-Einbettung', VAD: 'Stimmerkennung', TURN: 'Ende des Redebeitrags', TELEPHONY: 'Telefonie', VOICE_PLATFORM: 'Sprachplattform',
    DATA_SOURCE: 'Wissensquelle', STORAGE: 'Dateiablage', PAYMENT: 'Zahlung', MAIL: 'E-Mail', SMS: 'Textnachrichten',
  },
};

export const health: Messages['health'] = {
  lookAgain: 'Noch einmal prüfen', overall: { OK: 'Alles funktioniert', DEGRADED: 'Etwas braucht Aufmerksamkeit', DOWN: 'Etwas funktioniert nicht' }, states: { OK: 'Funktioniert', DEGRADED: 'Braucht Aufmerksamkeit', DOWN: 'Funktioniert nicht' },
  lookedAt: (time) => `Geprüft um ${time}`, version: (version) => `Version ${version}`, started: (when) => `gestartet ${when}`, latency: 'Antwort nach',
  checks: { database: 'Datenbank', migrations: 'Datenmodell', events: 'Ereignisse', recordings: 'Aufnahmen', plugins: 'Plugins', media: 'Medienserver' },
  mediaServers: 'Verbundene Medienserver', noMediaServer: 'Kein Medienserver ist verbunden; es kann kein Anruf beginnen. Starten Sie einen, und er erscheint hier.',
  calls: (value) => count(value, 'Anruf', 'Anrufe'), callsOf: (value, most) => `${count(value, 'Anruf', 'Anrufe')} von höchstens ${most.toLocaleString(locale())}`,
  connected: (when) => `Verbunden ${when}`, draining: 'Nimmt keine neuen Anrufe an',
};

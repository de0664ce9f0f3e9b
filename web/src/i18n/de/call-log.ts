import type { Messages } from '../index.js';
import { count } from './count.js';

export const events: Messages['events'] = {
  filter: 'Arten von Ereignissen', none: 'Nichts dergleichen ist geschehen.', details: (name) => `Alles zu: ${name}`,
  groups: { words: 'Worte', turns: 'Sprecherwechsel', tools: 'Werkzeuge und Tasten', providers: 'Anbieter', sound: 'Ton', call: 'Anruf' },
  names: {
    CallStartedEvent: 'Anruf begann', AgentStateEvent: 'Agent', SpeechStartedEvent: 'Sprache beginnt', SpeechEndedEvent: 'Sprache endet', TurnDecidedEvent: 'Beitrag zu Ende', CallerTurnEvent: 'Anrufer sagte', AgentTurnStartedEvent: 'Agent beginnt', AgentTurnEvent: 'Agent sagte',
    InterruptionStartedEvent: 'Unterbrechung', InterruptionResolvedEvent: 'Nach der Unterbrechung', ToolCalledEvent: 'Werkzeug', DtmfReceivedEvent: 'Taste', CallHeldEvent: 'Halten', ProviderFailedEvent: 'Anbieter fiel aus', ProviderHedgedEvent: 'Anbieter zu spät', DeadAirEvent: 'Stille',
    AudioProblemEvent: 'Tonproblem', JournalDegradedEvent: 'Protokoll', RecordingReadyEvent: 'Aufnahme fertig', CallEndedEvent: 'Anruf endete',
  },
  started: (way, codec) => `${way}, ${codec}`, speechStarted: 'Der Anrufer beginnt zu sprechen.', speechEnded: (duration) => `Der Anrufer sprach ${duration}.`, typed: (text) => `Geschrieben: ${text}`,
  decided: (wait) => `Nach ${wait} Stille gilt der Beitrag als beendet.`, complete: (share) => `Der Satz schien zu ${share} vollständig.`, preparedUsed: 'Eine Antwort lag bereit und wurde verwendet.', byDelayAlone: 'Die Wartezeit allein entschied.',
  agentBegins: (purpose) => `Der Agent beginnt zu sprechen: ${purpose}`, interruptionStarted: (duration) => `Der Anrufer sprach dazwischen; der Agent hielt nach ${duration} inne.`, gaveWay: 'Der Agent überließ ihm das Wort.',
  tool: (name, duration) => `${name}, ${duration}`, toolFailed: (name, why) => `${name} schlug fehl: ${why}`,
};

export const costs: Messages['costs'] = {
  kinds: {
    STT: 'Mitschrift', TTS: 'Stimme', LLM: 'Sprachmodell', EMBEDDING: 'Suche im Wissen', VAD: 'Spracherkennung am Pegel', TURN: 'Erkennung der Sprecherwechsel', TELEPHONY: 'Telefon', VOICE_PLATFORM: 'Sprachplattform', DATA_SOURCE: 'Wissensquelle',
    STORAGE: 'Speicher', PAYMENT: 'Zahlung', MAIL: 'E-Mail', SMS: 'Kurznachricht',
  },
  what: 'Anbieter', amount: 'Verbraucht', requests: 'Anfragen', total: 'Insgesamt', none: 'Noch wurde kein Anbieter gefragt.', noPrice: 'Wo kein Preis bekannt ist, wird nichts gezählt.', failed: (value) => `${value.toLocaleString('de')} fehlgeschlagen`,
  tokens: (read, written) => `${read} Token gelesen, ${written} geschrieben`, cached: (value) => `${value} aus dem Zwischenspeicher`, characters: (value) => count(value, 'Zeichen', 'Zeichen'), audio: (duration) => `${duration} Ton`,
};

export const raw: Messages['raw'] = {
  json: 'Anruf, Beiträge und Ereignisse', query: 'Die Abfrage', download: 'Herunterladen', curl: 'Als curl kopieren', curlHint: 'Der Befehl fragt nach dem Anruf und seinen Beiträgen; setzen Sie einen API-Schlüssel ein, wo YOUR_API_KEY steht.', cut: 'Nur der Anfang ist zu sehen. Kopieren oder laden Sie herunter, was Sie ganz brauchen.',
};

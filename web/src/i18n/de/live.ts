import type { Messages } from '../index.js';
import { count } from './count.js';

export const live: Messages['live'] = {
  title: 'Live', running: (number) => `${number} laufen`, now: (value) => count(value, 'Anruf läuft', 'Anrufe laufen'), moreThanShown: (value) => `Die neuesten ${value} Anrufe sind zu sehen; es laufen noch mehr.`,
  emptyTitle: 'Gerade läuft kein Anruf', emptyText: 'Der nächste erscheint hier von selbst, mit allem, was gesagt wird.', talk: 'Mit einem Agenten sprechen', emptyFilteredTitle: 'Gerade läuft kein solcher Anruf', emptyFilteredText: 'Andere Anrufe laufen; ohne den Filter sehen Sie sie.', showAll: 'Alle zeigen',
  agent: 'Agent', allAgents: 'Alle Agenten', state: 'Zustand', allStates: 'Alle Zustände',
  states: { LISTENING: 'Hört zu', THINKING: 'Denkt nach', SPEAKING: 'Spricht', HELD: 'Gehalten', WAITING: 'Verbindet' },
  unknownCaller: { BROWSER: 'Browser', TWILIO: 'Unbekannte Nummer' }, speakers: { AGENT: 'Agent', CALLER: 'Anrufer' }, nothingSaid: 'Noch wurde nichts gesagt.',
  noAnswer: 'Noch keine Antwort', turns: (value) => count(value, 'Beitrag', 'Beiträge'), duration: 'Dauer', calls: 'Laufende Anrufe', openCall: (caller, agent) => `${caller} mit ${agent}: Anruf öffnen`,
  connection: { connecting: 'Verbindet', live: 'Live', paused: 'Angehalten' }, reconnecting: (since) => `Verbindung unterbrochen seit ${since}; was Sie sehen, kann veraltet sein`,
  end: 'Beenden', endCall: (caller) => `Anruf von ${caller} beenden`, endTitle: 'Diesen Anruf beenden?', endText: (caller, agent) => `${caller} spricht mit ${agent}. Die Leitung wird sofort getrennt; was gesagt wurde, bleibt erhalten.`,
  endAction: 'Anruf beenden', keep: 'Weiterlaufen lassen', ending: 'Wird beendet', endedToast: (caller) => `Der Anruf von ${caller} wurde beendet.`, overAlready: 'Dieser Anruf ist schon zu Ende.',
  kiosk: 'Vollbild', leaveKiosk: 'Vollbild verlassen',
};

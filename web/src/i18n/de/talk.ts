import type { Messages } from '../index.js';
import { count } from './count.js';

export const talk: Messages['talk'] = {
  title: 'Ausprobieren', start: 'Sprechen', startHint: 'Sprechen Sie in Ihr Mikrofon, wie es Anrufer tun.', meets: (number) => `Sie erreichen Version ${number}.`, draftDiffers: 'Ihr Entwurf enthält Änderungen, die darin fehlen; veröffentlichen Sie ihn, um sie zu hören.',
  needsPublish: 'Veröffentlichen Sie den Agenten zuerst; dann können Sie hier mit ihm sprechen.', connecting: 'Verbindung wird aufgebaut', mute: 'Stumm', unmute: 'Ton an', end: 'Auflegen', again: 'Noch einmal', level: 'Mikrofonpegel',
  states: { LISTENING: 'Hört zu', THINKING: 'Denkt nach', SPEAKING: 'Spricht' }, muted: 'Stummgeschaltet', agent: 'Agent', caller: 'Sie', transcript: 'Mitschrift', interrupted: 'Unterbrochen', openCall: 'Anruf öffnen',
  waiting: 'Sagen Sie etwas. Was gesagt wird, erscheint hier.', response: (duration) => `Antwort nach ${duration}`, tool: (name) => `${name} benutzt`, audioProblem: 'Unterwegs ging etwas Ton verloren.',
  faults: {
    noMicrophone: 'Es wurde kein Mikrofon gefunden. Schließen Sie eines an und versuchen Sie es noch einmal.', refused: 'Das Mikrofon ist für diese Seite gesperrt. Erlauben Sie es in der Adressleiste des Browsers und versuchen Sie es noch einmal.', busy: 'Ein anderes Programm benutzt das Mikrofon.',
    insecure: 'Browser geben das Mikrofon nur für Seiten auf https oder localhost frei.', unreachable: 'Der Medienserver ist nicht erreichbar. Vielleicht startet er gerade neu; versuchen Sie es gleich noch einmal.', lost: 'Die Verbindung zum Anruf ging verloren.',
    full: 'Alle Leitungen sind besetzt. Versuchen Sie es gleich noch einmal.', unknown: 'Der Anruf konnte nicht begonnen werden.',
  },
};

export const latency: Messages['latency'] = {
  title: 'Zeit bis zur Antwort', total: 'Insgesamt', endpointWaitMs: 'Absichtliches Warten', sttFinalMs: 'Mitschrift', llmFirstTokenMs: 'Erstes Wort', firstClauseMs: 'Erster Satzteil', ttsFirstAudioMs: 'Erster Ton', transportMs: 'Übertragung', ownShareMs: 'Parley selbst',
  ratings: { good: 'Gut', fair: 'Mittel', slow: 'Langsam' }, summary: (duration, rating) => `Zeit bis zur Antwort: ${duration} insgesamt, ${rating.toLowerCase()}`,
  sparkline: (answers, middle, slowest) => `${count(answers, 'Antwort', 'Antworten')}: die Hälfte davon in ${middle} oder weniger, die langsamste in ${slowest}`,
};

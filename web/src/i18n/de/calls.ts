import type { Messages } from '../index.js';

export const calls: Messages['calls'] = {
  title: 'Anrufe', emptyTitle: 'Noch keine Anrufe', emptyText: 'Sprechen Sie mit einem Agenten: Der Anruf erscheint hier mit Aufnahme und jedem Wort.', emptyFiltered: 'Keine passenden Anrufe', emptyFilteredText: 'Ohne den Filter sehen Sie alle.', allStatus: 'Alle', filter: 'Status',
  status: { CREATED: 'Wartet', ACTIVE: 'Läuft', ENDED: 'Beendet' }, transport: { BROWSER: 'Browser', TWILIO: 'Telefon' },
  columns: { started: 'Beginn', agent: 'Agent', way: 'Weg', ended: 'Wie er endete', duration: 'Dauer', cost: 'Kosten' }, toAgents: 'Zu den Agenten', pages: 'Seiten', clearFilter: 'Alle zeigen',
};

export const call: Messages['call'] = {
  back: 'Alle Anrufe', notFound: 'Diesen Anruf gibt es nicht, oder er gehört einem anderen Unternehmen.', version: (number) => `Version ${number}`, cost: 'Kosten', duration: 'Dauer', way: 'Weg', ended: 'Ende', started: 'Beginn', agent: 'Agent',
  running: 'Dieser Anruf läuft; Sie sehen ihn, während er geführt wird.', recording: 'Aufnahme', noRecording: 'Von diesem Anruf gibt es keine Aufnahme.', recordingComing: 'Die Aufnahme wird vorbereitet.', play: 'Abspielen', pause: 'Anhalten', position: 'Stelle in der Aufnahme',
  positionText: (at, of) => `${at} von ${of}`, speed: 'Tempo', download: 'Herunterladen', callerSide: 'Anrufer', agentSide: 'Agent', transcript: 'Mitschrift', emptyTranscript: 'Es wurde nichts gesagt.',
  seekTo: (at) => `Ab ${at} abspielen`, interrupted: 'Unterbrochen', playbackFailed: 'Die Aufnahme konnte nicht abgespielt werden.', copyId: 'ID des Anrufs kopieren',
  playKeys: 'Leertaste spielt und hält an; J und L gehen zurück und vor', speedKeys: 'Tempo: [ langsamer, ] schneller', solo: 'Eine Seite allein hören', skipSilence: 'Stille überspringen', zoomIn: 'Vergrößern', zoomOut: 'Verkleinern',
  partShown: 'Gezeigter Teil', partText: (from, to) => `${from} bis ${to}`, copyMoment: 'Link zu dieser Stelle kopieren', toCurrentLine: 'Zurück zur laufenden Zeile',
  neverHeardSample: 'Durchgestrichen:', neverHeard: 'geschrieben, aber vom Anrufer nie gehört.', heardNothing: 'geschrieben, aber der Anrufer hat nichts davon gehört.',
  purposes: { GREETING: 'Begrüßung', ANSWER: 'Antwort', FILLER: 'Überbrückung', IDLE_PROMPT: 'Nachgefragt, ob jemand da ist', APOLOGY: 'Entschuldigung', GOODBYE: 'Verabschiedung', WARNING: 'Hinweis auf das Ende' },
  end: 'Anruf beenden', endTitle: 'Diesen Anruf beenden?', endText: 'Die Verbindung wird sofort getrennt.', toAgent: (name) => `${name} öffnen`,
  nextSteps: {
    CALLER_SILENT: 'Wie lange der Agent wartet und wie oft er nachfragt, steht bei seinem Sprecherwechsel.', DURATION_LIMIT: 'Die längste Dauer steht beim Sprecherwechsel des Agenten.',
  },
};

export const endedReasons: Messages['endedReasons'] = {
  CALLER_SILENT: 'Es wurde nichts mehr gesagt.', CONNECTION_LOST: 'Die Verbindung ging verloren.', DURATION_LIMIT: 'Die längste Dauer war erreicht.',
  ENDED_BY_OPERATOR: 'Von einer Person im Team beendet.', GOODBYE: 'Der Agent hat sich verabschiedet.', HOLD_LIMIT: 'Der Anruf wurde zu lange gehalten.', HUNG_UP: 'Der Anrufer hat aufgelegt.',
  INTERNAL_ERROR: 'Ein unerwarteter Fehler beendete den Anruf.', MEDIA_LOST: 'Der Medienserver fiel während des Anrufs aus.', NEVER_CONNECTED: 'Niemand hat sich verbunden.',
  PROTOCOL_ERROR: 'Die Gegenstelle hielt sich nicht an das Protokoll.', PROVIDERS_DOWN: 'Die Anbieter des Agenten antworteten nicht.', SHUTDOWN: 'Der Medienserver wurde heruntergefahren.',
};

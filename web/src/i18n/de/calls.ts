import type { Messages } from '../index.js';
import { count } from './count.js';

export const calls: Messages['calls'] = {
  title: 'Anrufe', call: 'Anruf', emptyTitle: 'Noch keine Anrufe', emptyText: 'Sprechen Sie mit einem Agenten: Der Anruf erscheint hier mit Aufnahme und jedem Wort.', emptyFiltered: 'Keine passenden Anrufe', emptyFilteredText: 'Nehmen Sie einen Filter weg, oder alle.',
  status: { CREATED: 'Wartet', ACTIVE: 'Läuft', ENDED: 'Beendet' }, transport: { BROWSER: 'Browser', TWILIO: 'Telefon' },
  columns: {
    started: 'Beginn', agent: 'Agent', version: 'Version', caller: 'Anrufer', way: 'Weg', ended: 'Wie er endete', duration: 'Dauer', turns: 'Beiträge', interruptions: 'Unterbrechungen', response: 'Antwort p50 / p95', cost: 'Kosten',
  },
  columnsTitle: 'Spalten', columnsHint: 'Gezeigt, soweit Platz ist.', toAgents: 'Zu den Agenten', clearFilter: 'Alle zeigen', clearAll: 'Alle Filter weg', addFilter: 'Filter', searchLabel: 'Gesprochene Worte', searchPlaceholder: 'Gesprochenes durchsuchen',
  shown: (seen, total) => `${seen.toLocaleString('de')} von ${count(total, 'Anruf', 'Anrufen')}`, newCalls: (value) => count(value, 'neuer Anruf', 'neue Anrufe'), manyNew: (value) => `Mehr als ${value} neue Anrufe`,
  export: 'Ausgeben', exportCalls: (value) => `${count(value, 'Anruf', 'Anrufe')} ausgeben`,
  ignored: (names) => `Nicht verstanden und weggelassen: ${names}`, interruptions: (value) => count(value, 'Unterbrechung', 'Unterbrechungen'), moreLines: (value) => `und ${count(value, 'weitere Zeile', 'weitere Zeilen')}`,
  peek: (about) => `Diesen Anruf ansehen: ${about}`, peekTitle: 'Anruf im Überblick', peekPrevious: 'Der Anruf darüber', peekNext: 'Der Anruf darunter', openCall: 'Anruf öffnen',
  chips: {
    kinds: { status: 'Status', agent: 'Agent', started: 'Beginn', ended: 'Wie er endete', transport: 'Weg', answered: 'Angenommen', interrupted: 'Unterbrochen', duration: 'Dauer', response: 'Langsame Antworten', recording: 'Aufnahme' },
    remove: (name) => `Filter ${name} entfernen`, yes: 'ja', no: 'nein', last: (span) => `letzte ${span}`, ago: (span) => `vor ${span}`, since: (moment) => `seit ${moment}`, before: (moment) => `vor ${moment}`,
    between: (from, to) => `${from} bis ${to}`, atLeast: (value) => `mindestens ${value}`, atMost: (value) => `höchstens ${value}`, ways: (value) => count(value, 'Art', 'Arten'), oneAgent: 'ein Agent',
    from: 'Ab', until: 'Vor', apply: 'Anwenden', secondsMin: 'Mindestens, in Sekunden', secondsMax: 'Höchstens, in Sekunden', responseMin: 'Mindestens, in Millisekunden', responseHint: 'Anrufe, deren langsame Antworten (95. Perzentil) so lange brauchten.',
  },
  views: {
    title: 'Ansichten', all: 'Alle Anrufe', running: 'Läuft gerade', today: 'Letzte 24 Stunden', slow: 'Langsame Antworten der Woche', interrupted: 'Unterbrochen diese Woche', failed: 'Fehlgeschlagen diese Woche', mine: 'In diesem Browser gespeichert', name: 'Name dieser Ansicht',
    remove: (name) => `Ansicht ${name} entfernen`, tooMany: 'Mehr Ansichten passen nicht. Entfernen Sie zuerst eine.',
  },
};

export const call: Messages['call'] = {
  back: 'Alle Anrufe', notFound: 'Diesen Anruf gibt es nicht, oder er gehört einem anderen Unternehmen.', version: (number) => `Version ${number}`, cost: 'Kosten', duration: 'Dauer', way: 'Weg', ended: 'Ende', started: 'Beginn', agent: 'Agent',
  running: 'Dieser Anruf läuft; Sie sehen ihn, während er geführt wird.', recording: 'Aufnahme', noRecording: 'Von diesem Anruf gibt es keine Aufnahme.', recordingComing: 'Die Aufnahme wird vorbereitet.', play: 'Abspielen', pause: 'Anhalten', position: 'Stelle in der Aufnahme',
  positionText: (at, of) => `${at} von ${of}`, speed: 'Tempo', download: 'Herunterladen', callerSide: 'Anrufer', agentSide: 'Agent', transcript: 'Mitschrift', emptyTranscript: 'Es wurde nichts gesagt.',
  seekTo: (at) => `Ab ${at} abspielen`, interrupted: 'Unterbrochen', playbackFailed: 'Die Aufnahme konnte nicht abgespielt werden.', copyId: 'ID des Anrufs kopieren',
  playPause: 'Abspielen oder anhalten', stepBack: '5 Sekunden zurück', stepForward: '5 Sekunden vor', slower: 'Langsamer', faster: 'Schneller',
  playKeys: 'Leertaste spielt und hält an; J und L gehen zurück und vor', speedKeys: 'Tempo: [ langsamer, ] schneller', solo: 'Eine Seite allein hören', skipSilence: 'Stille überspringen', zoomIn: 'Vergrößern', zoomOut: 'Verkleinern',
  partShown: 'Gezeigter Teil', partText: (from, to) => `${from} bis ${to}`, copyMoment: 'Link zu dieser Stelle kopieren', toCurrentLine: 'Zurück zur laufenden Zeile',
  neverHeardSample: 'Durchgestrichen:', neverHeard: 'geschrieben, aber vom Anrufer nie gehört.', heardNothing: 'geschrieben, aber der Anrufer hat nichts davon gehört.',
  purposes: { GREETING: 'Begrüßung', ANSWER: 'Antwort', FILLER: 'Überbrückung', IDLE_PROMPT: 'Nachgefragt, ob jemand da ist', APOLOGY: 'Entschuldigung', GOODBYE: 'Verabschiedung', WARNING: 'Hinweis auf das Ende' },
  views: 'Ansichten dieses Anrufs', tabs: { turns: 'Gespräch', timeline: 'Zeitachse', cost: 'Kosten', raw: 'Rohdaten' }, copy: 'Kopieren', held: 'Dieser Anruf wird gehalten.',
  end: 'Anruf beenden', endTitle: 'Diesen Anruf beenden?', endText: 'Die Verbindung wird sofort getrennt.', toAgent: (name) => `${name} öffnen`,
  toHealth: 'Zustand der Installation ansehen',
  nextSteps: {
    CALLER_SILENT: 'Wie lange der Agent wartet und wie oft er nachfragt, steht bei seinem Sprecherwechsel.', DURATION_LIMIT: 'Die längste Dauer steht beim Sprecherwechsel des Agenten.',
    NEVER_CONNECTED: 'Niemand nahm ab, oder die Seite des Anrufers erreichte den Medienserver nicht.', CONNECTION_LOST: 'Die Leitung zwischen Anrufer und Medienserver brach ab; in der Aufnahme ist zu hören, wie weit das Gespräch war.',
    PROVIDERS_DOWN: 'Die Zeitachse sagt, welcher Anbieter ausfiel und warum.', MEDIA_LOST: 'Was bis dahin gesagt wurde, ist aufbewahrt.', INTERNAL_ERROR: 'Im Protokoll des Medienservers steht mehr.',
  },
};

export const endedReasons: Messages['endedReasons'] = {
  CALLER_SILENT: 'Es wurde nichts mehr gesagt.', CONNECTION_LOST: 'Die Verbindung ging verloren.', DURATION_LIMIT: 'Die längste Dauer war erreicht.',
  ENDED_BY_OPERATOR: 'Von einer Person im Team beendet.', GOODBYE: 'Der Agent hat sich verabschiedet.', HOLD_LIMIT: 'Der Anruf wurde zu lange gehalten.', HUNG_UP: 'Der Anrufer hat aufgelegt.',
  INTERNAL_ERROR: 'Ein unerwarteter Fehler beendete den Anruf.', MEDIA_LOST: 'Der Medienserver fiel während des Anrufs aus.', NEVER_CONNECTED: 'Niemand hat sich verbunden.',
  PROTOCOL_ERROR: 'Die Gegenstelle hielt sich nicht an das Protokoll.', PROVIDERS_DOWN: 'Die Anbieter des Agenten antworteten nicht.', SHUTDOWN: 'Der Medienserver wurde heruntergefahren.',
};

import type { Messages } from '../index.js';
import { count } from './count.js';

export const talk: Messages['talk'] = {
  title: 'Ausprobieren', start: 'Sprechen', startHint: 'Sprechen Sie, wie es Anrufer tun, oder schreiben Sie. Hier erscheinen Worte, Werkzeuge und die Zeit bis zu jeder Antwort.', meets: (number) => `Sie erreichen Version ${number}.`, draftDiffers: 'Ihr Entwurf enthält Änderungen, die darin fehlen; veröffentlichen Sie ihn, um sie zu hören.',
  needsPublish: 'Veröffentlichen Sie den Agenten zuerst; dann können Sie hier mit ihm sprechen.', connecting: 'Verbindung wird aufgebaut', end: 'Auflegen', again: 'Noch einmal', tryAgain: 'Noch einmal versuchen', typeInstead: 'Lieber schreiben', fullPage: 'Auf eigener Seite öffnen', back: 'Zurück zum Agenten', pageTitle: (name) => `Gespräch mit ${name}`,
  mute: 'Stumm', unmute: 'Ton an', hold: 'Halten', resume: 'Weiter', pushToTalk: 'Sprechtaste', pushToTalkHint: 'Das Mikrofon ist nur offen, solange Sie die Taste oder die Leertaste gedrückt halten.', holdToTalk: 'Zum Sprechen halten',
  states: { LISTENING: 'Hört zu', THINKING: 'Denkt nach', SPEAKING: 'Spricht' }, muted: 'Stummgeschaltet', held: (duration) => `Gehalten seit ${duration}`, deaf: 'Kein Mikrofon', heard: 'Man hört Sie', duration: 'Dauer des Anrufs',
  agent: 'Agent', caller: 'Sie', typed: 'geschrieben', sending: 'wird gesendet', transcript: 'Mitschrift', openCall: 'Anruf öffnen', waiting: 'Sagen oder schreiben Sie etwas. Was gesagt wird, erscheint hier.', waitingTyped: 'Schreiben Sie etwas. Was gesagt wird, erscheint hier.',
  interrupted: 'Unterbrochen', notHeard: 'nicht gehört:', nothingHeard: 'nichts davon wurde gehört', response: (duration) => `Antwort nach ${duration}`, newest: 'Neueste', newLines: (value) => count(value, 'neue Zeile', 'neue Zeilen'), earlier: (value) => `${count(value, 'frühere Zeile steht', 'frühere Zeilen stehen')} auf der Seite des Anrufs.`,
  write: 'Dem Agenten schreiben', writeHint: 'Eingabe sendet, Umschalt und Eingabe beginnen eine neue Zeile.', send: 'Senden', characters: (used, most) => `${used} von ${most} Zeichen`,
  sound: 'Ton', microphone: 'Mikrofon', loudspeaker: 'Lautsprecher', systemChoice: 'Systemstandard', namesLater: 'Ihre Geräte haben hier Namen, sobald das Mikrofon erlaubt wurde.', test: 'Testen', stopTest: 'Test beenden', testing: 'Sagen Sie etwas: Die Balken sollten sich bewegen.', level: 'Mikrofonpegel', muteVoice: 'Stimme des Agenten stummschalten',
  leaveTitle: 'Auflegen?', leaveText: 'Der Anruf läuft auf dieser Seite; wer sie verlässt, legt auf.', leave: 'Auflegen und gehen', stay: 'Bleiben',
  signedOut: 'Ihre Sitzung ist zu Ende. Der Anruf geht weiter; melden Sie sich wieder an, und seine Einzelheiten kehren zurück.', signedOutAfter: 'Ihre Sitzung ist zu Ende. Melden Sie sich wieder an, um den Rest des Anrufs zu sehen.', signInAgain: 'Wieder anmelden', follow: { waiting: 'Die Einzelheiten des Anrufs sind unterbrochen und kehren zurück. Der Anruf selbst geht weiter.', gone: 'Die Einzelheiten dieses Anrufs lassen sich nicht mehr lesen. Der Anruf selbst geht weiter.' },
  stalled: 'Das Netz stockt: Der Agent hört Sie im Augenblick nicht.', blocked: 'Ihr Browser lässt diese Seite stumm, bis Sie es erlauben.', unblock: 'Stimme abspielen', voiceless: 'Diese Seite kann hier keinen Ton abspielen; die Worte des Agenten werden gezeigt.', silent: 'Vom Mikrofon kommt gar nichts. Vielleicht ist es am Gerät oder im System ausgeschaltet.',
  deafText: (why) => `${why} Der Anruf geht weiter: Schreiben Sie, oder wählen Sie ein anderes Mikrofon.`, howToAllow: 'So erlauben Sie es', allowSteps: 'Drücken Sie auf das Zeichen links von der Adresse, wählen Sie beim Mikrofon „Zulassen“ und versuchen Sie es noch einmal. Auf einem Telefon braucht womöglich der Browser selbst die Erlaubnis in den Einstellungen.',
  faults: {
    noMicrophone: 'Es wurde kein Mikrofon gefunden.', refused: 'Das Mikrofon ist für diese Seite gesperrt.', busy: 'Ein anderes Programm benutzt das Mikrofon.', insecure: 'Browser geben das Mikrofon nur für Seiten auf https oder localhost frei.',
    unreachable: 'Der Medienserver ist nicht erreichbar. Vielleicht startet er gerade neu; versuchen Sie es gleich noch einmal.', lost: 'Die Verbindung zum Anruf ging verloren.', full: 'Alle Leitungen sind besetzt. Versuchen Sie es gleich noch einmal.', shutDown: 'Der Medienserver wird neu gestartet. Sprechen Sie gleich noch einmal.',
    broken: 'Der Anruf scheiterte an einem Fehler des Servers.', unavailable: 'Der Anruf ließ sich nicht vorbereiten. Versuchen Sie es gleich noch einmal.', unknown: 'Der Anruf konnte nicht begonnen werden.',
  },
};

export const tool: Messages['tool'] = {
  used: (name) => `${name} benutzt`, failed: 'Gescheitert', arguments: 'Angaben', result: 'Ergebnis', error: 'Fehler', details: 'Einzelheiten', showAll: (characters) => `Alle ${characters} Zeichen zeigen`, none: 'keine',
};

const providers = { STT: 'Die Mitschrift', TTS: 'Die Stimme', LLM: 'Das Sprachmodell', EMBEDDING: 'Die Suche im Wissen', VAD: 'Die Erkennung von Sprache', TURN: 'Die Erkennung des Redeendes', other: 'Ein Anbieter' };

export const notes: Messages['notes'] = {
  falseAlarm: 'Ein Geräusch ohne Worte: Der Agent sprach weiter.', backchannel: (words) => `„${words}“ war nur Zustimmung: Der Agent sprach weiter.`,
  providers, providerFailed: (provider, why) => `${provider} fiel aus: ${why}.`,
  causes: { auth: 'der Schlüssel wurde abgelehnt', quota: 'das Kontingent ist aufgebraucht', 'rate-limit': 'zu viele Anfragen', 'bad-request': 'die Anfrage wurde nicht angenommen', unreachable: 'der Anbieter war nicht erreichbar', 'vendor-fault': 'ein Fehler beim Anbieter', timeout: 'es dauerte zu lange', other: 'ein Fehler' },
  next: { FALLBACK: 'Der nächste Anbieter übernahm.', RETRY: 'Es wurde noch einmal versucht.', GIVE_UP: 'Es gab keinen anderen.' },
  hedged: (provider) => `${provider} war langsam, darum wurde ein zweiter Anbieter mit gefragt.`, secondUsed: 'Der zweite war schneller.', firstUsed: 'Der erste kam doch zuerst.',
  deadAir: { FILLER: (seconds) => `${seconds} Stille: Der Agent überbrückte sie.`, FAIL_OVER: (seconds) => `${seconds} Stille: Der nächste Anbieter übernahm.`, APOLOGY: (seconds) => `${seconds} Stille: Der Agent entschuldigte sich.` },
  audio: {
    LOST_FRAMES: (value) => `Unterwegs verloren: ${count(value, 'Stück', 'Stücke')} Ihres Tons.`, SEQUENCE_JUMP: (value) => `Ihr Ton sprang ${count(value, 'Mal', 'Mal')}.`, ODD_FRAME: (value) => `Nicht zu lesen: ${count(value, 'Stück', 'Stücke')} Ihres Tons.`,
    FLOOD: (value) => `Ihr Ton kam zu schnell; ${count(value, 'Stück wurde', 'Stücke wurden')} ausgelassen.`, SEND_BACKPRESSURE: (value) => `Die Stimme des Agenten kam zu langsam durch das Netz, ${count(value, 'Mal', 'Mal')}.`,
  },
  keys: (digits) => `Gedrückte Tasten: ${digits}`, held: 'Gehalten', resumed: 'Wieder verbunden', voiceGap: (duration, times) => `Die Stimme des Agenten brach auf dem Weg zu Ihnen für ${duration} ab (${count(times, 'Mal', 'Mal')}).`, voiceLost: (duration) => `${duration} der Stimme des Agenten kamen zu schnell und gingen verloren.`,
  microphone: (name) => `Das Mikrofon wurde getrennt. Man hört Sie jetzt über ${name}.`,
};

export const latency: Messages['latency'] = {
  title: 'Zeit bis zur Antwort', total: 'Insgesamt', none: 'Noch wurde nichts beantwortet.', endpointWaitMs: 'Absichtliches Warten', sttFinalMs: 'Mitschrift', llmFirstTokenMs: 'Erstes Wort', firstClauseMs: 'Erster Satzteil', ttsFirstAudioMs: 'Erster Ton', transportMs: 'Übertragung', ownShareMs: 'Parley selbst',
  ratings: { good: 'Gut', fair: 'Mittel', slow: 'Langsam' }, summary: (duration, rating) => `Zeit bis zur Antwort: ${duration} insgesamt, ${rating.toLowerCase()}`,
  sparkline: (answers, middle, slowest) => `${count(answers, 'Antwort', 'Antworten')}: die Hälfte davon in ${middle} oder weniger, die langsamste in ${slowest}`,
};

import type { Messages } from '../index.js';
import { count } from './count.js';

export const security: Messages['security'] = {
  twoFactor: 'Anmelden in zwei Schritten', twoFactorHint: 'Nach Ihrem Passwort ein Code aus einer App auf Ihrem Telefon. Wer nur Ihr Passwort kennt, kommt nicht hinein.',
  isOn: 'Eingeschaltet', isOff: 'Ausgeschaltet', offText: 'Ihr Passwort allein öffnet Ihr Konto.', since: (date) => `Seit ${date}`, codesLeft: (value) => count(value, 'Notfallcode übrig', 'Notfallcodes übrig'),
  setUp: 'Einrichten', setUpTitle: 'Anmelden in zwei Schritten einrichten', turnOn: 'Einschalten', turnOff: 'Ausschalten', turnedOff: 'Das Anmelden in zwei Schritten ist ausgeschaltet', turnOffTitle: 'Anmelden in zwei Schritten ausschalten?', turnOffText: 'Danach öffnet Ihr Passwort allein Ihr Konto. Ihre Notfallcodes werden ungültig.',
  yourPassword: 'Ihr Passwort', passwordHint: 'Damit das niemand anderes an einem Bildschirm tut, den Sie verlassen haben.',
  scan: 'Lesen Sie das mit einer Authenticator-App ein, etwa Aegis, 1Password oder Google Authenticator.', qrCode: 'QR-Code für Ihre Authenticator-App', typeIt: 'Oder tippen Sie dies in die App', code: 'Code', codeHint: 'Die sechs Ziffern, die die App jetzt zeigt.', codeOrRecovery: 'Code der App oder ein Notfallcode',
  codesTitle: 'Ihre Notfallcodes', codesText: 'Jeder davon lässt Sie einmal hinein, wenn Ihr Telefon weg ist.', shownOnce: 'Heben Sie sie auf, wo Sie Wichtiges aufheben: Sie werden nur dieses eine Mal gezeigt.', download: 'Als Datei sichern', kept: 'Ich habe sie aufgehoben', fileHead: (email) => `Parley: Notfallcodes von ${email}. Jeder gilt einmal.`,
  renew: 'Neue Notfallcodes', renewTitle: 'Neue Notfallcodes anlegen?', renewText: 'Die Codes, die Sie haben, werden sofort ungültig.', renewAction: 'Neue Codes anlegen',
  passwordSectionHint: 'Es zu ändern meldet Sie überall sonst ab.', currentPassword: 'Bisheriges Passwort', newPassword: 'Neues Passwort', changePassword: 'Passwort ändern', passwordChanged: 'Passwort geändert; überall sonst sind Sie abgemeldet',
};

export const sessions: Messages['sessions'] = {
  title: 'Wo Sie angemeldet sind', hint: 'Beenden Sie, was Sie nicht kennen, und ändern Sie Ihr Passwort.', current: 'Diese', now: 'Jetzt in Gebrauch', used: (when) => `Benutzt ${when}`, unknown: 'Unbekanntes Gerät', onSystem: (browser, system) => `${browser} auf ${system}`,
  methods: { PASSWORD: 'mit Passwort', PASSKEY: 'mit Passkey', SINGLE_SIGN_ON: 'über den Anmeldedienst', EMAIL_LINK: 'über einen Link per E-Mail' },
  end: 'Beenden', endOf: (place) => `Sitzung beenden: ${place}`, ended: (place) => `${place} ist abgemeldet`, endOthers: 'Überall sonst abmelden', othersTitle: 'Überall sonst abmelden?', othersText: 'Alle Sitzungen außer dieser enden sofort, mit dem, was sie offen haben.', othersEnded: 'Sie sind nur noch hier angemeldet',
};

export const passkeys: Messages['passkeys'] = {
  title: 'Passkeys', hint: 'Ein Passkey liegt auf Ihrem Gerät oder in Ihrem Passwortmanager und meldet Sie mit Finger, Gesicht oder PIN an, anstelle von Passwort und Code.', empty: 'Sie haben noch keinen.',
  add: 'Passkey hinzufügen', addTitle: 'Passkey hinzufügen', addText: 'Ihr Browser fragt nach Finger, Gesicht oder PIN und bewahrt den Passkey auf diesem Gerät, auf Ihrem Telefon oder in Ihrem Passwortmanager auf.', addAction: 'Hinzufügen', name: 'Name', nameHint: 'An dem Sie ihn wiedererkennen.', added: (name) => `Der Passkey „${name}“ ist hinzugefügt`,
  addedOn: (date) => `Hinzugefügt am ${date}`, used: (when) => `benutzt ${when}`, neverUsed: 'nie benutzt',
  removeOf: (name) => `Passkey ${name} entfernen`, removeTitle: (name) => `„${name}“ entfernen?`, removeText: 'Er öffnet Ihr Konto nicht mehr; wo er Sie angemeldet hat, bleiben Sie angemeldet. Löschen Sie ihn auch auf dem Gerät oder im Passwortmanager, der ihn sonst weiter anbietet.', removed: (name) => `Der Passkey „${name}“ ist entfernt`,
  cancelled: { made: 'Es wurde kein Passkey angelegt: Die Frage wurde geschlossen, oder das Gerät hat abgelehnt.', used: 'Es wurde kein Passkey benutzt: Die Frage wurde geschlossen, oder auf diesem Gerät ist keiner von Ihnen.' }, origin: (host) => `Passkeys gelten nur auf ${host}. Öffnen Sie Parley dort.`,
  failures: {
    unsupported: 'Dieser Browser kennt keine Passkeys. Nehmen Sie einen neueren oder einen anderen.', insecure: 'Browser haben Passkeys nur auf sicheren Verbindungen. Öffnen Sie Parley mit https.', timeout: 'Niemand hat die Frage des Browsers rechtzeitig beantwortet. Bitte versuchen Sie es noch einmal.', known: 'Auf diesem Gerät oder in diesem Passwortmanager ist schon ein Passkey Ihres Kontos.',
    unsuitable: 'Dieses Gerät kann keine Passkeys aufbewahren: Es braucht eine Bildschirmsperre mit Finger, Gesicht oder PIN.', fault: 'Das Gerät konnte es nicht. Bitte versuchen Sie es noch einmal, oder nehmen Sie ein anderes.',
  },
};

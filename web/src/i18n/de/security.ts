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

import type { Messages } from '../index.js';

export const account: Messages['account'] = {
  signInTitle: 'Anmelden', signUpTitle: 'Konto anlegen', email: 'E-Mail-Adresse', password: 'Passwort', name: 'Ihr Name', organization: 'Unternehmen',
  organizationHint: 'Agenten und Anrufe gehören dazu.', passwordHint: 'Mindestens 8 Zeichen.', signIn: 'Anmelden', signUp: 'Konto anlegen',
  noAccount: 'Neu hier?', toSignUp: 'Konto anlegen', hasAccount: 'Sie haben schon ein Konto?', toSignIn: 'Anmelden', tagline: 'Sprachagenten, die zuhören.',
  codeTitle: 'Noch ein Schritt', codeText: 'Die sechs Ziffern, die Ihre Authenticator-App jetzt zeigt.', code: 'Code', recoveryText: 'Einer der Codes, die Sie beim Einrichten aufgehoben haben.', recoveryCode: 'Notfallcode', useRecovery: 'Notfallcode benutzen', useApp: 'Die App benutzen', otherAccount: 'Von vorn',
  suggestTwoFactor: 'Schützen Sie Ihr Konto mit einem zweiten Schritt beim Anmelden.', setUp: 'Einrichten', forgot: 'Passwort vergessen?', or: 'oder', passkey: 'Mit einem Passkey anmelden',
  singleSignOn: 'Weiter mit dem Anmeldedienst', addressFirst: 'Geben Sie zuerst Ihre E-Mail-Adresse ein.', noSeat: 'Ihr Unternehmen hat keinen Platz für ein weiteres Mitglied. Fragen Sie dort nach.',
};

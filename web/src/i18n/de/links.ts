import type { Messages } from '../index.js';

export const links: Messages['links'] = {
  forgotTitle: 'Passwort vergessen', forgotText: 'Wir schicken Ihnen einen Link, mit dem Sie ein anderes wählen.', forgotAction: 'Link schicken', forgotSent: (email) => `Gibt es ein Konto für ${email}, ist eine E-Mail unterwegs. Ihr Link gilt eine Stunde.`, backToSignIn: 'Zurück zum Anmelden',
  resetTitle: 'Neues Passwort wählen', newPassword: 'Neues Passwort', resetText: 'Sie sind damit angemeldet, und überall sonst abgemeldet.', resetAction: 'Passwort setzen', resetDone: 'Ihr neues Passwort gilt', goOn: 'Weiter',
  verifyTitle: 'E-Mail-Adresse bestätigen', verified: 'Ihre E-Mail-Adresse ist bestätigt.', askAgain: 'Neuen Link anfordern', notVerified: 'Diese E-Mail-Adresse ist noch nicht bestätigt: Der Link steht in der E-Mail, die wir Ihnen geschickt haben.', sendAgain: 'Link noch einmal schicken', verificationSent: 'Die E-Mail ist unterwegs',
  invitationTitle: 'Einladung', invitationTo: (name) => `Zu ${name}`, invited: (email) => `Sie sind eingeladen als ${email}.`, invitedNameHint: 'Nur für ein neues Konto.', invitedPasswordHint: 'Das Ihres Kontos mit dieser Adresse; haben Sie noch keins, wählen Sie eins mit mindestens 8 Zeichen.', join: 'Beitreten', joined: (name) => `Willkommen bei ${name}`,
};

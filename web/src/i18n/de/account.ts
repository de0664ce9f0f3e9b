import type { Messages } from '../index.js';

export const account: Messages['account'] = {
  signInTitle: 'Anmelden', signUpTitle: 'Konto anlegen', email: 'E-Mail-Adresse', password: 'Passwort', name: 'Ihr Name', organization: 'Unternehmen',
  organizationHint: 'Agenten und Anrufe gehören dazu.', passwordHint: 'Mindestens 8 Zeichen.', signIn: 'Anmelden', signUp: 'Konto anlegen',
  noAccount: 'Neu hier?', toSignUp: 'Konto anlegen', hasAccount: 'Sie haben schon ein Konto?', toSignIn: 'Anmelden', tagline: 'Sprachagenten, die zuhören.',
};

import type { Messages } from '../index.js';

export const settings: Messages['settings'] = {
  title: 'Einstellungen', groups: { personal: 'Persönlich', organization: 'Unternehmen', developers: 'Entwicklung', platform: 'Plattform' },
  pages: { profile: 'Profil', security: 'Sicherheit', organization: 'Allgemeines', members: 'Mitglieder', roles: 'Rollen', clients: 'Kunden', agency: 'Agentur', 'single-sign-on': 'Anmeldedienst', connections: 'Anbieter', usage: 'Verbrauch', audit: 'Protokoll', 'api-keys': 'API-Schlüssel', plugins: 'Plugins', health: 'Systemzustand', platform: 'Unternehmen' },
  person: 'Sie', saved: 'Profil gespeichert', emailHint: 'Damit melden Sie sich an.', nameHint: 'Was Ihre Kollegen sehen, in allen Ihren Unternehmen.', preferences: 'Vorlieben', preferencesHint: 'Bleiben in diesem Browser gespeichert.',
  shortcuts: 'Tastenkürzel aus einzelnen Tasten', shortcutsHint: 'Tasten ohne Strg oder Command, etwa G und dann A. Schalten Sie sie aus, wenn Sie diktieren oder Tasten versehentlich drücken.',
};

export const organizations: Messages['organizations'] = { title: 'Unternehmen', current: 'Unternehmen', create: 'Neues Unternehmen', clientOf: (agency) => `Kunde von ${agency}`, find: 'Unternehmen wechseln' };

export const organizationForm: Messages['organizationForm'] = {
  createAction: 'Anlegen und wechseln', createHint: 'Es beginnt leer, mit eigenen Agenten, Anrufen und Mitgliedern.', names: 'Namen', name: 'Name', slug: 'Kurzname', slugHint: 'Steht in Adressen. Kleinbuchstaben, Ziffern und einzelne Bindestriche.', saved: 'Unternehmen gespeichert', mayNotChange: 'Das können nur Inhaber und Administratoren ändern.', goTo: (name) => `Zu ${name} wechseln`,
};

export const roles: Messages['roles'] = {
  'platform-admin': 'Plattform-Administrator', 'agency-owner': 'Inhaber der Agentur', 'agency-member': 'Mitarbeiter der Agentur', 'owner': 'Inhaber', 'admin': 'Administrator', 'agent-builder': 'Gestalter',
  'supervisor': 'Aufsicht', 'analyst': 'Auswertung', 'viewer': 'Betrachter', 'billing': 'Abrechnung',
};

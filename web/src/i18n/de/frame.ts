import type { Messages } from '../index.js';

export const frame: Messages['frame'] = {
  navigation: 'Hauptnavigation', menu: 'Menü', home: 'Übersicht', agents: 'Agenten', calls: 'Anrufe', live: 'Live', settings: 'Einstellungen', signOut: 'Abmelden', theme: 'Darstellung',
  themes: { light: 'Hell', dark: 'Dunkel', system: 'System' }, account: 'Konto', profile: 'Profil und Vorlieben', notifications: 'Mitteilungen',
  language: 'Sprache', languages: { en: 'English', de: 'Deutsch', system: 'Browser' }, languageFailed: 'Diese Sprache konnte nicht geladen werden. Bitte versuchen Sie es noch einmal.',
  notFoundTitle: 'Hier ist nichts', notFoundText: 'Vielleicht ist die Adresse vertippt, oder was hier war, gibt es nicht mehr.', toAgents: 'Zu den Agenten',
  failedTitle: 'Diese Seite konnte nicht angezeigt werden', failedText: 'Laden Sie sie neu. Hilft das nicht, ist der Server womöglich neuer als diese Seite.', reload: 'Neu laden',
};
